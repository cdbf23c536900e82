"""One session of Spark on two cores; without Java or PySpark the tests are skipped loudly, and fail where CI is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from agora_analytics.spark import Cluster, SparkUnavailable, session
from agora_analytics.spark.sessions import check_installed
from tests.conftest import JDBC

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def skip_loudly(why: str) -> None:
    told = f"{why}; this test was not run"
    pytest.fail(told) if os.environ.get("CI", "").lower() == "true" else pytest.skip(told)


@pytest.fixture(scope="package")
def spark() -> Iterator[SparkSession]:
    try:
        check_installed()
    except SparkUnavailable as absent:
        skip_loudly(f"NO SPARK: {absent}")
    made = session("local[2]", memory="1g", name="agora tests")
    yield made
    made.stop()


@pytest.fixture(scope="package")
def cluster(spark: SparkSession) -> Cluster:
    return Cluster(spark)


@pytest.fixture
def driver(spark: SparkSession) -> None:
    """The JDBC driver of PostgreSQL; without it the test is skipped loudly, and fails where CI is set."""
    if not JDBC.exists():
        skip_loudly(f"NO JDBC: {JDBC} is not there (Debian: libpostgresql-jdbc-java)")
