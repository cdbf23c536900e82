"""The ledger of a part of the buyers: rows as Spark hands them over, into the pure function, and back. No Spark here.

Sales and exposures travel as one kind of row, so that one shuffle brings together what belongs together:

| column | sale | exposure |
|---|---|---|
| mark | 1, or 2 where it does not enter the accounts | 0 |
| id | sale | exposure |
| buyer, time | buyer, time | buyer, time |
| code | account | author |
| what | margin_minor | content |
| rate | base_rate | strength |
| decay | 0 | decay |
| link | refund_of | kind |
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

EXPOSURE, SALE, UNCOUNTED = 0, 1, 2
_BATCH = 131_072
_SPLIT = tuple(f"given_{account.name.lower()}" for account in Account)
# What sales and exposures call the columns they share.
_TOLD = {
    "id": ("sale", "exposure"),
    "code": ("account", "author"),
    "what": ("margin_minor", "content"),
    "rate": ("base_rate", "strength"),
    "link": ("refund_of", "kind"),
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
        column = {name: batch[name].fill_null(0).to_numpy() for name in ("id", "buyer", "link")}
        alone = np.where(column["link"] == NO_SALE, column["id"], column["link"])
        place = np.where(column["buyer"] == UNKNOWN_BUYER, alone, column["buyer"]) % labels.size
        order = np.argsort(place, kind="stable")
        cuts = np.searchsorted(place[order], np.arange(labels.size + 1))
        rows = batch.take(pa.array(order))
        here = np.flatnonzero(np.diff(cuts))
        streams = [_stream(rows.slice(cuts[part], cuts[part + 1] - cuts[part])) for part in here]
        yield pa.record_batch({"part": labels[here], "rows": pa.array(streams, pa.binary())})


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
    rows = pa.concat_tables([pa.ipc.open_stream(stream).read_all() for stream in streams])
    _refuse_nulls(rows)
    column = {name: rows[name].to_numpy() for name in rows.column_names}
    mark = column["mark"]
    bought, met = (_by_id(column["id"], np.flatnonzero(chosen)) for chosen in (mark != EXPOSURE, mark == EXPOSURE))
    people = [column["buyer"][bought], column["buyer"][met], column["code"][met]]
    person, (buyer, reader, author) = _numbered(people)
    sale, exposure = column["id"][bought], column["id"][met]
    with _told_by("sale", sale):
        rate = column["rate"][bought]
        given = ~np.isnan(rate)
        sales = Sales.of(
            buyer, time=column["time"][bought], margin_minor=column["what"][bought],
            base_rate=np.where(given, rate, 0.0), refund_of=_rows_refunded(sale, column["link"][bought]),
            account=column["code"][bought],
        )  # fmt: skip
        # The record holds NaN where no rate was given.
        sales.base_rate[~given] = np.nan
    with _told_by("exposure", exposure):
        exposures = Exposures.of(
            reader, author=author, content=column["what"][met], time=column["time"][met],
            strength=column["rate"][met], decay=column["decay"][met], kind=column["link"][met],
        )  # fmt: skip
    return Part(sales, exposures, sale, exposure, mark[bought] == SALE, person)


def _refuse_nulls(rows: pa.Table) -> None:
    for name in rows.column_names:
        if rows[name].null_count:
            row = rows.slice(int(np.flatnonzero(rows[name].is_null().to_numpy())[0]), 1)
            met = int(row["mark"][0].as_py() == EXPOSURE)
            raise InvalidInput(
                f"{('sale', 'exposure')[met]} {row['id'][0].as_py()}: is null",
                column=_TOLD.get(name, (name, name))[met],
            )


def _by_id(ids: Ints, rows: Ints) -> Ints:
    """Rows in the order of their ids; they come in runs, which sorting by merging takes as they are."""
    ordered: Ints = rows[np.argsort(ids[rows], kind="stable")]
    return ordered


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
