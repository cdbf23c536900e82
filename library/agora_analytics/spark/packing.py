"""Rows on their way through Spark: Java is slow at rows and quick at bytes, so they travel as Arrow made them. No Spark here.

A few thousand rows are the bytes of one Arrow stream beside the label of the part they belong to. Sales and exposures have
streams of their own, with the columns that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from agora_analytics.arrays import Ints
from agora_analytics.errors import InvalidInput
from agora_analytics.value import NO_SALE, UNKNOWN_BUYER, Account

PACKED = "part int, rows binary"
Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Shape:
    """The columns of a panel with their kinds; what one that is absent holds, and what a null stands for."""

    id: str
    columns: pa.Schema
    needed: tuple[str, ...]
    absent: Mapping[str, Any]
    null: Mapping[str, Any]

    def wanted(self, there: Sequence[str], include: str | None = None) -> dict[str, str]:
        """The columns to read by the names they have here; include: the one that says what counts."""
        named = {name: name for name in self.columns.names if name != "counted"}
        if include is not None:
            named["counted"] = include
        for name in (*self.needed, *((include,) if include else ())):
            if name not in there:
                raise InvalidInput(f"is not among the columns {', '.join(there)}", column=name)
        return {name: column for name, column in named.items() if column in there}

    def shaped(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows in the kinds of this shape; nulls that stand for nothing stay, to be refused by the id of their row."""
        made = {name: self._column(batch, name) for name in self.columns.names if name in batch.schema.names}
        return pa.record_batch(made)

    def _column(self, batch: pa.RecordBatch, name: str) -> pa.Array:
        try:
            column = batch[name].cast(self.columns.field(name).type)
        except pa.lib.ArrowException as wrong:
            raise InvalidInput(str(wrong), column=name) from wrong
        return column.fill_null(self.null[name]) if name in self.null else column


SALES = Shape(
    "sale",
    pa.schema({
        "sale": pa.int64(), "buyer": pa.int32(), "time": pa.float64(), "margin_minor": pa.int64(),
        "base_rate": pa.float64(), "refund_of": pa.int64(), "account": pa.int32(), "counted": pa.bool_(),
    }),
    needed=("sale", "buyer", "time", "margin_minor"),
    absent={"base_rate": np.nan, "refund_of": NO_SALE, "account": int(Account.PURCHASE), "counted": True},
    null={"buyer": UNKNOWN_BUYER, "base_rate": np.nan, "refund_of": NO_SALE, "counted": False},
)  # fmt: skip
EXPOSURES = Shape(
    "exposure",
    pa.schema({
        "exposure": pa.int64(), "buyer": pa.int32(), "author": pa.int32(), "content": pa.int64(), "time": pa.float64(),
        "strength": pa.float64(), "decay": pa.float64(), "kind": pa.int64(),
    }),
    needed=("exposure", "buyer", "author", "content", "time"),
    absent={"strength": 1.0, "decay": 0.0, "kind": 0},
    null={},
)  # fmt: skip


def packed(batches: Iterator[pa.RecordBatch], shape: Shape, labels: Labels) -> Iterator[pa.RecordBatch]:
    """The rows of each batch by where their buyer belongs.

    Sales without a buyer would all meet in one place; each goes with its refunds instead.
    """
    for batch in batches:
        rows = shape.shaped(batch)
        buyer = rows["buyer"].fill_null(0).to_numpy()
        yield sent(rows, np.where(buyer == UNKNOWN_BUYER, _alone(rows), buyer), labels)


def sent(rows: pa.RecordBatch, code: NDArray[np.integer[Any]], labels: Labels) -> pa.RecordBatch:
    """Rows cut by their code, each cut a stream beside the label of its part; code: (rows,), whole numbers."""
    place = code % labels.size
    # Small numbers are sorted by counting.
    order = np.argsort(place.astype(np.min_scalar_type(labels.size)), kind="stable")
    cuts = np.append(0, np.cumsum(np.bincount(place, minlength=labels.size)))
    sorted_rows = rows.take(pa.array(order))
    here = np.flatnonzero(np.diff(cuts))
    streams = [_stream(sorted_rows.slice(cuts[part], cuts[part + 1] - cuts[part])) for part in here]
    return pa.record_batch({"part": labels[here], "rows": pa.array(streams, pa.binary())})


def received(batches: Iterator[pa.RecordBatch]) -> list[pa.Table]:
    """The tables that were sent to this part, one for each stream."""
    streams = [stream.as_buffer() for batch in batches for stream in batch["rows"]]
    return [pa.ipc.open_stream(stream).read_all() for stream in streams]


def _alone(rows: pa.RecordBatch) -> Ints:
    """The sale that each row is about, its own or the one it refunds; exposures have none."""
    if "sale" not in rows.schema.names:
        return np.zeros(rows.num_rows, dtype=np.int64)
    sale: Ints = rows["sale"].fill_null(0).to_numpy()
    if "refund_of" not in rows.schema.names:
        return sale
    refunded = rows["refund_of"].to_numpy()
    return np.where(refunded == NO_SALE, sale, refunded)


def _stream(rows: pa.RecordBatch) -> bytes:
    made = pa.BufferOutputStream()
    with pa.ipc.new_stream(made, rows.schema) as stream:
        stream.write_batch(rows)
    taken: bytes = made.getvalue().to_pybytes()
    return taken
