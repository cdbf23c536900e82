"""The ledger on Spark is the local one, entry for entry."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.spark import Cluster, allocate, panels, read_parquet, write_panels
from agora_analytics.value import Exposures, Ledger, Rule, Sales
from agora_analytics.value import allocate as allocate_here
from tests.library.spark.worlds import PEOPLE, sales_and_exposures

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.truth
KAPPA = {0: 0.3, 1: 0.7, 2: 1.0}


def frames(
    spark: SparkSession, folder: Path, sales: Sales, exposures: Exposures, **more: Any
) -> tuple[DataFrame, DataFrame]:
    """The records as frames, their rows in another order than their ids."""
    s, e = (np.random.default_rng(1).permutation(size) for size in (sales.size, exposures.size))
    columns = {name: column[s] for name, column in ({"sale": np.arange(sales.size)} | vars(sales) | more).items()}
    met = {name: column[e] for name, column in ({"exposure": np.arange(exposures.size)} | vars(exposures)).items()}
    read = read_parquet(spark, write_panels(folder, sales=columns, exposures=met))
    return read["sales"], read["exposures"]


def assert_same_accounts(one: Ledger, other: Ledger) -> None:
    for name in ("own", "given", "received", "net", "gross", "given_by_account"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert (one.firm, one.unknown, one.total) == (other.firm, other.unknown, other.total)


def assert_same_entries(one: Ledger, other: Ledger) -> None:
    (_, ours), (_, theirs) = one.opened(), other.opened()
    for field in fields(ours):
        np.testing.assert_array_equal(getattr(ours, field.name), getattr(theirs, field.name), err_msg=field.name)


@pytest.mark.parametrize("rule", [Rule.HAZARD, Rule.POSITION, Rule.SHAPLEY])
def test_entries_and_accounts_are_the_local_integers(cluster: Cluster, rule: Rule) -> None:
    sales, exposures = sales_and_exposures()
    terms: dict[str, Any] = {"rule": rule, "incrementality": KAPPA, "horizon": 40.0, "people": PEOPLE + 3}
    here, there = allocate_here(sales, exposures, **terms), cluster.allocate(sales, exposures, **terms)
    assert here.firm > 0
    assert here.unknown > 0
    assert here.opened()[1].sale.size > 5_000
    assert_same_accounts(there, here)
    assert_same_entries(there, here)


def test_sums_alone_are_added_up_by_spark_over_the_sales_that_are_included(cluster: Cluster) -> None:
    sales, exposures = sales_and_exposures(seed=6)
    terms: dict[str, Any] = {"incrementality": KAPPA, "session": 5.0, "include": sales.time < 200}
    there = cluster.allocate(sales, exposures, **terms, entries=False)
    assert there.entries is None
    assert_same_accounts(there, allocate_here(sales, exposures, **terms))
    assert_same_accounts(cluster.allocate(sales, exposures, **terms), there)


@pytest.mark.parametrize("partitions", [1, 13])
def test_neither_the_number_of_partitions_nor_the_order_of_rows_matters(
    spark: SparkSession, tmp_path: Path, partitions: int
) -> None:
    sales, exposures = sales_and_exposures(count=500, met=3_000)
    made = allocate(
        *frames(spark, tmp_path, sales, exposures), rule="last", incrementality=KAPPA, partitions=partitions
    )
    here = allocate_here(sales, exposures, rule="last", incrementality=KAPPA)
    assert_same_accounts(made.ledger(here.people), here)
    rows = made.entries.where("place >= 0").orderBy("sale", "place").toArrow()
    assert rows["exposure"].to_pylist() == here.opened()[1].exposure.tolist()


def test_the_entries_of_a_sale_sum_to_its_margin_and_net_sums_to_the_total(spark: SparkSession, tmp_path: Path) -> None:
    sales, exposures = sales_and_exposures(count=500, met=3_000)
    made = allocate(*frames(spark, tmp_path, sales, exposures), incrementality=KAPPA)
    sums = made.entries.groupBy("sale").sum("amount_minor").orderBy("sale").toArrow()
    assert sums["sum(amount_minor)"].to_pylist() == sales.margin_minor.tolist()
    assert made.accounts.groupBy().sum("net").collect()[0][0] == sales.margin_minor.sum()


def test_large_codes_of_few_people_need_no_room_for_the_rest(spark: SparkSession) -> None:
    sales = spark.createDataFrame([(7, 2_000_000, 10.0, 10_000, 0.1)], "sale long, buyer int, time double, margin_minor long, base_rate double")  # fmt: skip  # noqa: E501
    met = spark.createDataFrame([(70, 2_000_000, 1_999_999, 7, 9.0, 0.3)], "exposure long, buyer int, author int, content long, time double, strength double")  # fmt: skip  # noqa: E501
    made = allocate(sales, met, incrementality=1.0)
    assert {row.person: row.net for row in made.accounts.collect()} == {-1: 0, 1_999_999: 7_500, 2_000_000: 2_500}


def test_nothing_sold_and_nothing_met_is_a_ledger_of_nothing(cluster: Cluster) -> None:
    sales, exposures = Sales.of([], time=[], margin_minor=[]), Exposures.of([], author=[], content=[], time=[])
    for entries in (True, False):
        there = cluster.allocate(sales, exposures, rule="linear", people=2, entries=entries)
        assert_same_accounts(there, allocate_here(sales, exposures, rule="linear", people=2))
    one = Sales.of([0], time=[1.0], margin_minor=[5])
    assert_same_entries(*(f(one, exposures, rule="linear") for f in (cluster.allocate, allocate_here)))


def test_what_a_worker_finds_wrong_is_raised_here_under_its_name(spark: SparkSession, tmp_path: Path) -> None:
    sales, exposures = sales_and_exposures(count=40, met=60)
    exposures.time[5] = np.nan
    made = allocate(*frames(spark, tmp_path, sales, exposures), rule="linear")
    with pytest.raises(InvalidInput, match=r"^time: exposure 5: nan is not a finite number") as raised:
        made.ledger()
    assert raised.value.column == "time"


def test_rows_that_the_workers_open_themselves_are_those_that_java_hands_over(
    spark: SparkSession, tmp_path: Path
) -> None:
    sales, exposures = sales_and_exposures(count=500, met=3_000)
    counts = sales.time < 200
    handed = allocate(*frames(spark, tmp_path, sales, exposures, counts=counts), rule="last", include="counts")
    # As Spark writes them: a folder of several files.
    spark.read.parquet(str(tmp_path / "sales.parquet")).repartition(3).write.parquet(str(tmp_path / "sold"))
    opened = allocate(tmp_path / "sold", f"file://{tmp_path}/exposures.parquet", rule="last", include="counts")
    assert_same_accounts(opened.ledger(PEOPLE), handed.ledger(PEOPLE))
    assert_same_accounts(
        opened.ledger(PEOPLE), allocate_here(sales, exposures, rule="last", people=PEOPLE, include=counts)
    )
    with pytest.raises(InvalidInput, match="exposure: is not among the columns sale, buyer"):
        allocate(tmp_path / "sold", tmp_path / "sold", rule="last")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.parquet"):
        allocate(tmp_path / "nowhere.parquet", tmp_path / "sold", rule="last")


@pytest.mark.parametrize("partitions", [2, 5])
def test_panels_in_the_order_of_buyers_are_shared_without_sending_a_row(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, partitions: int
) -> None:
    monkeypatch.setattr(panels, "_ROW_GROUP", 100)
    sales, exposures = sales_and_exposures(count=2_000, met=6_000)
    here = allocate_here(sales, exposures, incrementality=KAPPA)
    assert here.unknown > 0
    place = write_panels(
        tmp_path,
        by="buyer",
        sales={"sale": np.arange(sales.size), **vars(sales)},
        exposures={"exposure": np.arange(exposures.size), **vars(exposures)},
    )
    made = allocate(place / "sales.parquet", place / "exposures.parquet", incrementality=KAPPA, partitions=partitions)
    assert "Exchange" not in str(made.entries._jdf.queryExecution().executedPlan().toString())
    assert made.entries.rdd.getNumPartitions() == partitions
    assert_same_accounts(made.ledger(here.people), here)
    rows = made.entries.where("place >= 0").orderBy("sale", "place").toArrow()
    assert rows["exposure"].to_pylist() == here.opened()[1].exposure.tolist()
    assert rows["amount_minor"].to_pylist() == here.opened()[1].amount_minor.tolist()


def test_missing_columns_are_named_before_anything_runs(spark: SparkSession, tmp_path: Path) -> None:
    bought, met = frames(spark, tmp_path, *sales_and_exposures(count=40, met=60))
    with pytest.raises(InvalidInput, match="author: is not among the columns"):
        allocate(bought, met.drop("author"))
    with pytest.raises(InvalidInput, match="does not fit 3 people"):
        allocate(bought, met, rule="linear").ledger(people=3)
