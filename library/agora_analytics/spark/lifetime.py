"""Lifetime on a cluster: histories per partition of customers, one fit on the driver, expectations where the rows are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa

from agora_analytics import lifetime as local
from agora_analytics.arrays import Floats
from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime import BuyTillYouDie, GammaGamma, HistoryCells
from agora_analytics.lifetime.discount import checked_margin
from agora_analytics.spark.errors import named_errors
from agora_analytics.spark.sessions import in_arrow, shuffle_parts

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

SUMMARY = "customer long, frequency long, recency double, age double, mean_amount double"
AHEAD = "customer long, probability_alive double, expected_purchases double, discounted_purchases double"
_HISTORY = ("frequency", "recency", "age")
_Model = TypeVar("_Model", bound=BuyTillYouDie)


def customer_summary(
    transactions: DataFrame, *, end: Any, unit: float | str, occasion: float = 1.0, partitions: int | None = None
) -> DataFrame:
    """Count each customer's repeat purchases, as `agora_analytics.lifetime.customer_summary` does, customers in parallel.

    transactions: customer (whole number), time (number of days, date or timestamp), and amount where there are any;
    end: the last moment observed; unit, occasion: as of the local function; partitions: of customers (default: the
    session's), about 100 bytes a row in a worker's memory.
    Returns a DataFrame of customer, frequency, recency, age, mean_amount: the local function's rows, in no order.
    Raises InvalidInput for an impossible unit or occasion at once, for missing customers and times when it is read.
    Assumes: timestamps are UTC, or the session says otherwise; returns are taken off the purchase they undo.
    Misleads when: one person has several codes, or the first purchase on record is not the first one made.
    Source: Fader, Hardie, Lee (2005), the data of the CDNOW example.

    >>> made = customer_summary(transactions, end=28.0, unit="week")  # doctest: +SKIP
    >>> [tuple(row)[:2] for row in made.orderBy("customer").collect()]  # doctest: +SKIP
    [(3, 0), (7, 1)]
    """
    from pyspark.sql import functions as F

    last = _as_days(end)
    # The local function knows what a unit is, and says so here rather than in a worker.
    local.customer_summary([0], [last - 1.0], end=last, unit=unit, occasion=occasion)
    amount = F.col("amount").cast("double") if "amount" in transactions.columns else F.lit(0.0)
    rows = transactions.select(F.col("customer").cast("long"), _days(transactions), amount.alias("amount"))

    def summarise(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        table = _gathered(batches)
        if table.num_rows:
            made = local.customer_summary(*_columns(table), end=last, unit=unit, occasion=occasion)
            yield from pa.table(vars(made)).to_batches()

    return in_arrow(rows.repartition(shuffle_parts(rows.sparkSession, partitions), "customer"), summarise, SUMMARY)


def history_cells(summary: DataFrame) -> HistoryCells:
    """Equal histories counted by Spark, and brought here: all that a fit reads of the customers.

    summary: of `customer_summary` (frequency, recency, age). Returns `HistoryCells` of the library.
    Raises InvalidInput for impossible histories.
    Assumes: times are whole occasions, so that there are far fewer cells than customers.
    Misleads when: a continuous clock leaves nothing to merge: then all customers come to the driver.
    Source: as `agora_analytics.lifetime.collapse_histories`.

    >>> history_cells(summary).weights.tolist()  # doctest: +SKIP
    [1.0, 1.0]
    """
    with named_errors():
        table = summary.groupBy(*_HISTORY).count().toArrow()
    columns = [table[name].to_numpy() for name in (*_HISTORY, "count")]
    return local.collapse_histories(*columns)


def fit_buying(summary: DataFrame, model: _Model) -> _Model:
    """Fit a model of buying once, on the driver, to the histories counted by Spark.

    summary: of `customer_summary`; model: `BetaGeo()`, `ModifiedBetaGeo()` or `ParetoNBD()`. Returns the model, fitted:
    the same as from all rows, for the cells are sufficient statistics.
    Raises what the model's `fit` raises.
    Assumes: as the model.
    Misleads when: as the model.
    Source: as the model; Fader, Hardie, Lee (2005), the likelihood depends on (x, t_x, T) alone.

    >>> sorted(fit_buying(summary, BetaGeo()).parameters_)  # doctest: +SKIP
    ['a', 'alpha', 'b', 'r']
    """
    cells = history_cells(summary)
    return model.fit(cells.frequency, cells.recency, cells.age, cells.weights)


def fit_spending(summary: DataFrame) -> GammaGamma:
    """Fit the Gamma-Gamma model of spending once, on the driver, to those who bought again.

    summary: of `customer_summary`. Returns the fitted model, as of the same rows here. Amounts do not repeat as days do:
    frequency and mean of every repeat buyer come to the driver, 24 bytes each.
    Raises what `GammaGamma.fit` raises.
    Assumes: as `GammaGamma`.
    Misleads when: as `GammaGamma`.
    Source: Fader, Hardie (2013), note 025.

    >>> fit_spending(summary)  # doctest: +SKIP
    Traceback (most recent call last):
    agora_analytics.errors.NotEnoughData: fewer than three customers bought again: spend cannot be modelled yet
    """
    with named_errors():
        table = summary.where("frequency > 0").select("customer", "frequency", "mean_amount").toArrow()
    # The order of the local rows: sums of floats then end in the same last digit.
    order = np.argsort(table["customer"].to_numpy())
    return GammaGamma().fit(table["frequency"].to_numpy()[order], table["mean_amount"].to_numpy()[order])


def customers_ahead(
    summary: DataFrame,
    buying: BuyTillYouDie,
    spending: GammaGamma | None = None,
    *,
    horizon: float,
    rate: float = 0.0,
    margin: float = 1.0,
) -> DataFrame:
    """What each customer will do in the next `horizon` time units by fitted models: expectations, without intervals.

    summary: of `customer_summary`; buying, spending: fitted; rate: 0 or a Discount; margin: share of
    the amount, at most 1. Returns a DataFrame of customer, probability_alive, expected_purchases, discounted_purchases, and with
    spending expected_amount and value = margin x amount x discounted purchases, in the unit of the amounts.
    Raises InvalidInput for a negative horizon, a rate without its period or a margin above 1 at once, for impossible
    histories when it is read.
    Assumes: as the models.
    Misleads when: read as what will be realised: intervals come from `agora_analytics.lifetime.lifetime_value`.
    Source: as the models; Fader, Hardie, Lee (2005), JMR 42(4).

    >>> ahead = customers_ahead(summary, BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426), horizon=39)  # doctest: +SKIP
    >>> [round(row.probability_alive, 3) for row in ahead.orderBy("customer").collect()]  # doctest: +SKIP
    [1.0, 0.686]
    """
    buying.discounted_expected_transactions(rate, [0], [0.0], [1.0], horizon=horizon)
    share = checked_margin(margin)

    def expect(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            who, count, recency, age, mean = (np.array(column) for column in _columns(pa.table(batch)))
            ahead = buying.discounted_expected_transactions(rate, count, recency, age, horizon=horizon)
            made: dict[str, Floats] = {
                "customer": who,
                "probability_alive": buying.probability_alive(count, recency, age),
                "expected_purchases": buying.expected_purchases(horizon, count, recency, age),
                "discounted_purchases": ahead,
            }
            if spending is not None:
                amount = spending.expected_amount(count, mean)
                made |= {"expected_amount": amount, "value": share * amount * ahead}
            yield from pa.table(made).to_batches()

    money = ", expected_amount double, value double" if spending is not None else ""
    return in_arrow(summary.select("customer", *_HISTORY, "mean_amount"), expect, AHEAD + money)


def _gathered(batches: Iterator[pa.RecordBatch]) -> pa.Table:
    found = list(batches)
    return pa.Table.from_batches(found) if found else pa.table({})


def _columns(table: pa.Table) -> list[Any]:
    for name in table.column_names:
        if table[name].null_count:
            raise InvalidInput("holds nulls; leave such rows out or mend them", column=name)
    return [table[name].to_numpy() for name in table.column_names]


def _days(transactions: DataFrame) -> Column:
    """Days as the local function counts them: dates and moments since 1970."""
    from pyspark.sql import functions as F
    from pyspark.sql import types as T

    kind, time = transactions.schema["time"].dataType, F.col("time")
    if isinstance(kind, T.DateType):
        return F.unix_date(time).cast("double").alias("time")
    if isinstance(kind, T.TimestampType | T.TimestampNTZType):
        return (F.unix_micros(time.cast("timestamp")).cast("double") / F.lit(86_400e6)).alias("time")
    return time.cast("double").alias("time")


def _as_days(moment: Any) -> float:
    if isinstance(moment, int | float | np.integer | np.floating):
        return float(moment)
    return float(np.asarray(moment, dtype="datetime64[us]").astype(np.int64)) / 86_400e6
