"""The ledger of a part of the buyers: rows as Spark hands them over, into the pure function, and back. No Spark here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from agora_analytics.arrays import Bools, Ints
from agora_analytics.errors import InvalidInput
from agora_analytics.spark.packing import EXPOSURES, SALES, Labels, Shape, received, sent
from agora_analytics.value import (
    FIRM,
    NO_SALE,
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
    sale: Ints  # (sales,) their ids
    exposure: Ints  # (exposures,) their ids
    counted: Bools  # (sales,)
    person: Ints  # (persons,) the codes they have outside

    def ledger(self, terms: Terms, *, entries: bool) -> Ledger:
        """The ledger of these buyers by the function of the library."""
        return allocate(
            self.sales, self.exposures, rule=terms.rule, incrementality=terms.incrementality, horizon=terms.horizon,
            half_life=terms.half_life, session=terms.session, people=self.person.size, include=self.counted,
            entries=entries,
        )  # fmt: skip


def entries_of(tables: list[pa.Table], terms: Terms) -> Iterator[pa.RecordBatch]:
    """The entries of the buyers of one partition: per sale its own part (place -1), then one row per content met."""
    part = _part(tables)
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


def accounts_of(tables: list[pa.Table], terms: Terms, labels: Labels) -> Iterator[pa.RecordBatch]:
    """What the buyers of one part add to everybody's accounts, packed by person; -1 is nobody's buyer and the firm."""
    part = _part(tables)
    if part is None:
        return
    made = part.ledger(terms, entries=False)
    split = dict(zip(_SPLIT, made.given_by_account.T, strict=True))
    sums: dict[str, Ints] = {name: getattr(made, name) for name in MONEY[:5]} | split
    moved = np.flatnonzero(np.any([column != 0 for column in sums.values()], axis=0))
    person = part.person[moved].astype(np.int32)
    yield sent(
        pa.record_batch({"person": person} | {name: column[moved] for name, column in sums.items()}), person, labels
    )
    firm = np.array([FIRM], dtype=np.int32)
    nobody = {name: np.zeros(1, dtype=np.int64) for name in MONEY[:5]}
    nobody |= {"own": np.array([made.unknown]), "given": np.array([made.firm])}
    nobody["net"] = nobody["own"] + nobody["given"]
    unsplit = {name: pa.nulls(1, pa.int64()) for name in _SPLIT}
    yield sent(pa.record_batch({"person": firm} | nobody | unsplit), firm, labels)


def summed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The accounts of the persons of one part: what all parts of the buyers add to them."""
    tables = received(batches)
    if tables:
        sums = (
            pa.concat_tables(tables).group_by("person", use_threads=False).aggregate([(name, "sum") for name in MONEY])
        )
        yield from _batches({"person": sums["person"]} | {name: sums[f"{name}_sum"] for name in MONEY})


def _part(tables: list[pa.Table]) -> Part | None:
    """The rows of a partition as records, those of a buyer in the order of their ids: that of the shuffle is nobody's."""
    if not tables:
        return None
    bought, met = (
        _columns(shape, [table for table in tables if shape.id in table.column_names]) for shape in (SALES, EXPOSURES)
    )
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


def _columns(shape: Shape, tables: list[pa.Table]) -> dict[str, NDArray[Any]]:
    """The rows of sales or of exposures, those of a buyer in the order of their ids."""
    rows = pa.concat_tables(tables) if tables else shape.columns.empty_table()
    _refuse_nulls(shape.id, rows)
    column = {each: rows[each].to_numpy() for each in rows.column_names}
    if not _in_order(column["buyer"], column[shape.id]):
        # They come in runs, which sorting by merging takes as they are.
        order = np.argsort(column[shape.id], kind="stable")
        column = {each: values[order] for each, values in column.items()}
    return {each: np.full(rows.num_rows, value) for each, value in shape.absent.items()} | column


def _in_order(buyer: NDArray[Any], ids: NDArray[Any]) -> bool:
    """Whether buyers ascend and, of each, the ids: then nothing need be moved."""
    same = buyer[1:] == buyer[:-1]
    return bool(np.all((buyer[1:] > buyer[:-1]) | (same & (ids[1:] > ids[:-1]))))


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
    order = np.argsort(sale, kind="stable")
    ids = sale[order]
    if np.any(ids[1:] == ids[:-1]):
        twice = int(ids[np.flatnonzero(ids[1:] == ids[:-1])[0]])
        raise InvalidInput(f"sale {twice} is there twice; an id names one sale or refund", column="sale")
    place = np.minimum(np.searchsorted(ids, refunded), max(sale.size - 1, 0))
    row = np.where(ids[place] == refunded, order[place], sale.size) if sale.size else place
    return np.where(refunded == NO_SALE, NO_SALE, row)


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
