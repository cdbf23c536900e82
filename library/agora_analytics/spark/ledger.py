"""The value ledger on a cluster: buyers do not depend on each other, so each partition of buyers is a ledger of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agora_analytics.errors import InvalidInput
from agora_analytics.spark.errors import named_errors
from agora_analytics.spark.packing import EXPOSURES, PACKED, SALES, Labels, Shape, packed, received
from agora_analytics.spark.parts import ACCOUNTS, ENTRIES, MONEY, Terms, accounts_of, entries_of, summed
from agora_analytics.spark.row_groups import Laid, RowGroups, numbers
from agora_analytics.spark.sessions import in_arrow, part_labels, shuffle_parts
from agora_analytics.value import FIRM, Incrementality, Ledger, Rule
from agora_analytics.value.incrementality import Factor
from agora_analytics.value.rules import rule_named

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


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
    sales: DataFrame | str | Path,
    exposures: DataFrame | str | Path,
    *,
    rule: Rule | str = Rule.HAZARD,
    incrementality: Factor | Incrementality = 0.4,
    horizon: float = 60.0,
    half_life: float = 7.0,
    session: float = np.inf,
    include: str | None = None,
    partitions: int | None = None,
) -> Allocation:
    """Share each sale's margin among buyer and authors, as `agora_analytics.value.allocate` does, buyers in parallel.

    sales: sale (id), buyer (-1 or null: unknown), time, margin_minor, and base_rate, refund_of (id; -1 or null: none),
    account where there are any; exposures: exposure (id), buyer, author (-1: the firm), content, time, and strength,
    decay, kind. Each a DataFrame, or the address of a Parquet file or folder, which the workers open themselves and in
    half the time: a path, `s3://...`, `hdfs://...`, whatever pyarrow reaches from every machine. Where the rows of both
    lie in the order of their buyers (`write_panels(by="buyer")`, Spark's `sort("buyer")`), each worker opens those of its
    own buyers alone, and no row is sent. include: a Boolean column of sales that says which enter the accounts;
    partitions: of buyers (default: the session's); each must fit a worker's memory, about 300 bytes a row. Other
    arguments as of the local function.
    Returns an `Allocation`, the same integers as the local one. Two shuffles, rows by buyer (or none) and sums by person.
    Raises InvalidInput for missing columns at once, and for impossible rows, by their id, when the frames are read.
    Assumes: a session is open; person codes are dense; a refund lies with its sale; ids are unique and order equal rows,
    as row numbers do.
    Misleads when: as the local function; and frames that change between two readings give two ledgers.
    Source: identity 3 of measures.md 0.4: the ledger of all is the sum over parts of the buyers.

    >>> made = allocate(sales, exposures, incrementality=1.0)  # doctest: +SKIP
    >>> made.ledger().net.tolist()  # doctest: +SKIP
    [7500, 2500]
    """
    from pyspark.sql import SparkSession

    terms = Terms(rule_named(rule), Incrementality.of(incrementality), float(horizon), float(half_life), float(session))
    spark = SparkSession.active()
    parts = shuffle_parts(spark, partitions)
    labels = part_labels(spark, parts)

    def gathered(rows: DataFrame) -> DataFrame:
        return rows.repartition(parts, "part").select("rows")

    laid = _laid(sales, exposures, include, parts)
    if laid is None:
        sold, met = _packed(sales, SALES, labels, include), _packed(exposures, EXPOSURES, labels)
        rows = gathered(sold.unionByName(met))
    else:
        rows = laid.places(spark)
    of_part = received if laid is None else laid.read
    sums = gathered(in_arrow(rows, lambda batches: accounts_of(of_part(batches), terms, labels), PACKED))
    return Allocation(
        rule=terms.rule,
        incrementality=terms.incrementality,
        entries=in_arrow(rows, lambda batches: entries_of(of_part(batches), terms), ENTRIES),
        accounts=in_arrow(sums, summed, ACCOUNTS),
    )


def _laid(
    sales: DataFrame | str | Path, exposures: DataFrame | str | Path, include: str | None, parts: int
) -> Laid | None:
    """The panels by ranges of buyers, where both are addresses whose rows lie in the order of their buyers."""
    if not isinstance(sales, (str, Path)) or not isinstance(exposures, (str, Path)):
        return None
    sold, met = RowGroups.of(sales), RowGroups.of(exposures)
    columns = SALES.wanted(sold.schema.names, include), EXPOSURES.wanted(met.schema.names)
    return Laid.of(((sold, SALES, columns[0]), (met, EXPOSURES, columns[1])), ranges=parts)


def _packed(rows: DataFrame | str | Path, shape: Shape, labels: Labels, include: str | None = None) -> DataFrame:
    """The rows on their way to the part of their buyer: out of Parquet by the workers themselves, or from Java's hands."""
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F

    if isinstance(rows, (str, Path)):
        groups = RowGroups.of(rows)
        wanted = shape.wanted(groups.schema.names, include)
        places = groups.places(SparkSession.active())
        return in_arrow(places, lambda batches: packed(groups.read(numbers(batches), wanted), shape, labels), PACKED)
    wanted = shape.wanted(rows.columns, include)
    chosen = rows.select(*(F.col(column).alias(name) for name, column in wanted.items()))
    return in_arrow(chosen, lambda batches: packed(batches, shape, labels), PACKED)
