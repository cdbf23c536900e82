"""Lifetime on Spark: the local summary, the local fit, and the local expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from agora_analytics import lifetime as here
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import BetaGeo, Discount, GammaGamma
from agora_analytics.spark import Cluster, customer_summary, customers_ahead, fit_spending, history_cells
from tests.library.spark.worlds import purchases

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.truth
CLOSE = {"rtol": 1e-9, "atol": 0.0, "equal_nan": False}


def assert_same_summary(one: here.CustomerSummary, other: here.CustomerSummary) -> None:
    for name in ("customer", "frequency", "recency", "age"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    np.testing.assert_allclose(one.mean_amount, other.mean_amount, **CLOSE)


def test_summaries_are_the_local_ones(cluster: Cluster) -> None:
    customer, time, amount = purchases()
    there = cluster.customer_summary(customer, time, amount, end=250.0, unit="week", occasion=2.0)
    assert_same_summary(there, here.customer_summary(customer, time, amount, end=250.0, unit="week", occasion=2.0))
    assert there.frequency.max() > 5


def test_moments_and_dates_are_the_local_days(cluster: Cluster) -> None:
    customer, time, _ = purchases(customers=200)
    moments = np.datetime64("2024-03-30", "us") + (time * 86_400e6).astype(np.int64)
    for column in (moments, moments.astype("datetime64[D]")):
        there = cluster.customer_summary(customer, column, end=np.datetime64("2025-01-01"), unit="day")
        assert_same_summary(there, here.customer_summary(customer, column, end=np.datetime64("2025-01-01"), unit="day"))


def test_one_fit_on_the_counted_cells_is_the_fit_on_all_rows(cluster: Cluster) -> None:
    summary = here.customer_summary(*purchases(), end=250.0, unit="week")
    histories = summary.frequency, summary.recency, summary.age
    there, local = cluster.fit_buying(summary, BetaGeo()), BetaGeo().fit(*histories)
    np.testing.assert_allclose(there.vector, local.vector, **CLOSE)
    spending = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    ahead = cluster.customers_ahead(summary, there, spending, horizon=26.0, rate=Discount.continuous(0.01), margin=0.3)
    np.testing.assert_array_equal(ahead.customer, summary.customer)
    np.testing.assert_allclose(ahead.probability_alive, local.probability_alive(*histories), **CLOSE)
    np.testing.assert_allclose(ahead.expected_purchases, local.expected_purchases(26.0, *histories), **CLOSE)
    value = here.lifetime_value(
        local, spending, frequency=summary.frequency, recency=summary.recency, age=summary.age,
        mean_amount=summary.mean_amount, margin=0.3, rate=Discount.continuous(0.01), horizon=26.0, draws=2,
    )  # fmt: skip
    np.testing.assert_allclose(ahead.discounted_purchases, value.purchases, **CLOSE)
    np.testing.assert_allclose(ahead.expected_amount, value.amount, **CLOSE)
    np.testing.assert_allclose(ahead.value, value.value, **CLOSE)


def test_cells_and_spending_come_from_the_frame_of_purchases(spark: SparkSession) -> None:
    customer, time, amount = purchases(customers=500)
    rows = list(zip(customer.tolist(), time.tolist(), amount.tolist(), strict=True))
    frame = spark.createDataFrame(rows, "customer long, time double, amount double")
    there = customer_summary(frame, end=250.0, unit=7, partitions=3)
    summary = here.customer_summary(customer, time, amount, end=250.0, unit=7)
    cells = here.collapse_histories(summary.frequency, summary.recency, summary.age)
    counted = history_cells(there)
    np.testing.assert_array_equal(counted.weights, cells.weights)
    np.testing.assert_array_equal(counted.age, cells.age)
    local = GammaGamma().fit(summary.frequency, summary.mean_amount)
    np.testing.assert_allclose(fit_spending(there).vector, local.vector, **CLOSE)


def test_what_cannot_be_is_said_here_before_a_worker_sees_it(spark: SparkSession, cluster: Cluster) -> None:
    frame = spark.createDataFrame([(1, 2.0)], "customer long, time double")
    with pytest.raises(InvalidInput, match="unit"):
        customer_summary(frame, end=9.0, unit="fortnight")
    with pytest.raises(InvalidInput, match="horizon"):
        customers_ahead(frame, BetaGeo.of(r=1, alpha=1, a=1, b=1), horizon=-1.0)
    with pytest.raises(NotEnoughData, match="no purchases"):
        cluster.customer_summary([], [], end=9.0, unit="day")


def test_customers_that_are_null_are_refused(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(None, 2.0), (3, 1.0)], "customer long, time double")
    with pytest.raises(InvalidInput, match="customer: holds nulls"):
        history_cells(customer_summary(frame, end=9.0, unit="day", partitions=1))
