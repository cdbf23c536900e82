"""The part of a cluster that needs no cluster: rows of a partition in, entries and accounts out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.spark.packing import EXPOSURES, SALES, packed, received
from agora_analytics.spark.parts import Terms, accounts_of, entries_of, summed
from agora_analytics.value import Incrementality, Rule

TERMS = Terms(Rule.LINEAR, Incrementality.of(1.0), horizon=60.0, half_life=7.0, session=np.inf)
SALE = {"sale": pa.int64(), "buyer": pa.int32(), "time": pa.float64(), "margin_minor": pa.int64(),
        "base_rate": pa.float64(), "refund_of": pa.int64(), "account": pa.int32()}  # fmt: skip
EXPOSURE = {"exposure": pa.int64(), "buyer": pa.int32(), "author": pa.int32(), "content": pa.int64(),
            "time": pa.float64(), "kind": pa.int64()}  # fmt: skip


def sale(id: int, buyer: int | None, margin: int, **more: Any) -> dict[str, Any]:
    made = {"sale": id, "buyer": buyer, "time": 10.0, "margin_minor": margin}
    return made | {"base_rate": np.nan, "refund_of": -1, "account": 0} | more


def exposure(id: int, buyer: int, author: int | None, **more: Any) -> dict[str, Any]:
    return {"exposure": id, "buyer": buyer, "author": author, "content": 7, "time": 9.0, "kind": 0} | more


HERE = np.array([5], dtype=np.int32)


def batches(*rows: dict[str, Any], labels: Any = HERE) -> Any:
    for row in rows:
        shape, kinds = (SALES, SALE) if "sale" in row else (EXPOSURES, EXPOSURE)
        yield from packed(iter([pa.RecordBatch.from_pylist([row], schema=pa.schema(kinds))]), shape, labels)


def accounts(*rows: dict[str, Any], terms: Terms = TERMS) -> dict[int, dict[str, Any]]:
    table = pa.Table.from_batches(summed(accounts_of(received(batches(*rows)), terms, HERE)))
    return {row.pop("person"): row for row in table.to_pylist()}


def test_accounts_carry_the_codes_of_persons_outside() -> None:
    made = accounts(sale(8, 900, 100), exposure(3, 900, 40), exposure(4, 900, -1, content=8))
    assert made[900]["own"] == 100
    assert made[900]["received"] == 100
    assert made[40]["given"] == made[40]["given_purchase"] == 50
    assert made[-1]["given"] == 50
    assert sum(row["net"] for row in made.values()) == 100


def test_entries_carry_the_ids_outside_with_the_own_part_first() -> None:
    rows = pa.Table.from_batches(entries_of(received(batches(exposure(33, 5, 4), sale(8, 5, 100))), TERMS)).to_pylist()
    assert [(row["sale"], row["place"], row["exposure"], row["author"]) for row in rows] == [(8, -1, None, None), (8, 0, 33, 4)]  # fmt: skip  # noqa: E501
    assert [row["amount_minor"] for row in rows] == [0, 100]


def test_rows_of_a_buyer_travel_together_and_those_of_nobody_with_their_refunds() -> None:
    sold = [sale(id, id % 7, 100) for id in range(40)] + [sale(id, -1, 100) for id in range(40, 80)]
    back = [sale(100 + id, -1, -100, refund_of=id) for id in range(40, 80)]
    labels = np.array([11, 22, 33], dtype=np.int32)
    where: dict[tuple[str, int], set[int]] = {}
    for batch in batches(*sold, *back, labels=labels):
        for label, stream in zip(batch["part"].to_pylist(), batch["rows"].to_pylist(), strict=True):
            for row in pa.ipc.open_stream(stream).read_all().to_pylist():
                alone = row["sale"] if row["refund_of"] == -1 else row["refund_of"]
                key = ("nobody", alone) if row["buyer"] == -1 else ("buyer", row["buyer"])
                where.setdefault(key, set()).add(label)
    assert len(where) == 7 + 40
    assert all(len(labels_met) == 1 for labels_met in where.values())
    assert set().union(*where.values()) == {11, 22, 33}


def test_a_partition_without_rows_gives_none() -> None:
    assert list(accounts_of([], TERMS, HERE)) == []
    assert list(summed(iter([]))) == []
    assert list(entries_of([], TERMS)) == []


def test_equal_rows_keep_the_order_of_their_ids_however_the_shuffle_brings_them() -> None:
    rows = [sale(1, 5, 100), exposure(50, 5, 4), exposure(9, 5, 4), exposure(70, 5, 4)]
    for order in (rows, rows[::-1]):
        table = pa.Table.from_batches(entries_of(received(batches(*order)), TERMS))
        assert table["exposure"].to_pylist() == [None, 70]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([sale(4, 1, 10), sale(6, 1, -10, refund_of=5)], "refund_of: sale 6: points at no row"),
        ([sale(6, 1, -10, refund_of=99)], "refund_of: sale 6: points at no row"),
        ([sale(4, 1, 10), sale(4, 1, 10)], "sale: sale 4 is there twice"),
        ([exposure(12, 1, None)], "author: exposure 12: is null"),
        ([exposure(12, 1, -2)], "author: exposure 12: code is negative"),
        ([sale(4, 1, 10, time=np.nan)], "time: sale 4: nan is not a finite number"),
        ([sale(4, 1, 10, base_rate=-1.0)], "base_rate: sale 4: a purchase rate is at least 0"),
        ([exposure(12, 1, 2, kind=None)], "kind: exposure 12: is null"),
        ([sale(4, 1, None)], "margin_minor: sale 4: is null"),  # type: ignore[arg-type]
    ],
)
def test_impossible_rows_are_named_by_their_ids(rows: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{why}"):
        accounts(*rows)


def test_the_sums_of_a_person_meet_again_however_many_parts_they_come_from() -> None:
    labels = np.array([1, 2, 3], dtype=np.int32)
    parts = [[sale(n, n, 100), exposure(n, n, 40), exposure(50 + n, n, 41)] for n in (6, 7, 8)]
    sent = [batch for part in parts for batch in accounts_of(received(batches(*part)), TERMS, labels)]
    rows: list[dict[str, Any]] = []
    for label in labels:
        here = [batch.filter(pa.compute.equal(batch["part"], int(label))) for batch in sent]
        rows += pa.Table.from_batches(summed(iter(here))).to_pylist()
    assert sorted(row["person"] for row in rows) == [-1, 6, 7, 8, 40, 41]
    assert {row["person"]: row["given"] for row in rows if row["given"]} == {40: 150, 41: 150}


@pytest.mark.parametrize(
    ("column", "kind", "value", "why"),
    [
        ("margin_minor", pa.float64(), 12.5, "margin_minor: Float value 12.500000 was truncated"),
        ("time", pa.timestamp("us"), 0, "time: Unsupported cast"),
        ("buyer", pa.int64(), 2**40, "buyer: Integer value 1099511627776 not in range"),
    ],
)
def test_columns_that_would_lose_something_in_their_kind_are_refused(
    column: str, kind: pa.DataType, value: Any, why: str
) -> None:
    rows = pa.RecordBatch.from_pylist([sale(4, 1, 10) | {column: value}], schema=pa.schema(SALE | {column: kind}))
    with pytest.raises(InvalidInput, match=f"^{why}"):
        list(packed(iter([rows]), SALES, HERE))


def test_the_hazard_rule_asks_for_base_rates_here_too() -> None:
    terms = Terms(Rule.HAZARD, TERMS.incrementality, horizon=60.0, half_life=7.0, session=np.inf)
    with pytest.raises(InvalidInput, match=r"^base_rate"):
        accounts(sale(4, 1, 10), terms=terms)
    assert accounts(sale(4, 1, 10, base_rate=0.5), terms=terms)[1]["own"] == 10
