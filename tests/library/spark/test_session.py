"""The session's settings, and the examples of the docstrings run on it."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from agora_analytics import lifetime
from agora_analytics import spark as room
from agora_analytics.spark import SparkUnavailable, read_jdbc
from agora_analytics.spark.sessions import part_labels

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.truth
SALES = "sale long, buyer int, time double, margin_minor long, base_rate double"
EXPOSURES = "exposure long, buyer int, author int, content long, time double, strength double"
MODULES = ("ledger", "lifetime", "panels", "ranks", "sessions")


def things(spark: SparkSession, folder: Path) -> dict[str, Any]:
    """What the examples speak of."""
    tell = spark.createDataFrame
    bought = [(7, 0.2, 9.0), (7, 14.5, 2.0), (7, 14.9, 3.0), (3, 7.0, 1.0)]
    transactions = tell(bought, "customer long, time double, amount double")
    return {
        "spark": spark,
        "folder": folder,
        "BetaGeo": lifetime.BetaGeo,
        "sales": tell([(0, 1, 10.0, 10_000, 0.1)], SALES),
        "exposures": tell([(0, 1, 0, 7, 9.0, 0.3)], EXPOSURES),
        "transactions": transactions,
        "summary": room.customer_summary(transactions, end=28.0, unit="week"),
    }


@pytest.mark.parametrize("module", MODULES)
def test_examples_run_with_spark(spark: SparkSession, module: str, tmp_path: Path) -> None:
    loaded = import_module(f"agora_analytics.spark.{module}")
    found = [test for test in doctest.DocTestFinder().find(loaded) if test.examples]
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for test in found:
        test.globs |= things(spark, tmp_path)
        for example in test.examples:
            example.options.pop(doctest.SKIP, None)
        runner.run(test)
    assert runner.tries >= len(found) > 0
    assert runner.failures == 0


def test_settings_suit_the_measures_and_those_given_win(spark: SparkSession) -> None:
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark.conf.get("spark.sql.shuffle.partitions") == "4"
    assert spark.conf.get("spark.ui.enabled") == "false"
    changed = room.session("local[2]", **{"spark.sql.shuffle.partitions": 4, "spark.agora.tried": True})
    assert changed.conf.get("spark.agora.tried") == "true"


def test_a_database_without_its_driver_says_which_jar_to_give(spark: SparkSession) -> None:
    with pytest.raises(SparkUnavailable, match=r"org\.nowhere\.Driver is not there: give its jar"):
        read_jdbc(spark, "jdbc:nowhere://db/agora", "SELECT 1 AS one", driver="org.nowhere.Driver")


@pytest.mark.parametrize("partitions", [1, 7])
def test_every_label_goes_to_a_partition_of_its_own(spark: SparkSession, partitions: int) -> None:
    labels = part_labels(spark, partitions)
    assert labels.size == partitions
    frame = spark.createDataFrame([(int(label),) for label in labels], "label int").repartition(partitions, "label")
    assert all(len(rows) == 1 for rows in frame.rdd.glom().collect())
