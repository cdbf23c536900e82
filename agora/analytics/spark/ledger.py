"""The value ledger on a cluster: buyers do not depend on each other, so each partition of buyers is a ledger of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from agora.analytics.errors import InvalidInput
from agora.analytics.spark.errors import named_errors
from agora.analytics.spark.parts import (
    ACCOUNTS,
    ENTRIES,
    MONEY,
    PACKED,
    Terms,
    accounts_of,
    entries_of,
    packed,
)
from agora.analytics.spark.sessions import in_arrow, part_labels, shuffle_parts
from agora.analytics.value import FIRM, NO_SALE, UNKNOWN_BUYER, Incrementality, Ledger, Rule
from agora.analytics.value.incrementality import Factor
from agora.analytics.value.rules import rule_named

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

T = TypeVar("T")
_FEWEST = ("sale", "buyer", "time", "margin_minor"), ("exposure", "buyer", "author", "content", "time")


@dataclass(frozen=True)
class Allocation:
    """A ledger whose rows stay on the cluster; nothing is computed until a frame is read or written."""

    rule: Rule
    incrementality: Incrementality
    # sale, place, buyer, account, exposure, author, content, kind, weight, amount_minor. Place -1 is the buyer's own
    # part, without exposure; so the amounts of a sale sum to its margin.
    entries: DataFrame
    # person, own, given, received, net, gross, given_<account>. Person -1 holds as own the margin of sales without a
    # known buyer, as given the firm's credit (not split by account); so net sums to the total.
    accounts: DataFrame

    def ledger(self, people: int | None = None) -> Ledger:
        """The accounts here, without entries; people: their number (default: the largest code there + 1)."""
        with named_errors():
            table = self.accounts.toArrow()
        person = table["person"].to_numpy()
        size = int(person.max(initial=-1)) + 1 if people is None else people
        if person.max(initial=-1) >= size:
            raise InvalidInput(f"person code {person.max()} does not fit {size} people", column="people")
        sums = {name: np.zeros(size + 1, dtype=np.int64) for name in MONEY}
        for name, column in sums.items():
            # Place -1, the last, is nobody's.
            column[person] = table[name].fill_null(0).to_numpy()
        own, given, received, net, gross, *split = (column[:-1] for column in sums.values())
        return Ledger(
            self.rule,
            self.incrementality,
            own=own,
            given=given,
            received=received,
            net=net,
            gross=gross,
            given_by_account=np.stack(split, axis=1),
            firm=int(sums["given"][FIRM]),
            unknown=int(sums["own"][FIRM]),
            total=int(sums["net"].sum()),
        )


def allocate(
    sales: DataFrame,
    exposures: DataFrame,
    *,
    rule: Rule | str = Rule.HAZARD,
    incrementality: Factor | Incrementality = 0.4,
    horizon: float = 60.0,
    half_life: float = 7.0,
    session: float = np.inf,
    include: str | None = None,
    partitions: int | None = None,
) -> Allocation:
    """Share each sale's margin among buyer and authors, as `agora.analytics.value.allocate` does, buyers in parallel.

    sales: sale (id), buyer (-1 or null: unknown), time, margin_minor, and base_rate, refund_of (id; -1 or null: none),
    account where there are any; exposures: exposure (id), buyer, author (-1: the firm), content, time, and strength,
    decay, kind. include: a Boolean column of sales that says which enter the accounts; partitions: of buyers (default:
    the session's); each must fit a worker's memory, about 300 bytes a row. Other arguments as of the local function.
    Returns an `Allocation`, the same integers as the local one. One shuffle; sums by person are added up by Spark.
    Raises InvalidInput for missing columns at once, and for impossible rows, by their id, when the frames are read.
    Assumes: person codes are dense; a refund lies with its sale; ids are unique and order equal rows, as row numbers do.
    Misleads when: as the local function; and frames that change between two readings give two ledgers.
    Source: identity 3 of measures.md 0.4: the ledger of all is the sum over parts of the buyers.

    >>> made = allocate(sales, exposures, incrementality=1.0)  # doctest: +SKIP
    >>> made.ledger().net.tolist()  # doctest: +SKIP
    [7500, 2500]
    """
    from pyspark.sql import functions as F

    terms = Terms(rule_named(rule), Incrementality.of(incrementality), float(horizon), float(half_life), float(session))
    parts = shuffle_parts(sales, partitions)
    pack = _worker(packed, part_labels(sales.sparkSession, parts))
    # Java is slow at rows and quick at bytes: they travel as Arrow made them, a few thousand to a row.
    sold, met = (in_arrow(frame, pack, PACKED) for frame in (_bought(sales, include), _met(exposures)))
    parted = sold.unionByName(met).repartition(parts, "part").select("rows")
    accounts = in_arrow(parted, _worker(accounts_of, terms), ACCOUNTS)
    return Allocation(
        rule=terms.rule,
        incrementality=terms.incrementality,
        entries=in_arrow(parted, _worker(entries_of, terms), ENTRIES),
        accounts=accounts.groupBy("person").agg(*(F.sum(name).alias(name) for name in MONEY)),
    )


def _worker(
    work: Callable[[Iterator[pa.RecordBatch], T], Iterator[pa.RecordBatch]], told: T
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def on_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return work(batches, told)

    return on_partition


def _bought(sales: DataFrame, include: str | None) -> DataFrame:
    from pyspark.sql import functions as F

    _check_columns(sales, (*_FEWEST[0], *((include,) if include else ())))
    columns = [
        F.col("sale").cast("long"),
        F.coalesce(F.col("buyer").cast("int"), F.lit(UNKNOWN_BUYER)).alias("buyer"),
        F.col("time").cast("double"),
        F.col("margin_minor").cast("long"),
        *_those_there(sales, {"account": "int"}),
    ]
    if "base_rate" in sales.columns:
        columns.append(F.coalesce(F.col("base_rate").cast("double"), F.lit(float("nan"))).alias("base_rate"))
    if "refund_of" in sales.columns:
        columns.append(F.coalesce(F.col("refund_of").cast("long"), F.lit(NO_SALE).cast("long")).alias("refund_of"))
    if include:
        columns.append(F.coalesce(F.col(include), F.lit(False)).alias("counted"))
    return sales.select(*columns)


def _met(exposures: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F

    _check_columns(exposures, _FEWEST[1])
    return exposures.select(
        F.col("exposure").cast("long"),
        F.col("buyer").cast("int"),
        F.col("author").cast("int"),
        F.col("content").cast("long"),
        F.col("time").cast("double"),
        *_those_there(exposures, {"strength": "double", "decay": "double", "kind": "long"}),
    )


def _those_there(frame: DataFrame, kinds: dict[str, str]) -> list[Column]:
    """The columns of a frame that may be absent; their nulls stay, and are refused where they would be read."""
    from pyspark.sql import functions as F

    return [F.col(name).cast(kind) for name, kind in kinds.items() if name in frame.columns]


def _check_columns(frame: DataFrame, names: tuple[str, ...]) -> None:
    absent = [name for name in names if name not in frame.columns]
    if absent:
        raise InvalidInput(f"is not among the columns {', '.join(frame.columns)}", column=absent[0])
