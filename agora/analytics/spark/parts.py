"""The ledger of a part of the buyers: rows as Spark hands them over, into the pure function, and back. No Spark here.

Each travels as the bytes of an Arrow stream, sales and exposures in streams of their own, with the columns that are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from agora.analytics.arrays import Bools, Ints
from agora.analytics.errors import InvalidInput
from agora.analytics.value import (
    FIRM,
    NO_SALE,
    UNKNOWN_BUYER,
    Account,
    Exposures,
    Incrementality,
    Ledger,
    Rule,
    Sales,
    allocate,
)

_BATCH = 131_072
_SPLIT = tuple(f"given_{account.name.lower()}" for account in Account)
# Columns that may be absent, and what they then hold.
_OTHERWISE = {
    "sale": {"base_rate": np.nan, "refund_of": NO_SALE, "account": int(Account.PURCHASE), "counted": True},
    "exposure": {"strength": 1.0, "decay": 0.0, "kind": 0},
}
_NONE = {
    "sale": pa.schema({"sale": pa.int64(), "buyer": pa.int32(), "time": pa.float64(), "margin_minor": pa.int64()}),
    "exposure": pa.schema(
        {"exposure": pa.int64(), "buyer": pa.int32(), "author": pa.int32(), "content": pa.int64(), "time": pa.float64()}
    ),
}
PACKED = "part int, rows binary"
MONEY = ("own", "given", "received", "net", "gross", *_SPLIT)
ACCOUNTS = "person int, " + ", ".join(f"{name} long" for name in MONEY)
ENTRIES = (
    "sale long, place int, buyer int, account byte, exposure long, author int, content long, kind short, "
    "weight double, amount_minor long"
)


@dataclass(frozen=True)
class Terms:
    """What `allocate` is asked, beside the rows."""

    rule: Rule
    incrementality: Incrementality
    horizon: float
    half_life: float
    session: float


@dataclass(frozen=True)
class Part:
    """The rows of some buyers; codes of persons are numbered anew, in the same order, so that accounts stay small."""

    sales: Sales
    exposures: Exposures
    sale: Ints  # (sales,) their ids, ascending
    exposure: Ints  # (exposures,) their ids, ascending
    counted: Bools  # (sales,)
    person: Ints  # (persons,) the codes they have outside

    def ledger(self, terms: Terms, *, entries: bool) -> Ledger:
        """The ledger of these buyers by the function of the library."""
        return allocate(
            self.sales, self.exposures, rule=terms.rule, incrementality=terms.incrementality, horizon=terms.horizon,
            half_life=terms.half_life, session=terms.session, people=self.person.size, include=self.counted,
            entries=entries,
        )  # fmt: skip


def packed(batches: Iterator[pa.RecordBatch], labels: NDArray[np.int32]) -> Iterator[pa.RecordBatch]:
    """The rows of each batch by where their buyer belongs, as the bytes of an Arrow stream beside the label of the place.

    Sales without a buyer would all meet in one place; each goes with its refunds instead.
    """
    for batch in batches:
        buyer = batch["buyer"].fill_null(0).to_numpy()
        place = np.where(buyer == UNKNOWN_BUYER, _alone(batch), buyer) % labels.size
        # Small numbers are sorted by counting.
        order = np.argsort(place.astype(np.min_scalar_type(labels.size)), kind="stable")
        cuts = np.append(0, np.cumsum(np.bincount(place, minlength=labels.size)))
        rows = batch.take(pa.array(order))
        here = np.flatnonzero(np.diff(cuts))
        streams = [_stream(rows.slice(cuts[part], cuts[part + 1] - cuts[part])) for part in here]
        yield pa.record_batch({"part": labels[here], "rows": pa.array(streams, pa.binary())})


def _alone(batch: pa.RecordBatch) -> Ints:
    """The sale that each row is about, its own or the one it refunds; exposures have none."""
    if "sale" not in batch.schema.names:
        return np.zeros(batch.num_rows, dtype=np.int64)
    sale: Ints = batch["sale"].fill_null(0).to_numpy()
    if "refund_of" not in batch.schema.names:
        return sale
    refunded = batch["refund_of"].to_numpy()
    return np.where(refunded == NO_SALE, sale, refunded)


def _stream(rows: pa.RecordBatch) -> bytes:
    made = pa.BufferOutputStream()
    with pa.ipc.new_stream(made, rows.schema) as stream:
        stream.write_batch(rows)
    taken: bytes = made.getvalue().to_pybytes()
    return taken


def entries_of(batches: Iterator[pa.RecordBatch], terms: Terms) -> Iterator[pa.RecordBatch]:
    """The entries of the buyers of one partition: per sale its own part (place -1), then one row per content met."""
    part = _part(batches)
    if part is None:
        return
    sales, lines = part.ledger(terms, entries=True).opened()
    place = np.arange(lines.sale.size) - lines.start[lines.sale]
    code = np.append(part.person, -1)
    yield from _batches(
        {
            "sale": part.sale,
            "place": np.full(sales.size, -1, dtype=np.int32),
            "buyer": code[sales.buyer].astype(np.int32),
            "account": sales.account,
            "exposure": pa.nulls(sales.size, pa.int64()),
            "author": pa.nulls(sales.size, pa.int32()),
            "content": pa.nulls(sales.size, pa.int64()),
            "kind": pa.nulls(sales.size, pa.int16()),
            "weight": lines.own_weight,
            "amount_minor": lines.own_minor,
        }
    )
    yield from _batches(
        {
            "sale": part.sale[lines.sale],
            "place": place.astype(np.int32),
            "buyer": code[sales.buyer[lines.sale]].astype(np.int32),
            "account": sales.account[lines.sale],
            "exposure": part.exposure[lines.exposure],
            "author": code[lines.author].astype(np.int32),
            "content": lines.content,
            "kind": lines.kind,
            "weight": lines.weight,
            "amount_minor": lines.amount_minor,
        }
    )


def accounts_of(batches: Iterator[pa.RecordBatch], terms: Terms) -> Iterator[pa.RecordBatch]:
    """What the buyers of one partition add to everybody's accounts; the person -1 is nobody's buyer and the firm."""
    part = _part(batches)
    if part is None:
        return
    made = part.ledger(terms, entries=False)
    split = dict(zip(_SPLIT, made.given_by_account.T, strict=True))
    sums: dict[str, Ints] = {name: getattr(made, name) for name in MONEY[:5]} | split
    moved = np.flatnonzero(np.any([column != 0 for column in sums.values()], axis=0))
    money = {name: column[moved] for name, column in sums.items()}
    yield from _batches({"person": part.person[moved].astype(np.int32)} | money)
    nobody = {name: np.zeros(1, dtype=np.int64) for name in MONEY[:5]}
    nobody |= {"own": np.array([made.unknown]), "given": np.array([made.firm])}
    nobody["net"] = nobody["own"] + nobody["given"]
    unsplit = {name: pa.nulls(1, pa.int64()) for name in _SPLIT}
    yield from _batches({"person": np.array([FIRM], dtype=np.int32)} | nobody | unsplit)


def _part(batches: Iterator[pa.RecordBatch]) -> Part | None:
    """The rows of a partition as records, in the order of their ids: that of the shuffle is nobody's."""
    streams = [stream.as_buffer() for batch in batches for stream in batch["rows"]]
    if not streams:
        return None
    tables = [pa.ipc.open_stream(stream).read_all() for stream in streams]
    bought, met = (_columns(name, [table for table in tables if name in table.column_names]) for name in _OTHERWISE)
    person, (buyer, reader, author) = _numbered([bought["buyer"], met["buyer"], met["author"]])
    sale, exposure = bought["sale"], met["exposure"]
    with _told_by("sale", sale):
        rate = bought["base_rate"]
        given = ~np.isnan(rate)
        sales = Sales.of(
            buyer, time=bought["time"], margin_minor=bought["margin_minor"], base_rate=np.where(given, rate, 0.0),
            refund_of=_rows_refunded(sale, bought["refund_of"]), account=bought["account"],
        )  # fmt: skip
        # The record holds NaN where no rate was given.
        sales.base_rate[~given] = np.nan
    with _told_by("exposure", exposure):
        exposures = Exposures.of(
            reader, author=author, content=met["content"], time=met["time"], strength=met["strength"],
            decay=met["decay"], kind=met["kind"],
        )  # fmt: skip
    return Part(sales, exposures, sale, exposure, bought["counted"], person)


