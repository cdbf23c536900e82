"""Frames go in as they are and come out under one's own ids; neither pandas nor polars is needed for the rest."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Ids, days
from agora_analytics.lifetime import BetaGeo, Discount, GammaGamma, customer_summary, lifetime_value
from agora_analytics.value import Exposures, Sales, allocate, customer_social_value

pandas = pytest.importorskip("pandas", reason="FRAMES NOT TESTED: pandas is absent, bin/setup dev")
polars = pytest.importorskip("polars", reason="FRAMES NOT TESTED: polars is absent, pip install polars")

WHO = ["bo", "ann", "ann", "bo", "cy", "ann"]
WHEN = ["2026-01-05", "2026-01-01", "2026-01-15", "2026-02-02", "2026-01-20", "2026-01-15"]
PAID = [10.0, 99.0, 4.0, 6.0, 7.0, 5.0]
PANDAS, POLARS, ARROW = (
    (frame["who"], frame["when"], frame["paid"])
    for frame in (
        pandas.DataFrame({"who": WHO, "when": pandas.to_datetime(WHEN), "paid": PAID}, index=list("uvwxyz")),
        polars.DataFrame({"who": WHO, "when": WHEN, "paid": PAID}).with_columns(polars.col("when").str.to_date()),
        pa.table({"who": WHO, "when": pa.array(WHEN).cast(pa.date32()), "paid": PAID}),
    )
)
LISTS = (WHO, WHEN, PAID)


@pytest.mark.parametrize("columns", [LISTS, PANDAS, POLARS, ARROW], ids=["lists", "pandas", "polars", "pyarrow"])
def test_a_summary_reads_texts_and_dates_of_any_frame(columns: tuple[Any, Any, Any]) -> None:
    made = customer_summary(*columns, end="2026-02-12", unit="day")
    assert made.customer.tolist() == ["ann", "bo", "cy"]
    assert made.frequency.tolist() == [1, 1, 0]
    assert made.recency.tolist() == [14.0, 28.0, 0.0]
    assert made.age.tolist() == [42.0, 38.0, 23.0]
    assert made.mean_amount.tolist() == [9.0, 6.0, 0.0]


def test_a_summary_leaves_as_any_frame_under_ones_own_ids() -> None:
    made = customer_summary(*LISTS, end=date(2026, 2, 12), unit="week")
    assert made.to_pandas().loc["bo", "recency"] == 4.0
    assert made.to_polars().row(0, named=True)["customer"] == "ann"
    assert made.to_arrow().column("age").to_pylist() == [6.0, 38 / 7, 23 / 7]
    keys = [uuid.UUID(int=n) for n in (3, 1)]
    assert customer_summary(keys, [1.0, 2.0], end=9.0, unit="day").to_pandas().index.tolist() == keys[::-1]


def test_models_and_values_take_a_summary_or_a_frame_whole_and_answer_under_its_ids() -> None:
    made = customer_summary(*LISTS, end="2026-02-12", unit="week")
    law, spend = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    renamed = made.to_pandas().rename(columns={"age": "T", "mean_amount": "monetary_value"})  # as lifetimes has them
    by_hand = law.probability_alive(made.frequency, made.recency, made.age).tolist()
    for whole in (made, made.to_pandas(), made.to_polars(), made.to_arrow(), renamed):
        assert law.probability_alive(whole).tolist() == by_hand
        value = lifetime_value(law, spend, whole, margin=0.3, rate=Discount.yearly(0.15, unit="week"), draws=4)
        assert value.to_pandas().index.tolist() == ["ann", "bo", "cy"]
    with pytest.raises(InvalidInput, match=r"^age: DataFrame has no such column"):
        law.fit(made.to_pandas().drop(columns="age"))
    with pytest.raises(InvalidInput, match="give frequency, recency and age"):
        law.fit([1, 0], [2.0, 0.0])


def test_people_by_their_own_ids_go_through_the_ledger_and_out_again() -> None:
    people = Ids.of(["ann", "bo"], pandas.Series(["cy", None]))
    sales = Sales.of(
        people.codes(["ann", None]), time=["2026-01-09", "2026-01-10"], margin_minor=[100, 7], base_rate=0.01
    )
    met = Exposures.of(
        people.codes(["ann"]), author=people.codes(["cy"]), content=[0], time=pandas.to_datetime(["2026-01-08"])
    )
    value = customer_social_value(allocate(sales, met, people=people.size), draws=5)
    table = value.to_pandas(people)
    assert table.loc["cy", "given"] == value.given[2] > 0
    assert value.to_polars(people)["id"].to_list() == ["ann", "bo", "cy"]
    with pytest.raises(InvalidInput, match=r"ids: expected one for each of 3 rows"):
        value.to_arrow(["ann"])


NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
HERE = [
    [NOON], [NOON.astimezone(timezone(timedelta(hours=9)))], ["2026-01-02T12:00:00Z"], ["2026-01-02 21:00:00+09:00"],
    ["2026-01-02T12:00"], np.array(["2026-01-02T12"], dtype="datetime64[h]"), [NOON.replace(tzinfo=None)],
    pandas.to_datetime(["2026-01-02 21:00+09:00"]), pandas.Series([pandas.Timestamp("2026-01-02 12:00", tz="UTC")]),
    polars.Series([NOON.replace(tzinfo=None)]).dt.replace_time_zone("Asia/Tokyo").dt.offset_by("9h"),
    pa.array([NOON]), pa.chunked_array([[NOON]]), [20455.5], pandas.Series([20455.5]),
]  # fmt: skip


@pytest.mark.parametrize("moments", HERE)
def test_a_moment_is_the_same_however_it_is_written(moments: Any) -> None:
    assert days(moments).tolist() == [20455.5]


@pytest.mark.parametrize(
    ("moments", "message"),
    [
        (["2026-01-01", "soon"], "time, row 1: .*soon.* neither a number of days nor a moment"),
        ([date(2026, 1, 1), None], "time, row 1: no date"),
        ([date(2026, 1, 1), 5], "time, row 1: "),
        (pandas.Series([pandas.Timestamp("2026-01-01"), pandas.NaT]), "time, row 1: no date"),
        ([1.0, float("nan")], "time, row 1: "),
    ],
)
def test_what_is_no_moment_is_refused_by_its_row(moments: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        days(moments)


def test_a_purchase_of_nobody_is_refused_with_the_cure() -> None:
    for nobody in (None, float("nan"), pandas.NA):
        with pytest.raises(InvalidInput, match="customer, row 1: no id; leave purchases of nobody known out"):
            customer_summary(["ann", nobody], [1.0, 2.0], end=9.0, unit="day")


def test_ids_of_kinds_without_an_order_stay_in_the_order_they_come_in() -> None:
    people = Ids.of(["ann", 7], [(1, 2)])
    assert people.codes([(1, 2), 7, "ann", "7"]).tolist() == [2, 1, 0, -1]
    with pytest.raises(InvalidInput, match="ids, row 0: list cannot name anybody"):
        Ids.of([["ann"]])


def test_neither_pandas_nor_polars_nor_pyarrow_is_loaded_unasked() -> None:
    code = "import sys, agora_analytics.lifetime as l; l.customer_summary(['a', 'b'], ['2026-01-01'] * 2, end=21000.0, unit='day')"
    asked = "; print(sorted({'pandas', 'polars', 'pyarrow', 'matplotlib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
