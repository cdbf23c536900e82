"""One session of Spark on two cores; without Java or PySpark the tests are skipped loudly, and fail where CI is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from agora.analytics.spark import Cluster, SparkUnavailable, session
from agora.analytics.spark.sessions import check_installed

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="package")
def spark() -> Iterator[SparkSession]:
    try:
        check_installed()
    except SparkUnavailable as absent:
        why = f"NO SPARK: {absent}; this test was not run"
        pytest.fail(why) if os.environ.get("CI", "").lower() == "true" else pytest.skip(why)
    made = session("local[2]", memory="1g", name="agora tests")
    yield made
    made.stop()


@pytest.fixture(scope="package")
def cluster(spark: SparkSession) -> Cluster:
    return Cluster(spark)
