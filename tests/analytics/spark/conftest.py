"""One session of Spark on two cores; without Java or PySpark the tests are skipped loudly, and fail where CI is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agora.analytics.spark import Cluster, SparkUnavailable, session
from agora.analytics.spark.sessions import check_installed

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Where Debian's package libpostgresql-jdbc-java puts the driver; AGORA_TEST_JDBC names another place.
JAR = Path(os.environ.get("AGORA_TEST_JDBC", "/usr/share/java/postgresql.jar"))


def skip_loudly(why: str) -> None:
    told = f"{why}; this test was not run"
    pytest.fail(told) if os.environ.get("CI", "").lower() == "true" else pytest.skip(told)


@pytest.fixture(scope="package")
def spark() -> Iterator[SparkSession]:
    try:
        check_installed()
    except SparkUnavailable as absent:
        skip_loudly(f"NO SPARK: {absent}")
    jars = {"spark.jars": JAR} if JAR.exists() else {}
    made = session("local[2]", memory="1g", name="agora tests", **jars)
    yield made
    made.stop()


@pytest.fixture(scope="package")
def cluster(spark: SparkSession) -> Cluster:
    return Cluster(spark)


@pytest.fixture
def driver(spark: SparkSession) -> None:
    """The JDBC driver of PostgreSQL; without it the test is skipped loudly, and fails where CI is set."""
    if not JAR.exists():
        skip_loudly(f"NO JDBC: {JAR} is not there (Debian: libpostgresql-jdbc-java)")