def _columns(name: str, tables: list[pa.Table]) -> dict[str, NDArray[Any]]:
    """The rows of sales or of exposures in the order of their ids: that of the shuffle is nobody's."""
    rows = pa.concat_tables(tables) if tables else _NONE[name].empty_table()
    _refuse_nulls(name, rows)
    column = {each: rows[each].to_numpy() for each in rows.column_names}
    order = np.argsort(column[name], kind="stable")  # they come in runs, which sorting by merging takes as they are
    column = {each: values[order] for each, values in column.items()}
    return {each: np.full(order.size, value) for each, value in _OTHERWISE[name].items()} | column


def _refuse_nulls(name: str, rows: pa.Table) -> None:
    for column in rows.column_names:
        if rows[column].null_count:
            row = int(np.flatnonzero(rows[column].is_null().to_numpy())[0])
            raise InvalidInput(f"{name} {rows[name][row].as_py()}: is null", column=column)


def _numbered(columns: list[NDArray[Any]]) -> tuple[Ints, list[NDArray[Any]]]:
    """Person codes counted anew without gaps, in their order; negative ones stay as they are."""
    top = max((int(codes.max(initial=-1)) for codes in columns), default=-1)
    there = np.zeros(top + 1, dtype=np.bool_)
    for codes in columns:
        there[codes[codes >= 0]] = True
    person = np.flatnonzero(there)
    number = np.zeros(max(top + 1, 1), dtype=np.int32)
    number[person] = np.arange(person.size)
    return person, [np.where(codes < 0, codes, number[np.maximum(codes, 0)]) for codes in columns]


def _rows_refunded(sale: Ints, refunded: Ints) -> Ints:
    """Ids of refunded sales as rows; a sale that is not there becomes a row that cannot be, for `Sales` to refuse."""
    if np.any(sale[1:] == sale[:-1]):
        twice = int(sale[np.flatnonzero(sale[1:] == sale[:-1])[0]])
        raise InvalidInput(f"sale {twice} is there twice; an id names one sale or refund", column="sale")
    row = np.searchsorted(sale, refunded)
    found = sale[np.minimum(row, sale.size - 1)] == refunded if sale.size else np.zeros(0, dtype=np.bool_)
    return np.where(refunded == NO_SALE, NO_SALE, np.where(found, row, sale.size))


@contextmanager
def _told_by(name: str, ids: Ints) -> Iterator[None]:
    """Errors name the sale or exposure by its id: its row in this partition means nothing to anybody."""
    try:
        yield
    except InvalidInput as wrong:
        if wrong.row is None:
            raise
        why = str(wrong).split(": ", 1)[-1]
        raise InvalidInput(f"{name} {ids[wrong.row]}: {why}", column=wrong.column) from wrong


def _batches(columns: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    yield from pa.table(columns).to_batches(max_chunksize=_BATCH)
