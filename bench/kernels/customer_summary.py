"""Frequency, recency, age and mean amount of every customer from ten million purchases, against pandas and polars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from agora_analytics.arrays import Floats, Ints
from agora_analytics.lifetime import CustomerSummary, customer_summary

from .figure import Figure, seconds

ROWS, CUSTOMERS, END = 10_000_000, 1_000_000, 730.0
PANDAS, POLARS = 4.0, 1.0


def purchases(*, scattered: bool) -> tuple[Ints, Floats, Floats]:
    """Two years of purchases in the order of time; customers numbered from 0, or by scattered 64-bit codes."""
    rng = np.random.default_rng(1)
    customer = np.minimum(rng.gamma(0.8, CUSTOMERS / 3, ROWS), CUSTOMERS - 1).astype(np.int64)
    if scattered:
        customer = rng.integers(0, 2**62, CUSTOMERS)[customer]
    return customer, np.sort(rng.uniform(0, END, ROWS)), rng.gamma(2.0, 20.0, ROWS).round(2)


def with_pandas(customer: Ints, time: Floats, amount: Floats) -> Any:
    import pandas as pd

    rows = pd.DataFrame({"customer": customer, "day": np.floor(time), "amount": amount})
    days = rows.groupby(["customer", "day"], as_index=False)["amount"].sum()
    days["later"] = days["amount"].where(days["customer"].duplicated(), 0.0)
    made = days.groupby("customer").agg(
        first=("day", "min"), last=("day", "max"), days=("day", "size"), later=("later", "sum")
    )
    made["frequency"] = made["days"] - 1
    made["recency"], made["age"] = (made["last"] - made["first"]) / 7, (END - made["first"]) / 7
    made["mean_amount"] = (made["later"] / made["frequency"].where(made["frequency"] > 0)).fillna(0.0)
    return made[made["first"] < END].sort_index()


def with_polars(customer: Ints, time: Floats, amount: Floats) -> Any:
    import polars as pl

    rows = pl.LazyFrame({"customer": customer, "time": time, "amount": amount})
    days = rows.group_by("customer", pl.col("time").floor().alias("day")).agg(pl.col("amount").sum())
    first, repeats = pl.col("day").min(), pl.len() - 1
    later = pl.col("amount").filter(pl.col("day") > pl.col("day").min()).sum()
    made = days.group_by("customer").agg(
        first.alias("first"),
        repeats.alias("frequency"),
        ((pl.col("day").max() - first) / 7).alias("recency"),
        ((END - first) / 7).alias("age"),
        pl.when(repeats > 0).then(later / repeats).otherwise(0.0).alias("mean_amount"),
    )
    return made.filter(pl.col("first") < END).sort("customer").collect()


def same(ours: CustomerSummary, theirs: Any) -> bool:
    """Whether two summaries hold the same figures, row by row."""
    return len(theirs) == ours.customer.size and all(
        np.allclose(getattr(ours, name), theirs[name].to_numpy(), rtol=1e-9, atol=1e-9)
        for name in ("frequency", "recency", "age", "mean_amount")
    )


def figures() -> list[Figure]:
    """Both peers on codes from 0, and on scattered codes; every answer is compared with ours."""
    made = []
    peers: tuple[tuple[str, Callable[..., Any], float], ...] = (
        ("pandas groupby", with_pandas, PANDAS),
        ("polars group_by", with_polars, POLARS),
    )
    for scattered in (False, True):
        columns = purchases(scattered=scattered)
        ours, mine = seconds(lambda columns=columns: customer_summary(*columns, end=END, unit="week"), rounds=3)
        for name, peer, reach in peers:
            theirs, found = seconds(lambda columns=columns, peer=peer: peer(*columns), rounds=2)
            agree = same(mine, found)
            work = f"customer summary, {ROWS:,} purchases, {'scattered' if scattered else 'dense'} codes"
            note = f"{mine.customer.size:,} customers; {'the same figures' if agree else 'DIFFERENT FIGURES'}"
            made.append(Figure(work, name, ours, theirs, f">= {reach:.0f}", agree and theirs / ours >= reach, note))
    return made
