"""Row groups of Parquet files, which the workers open themselves: Java would turn every row over in its hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow import fs

from agora_analytics.arrays import Ints
from agora_analytics.spark.packing import Shape
from agora_analytics.value import UNKNOWN_BUYER

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_BATCH = 1_000_000
# Ranges of buyers are worth it while all together open each row at most so often, and none so many times its share.
_MOST = 2


@dataclass(frozen=True)
class RowGroups:
    """A Parquet file or folder cut into its row groups, for the workers to open by their places in this list."""

    schema: pa.Schema
    groups: tuple[ds.ParquetFileFragment, ...]

    @classmethod
    def of(cls, address: str | Path) -> RowGroups:
        """The row groups at a path or an address that pyarrow reaches; `s3a` is what Spark calls `s3`.

        Raises FileNotFoundError where nothing is.
        """
        place = str(address).replace("s3a://", "s3://")
        files, path = fs.FileSystem.from_uri(place if "://" in place else str(Path(place).absolute()))
        found = ds.dataset(path, filesystem=files, format="parquet")
        return cls(found.schema, tuple(group for file in found.get_fragments() for group in file.split_by_row_group()))

    def places(self, session: SparkSession) -> DataFrame:
        """One row for each row group, in partitions that are read at the same time."""
        cuts = min(len(self.groups), 8 * session.sparkContext.defaultParallelism)
        return session.range(0, len(self.groups), 1, max(cuts, 1))

    def read(
        self, places: Iterable[int], columns: Mapping[str, str], *, only: pc.Expression | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The rows of the groups at some places; columns: which, by the names they get; only: a condition on the rows."""
        chosen = {name: pc.field(column) for name, column in columns.items()}
        for place in places:
            # A worker has one core.
            yield from self.groups[place].to_batches(
                schema=self.schema, columns=chosen, filter=only, batch_size=_BATCH, use_threads=False
            )

    def spans(self, column: str) -> Ints | None:
        """The lowest and highest value and the rows of each group, (groups, 3); None where the files do not say."""
        if not pa.types.is_integer(self.schema.field(column).type):
            return None
        spans = [_span(group, column) for group in self.groups]
        known = [span for span in spans if span is not None]
        return np.array(known, dtype=np.int64).reshape(-1, 3) if len(known) == len(spans) else None


@dataclass(frozen=True)
class Laid:
    """Panels that lie in the order of their buyers, cut into ranges of these that can be opened one by one."""

    panels: tuple[tuple[RowGroups, Shape, Mapping[str, str]], ...]  # the last: columns by the names of the shape
    cuts: Ints  # the lowest buyer of each range but the first, ascending
    opened: tuple[tuple[Ints, ...], ...]  # per range and panel: the groups that hold some of its rows

    @classmethod
    def of(cls, panels: tuple[tuple[RowGroups, Shape, Mapping[str, str]], ...], *, ranges: int) -> Laid | None:
        """At most so many ranges with about as many rows each; None where too many groups hold rows of several."""
        found = [groups.spans(columns["buyer"]) for groups, _, columns in panels]
        spans = [span for span in found if span is not None]
        rows = sum(int(span[:, 2].sum()) for span in spans)
        if len(spans) < len(panels) or not rows:
            return None
        cuts = _cuts(np.concatenate(spans), ranges)
        opened = [_within(span, cuts) for span in spans]
        work = np.sum([there @ span[:, 2] for there, span in zip(opened, spans, strict=True)], axis=0)
        if work.sum() > _MOST * rows or work.max() > _MOST * rows / ranges:
            return None
        numbers = (tuple(np.flatnonzero(there[each]) for there in opened) for each in range(cuts.size + 1))
        return cls(panels, cuts, tuple(numbers))

    def places(self, session: SparkSession) -> DataFrame:
        """One row for each range, in a partition of its own."""
        return session.range(0, len(self.opened), 1, len(self.opened))

    def read(self, places: Iterator[pa.RecordBatch]) -> list[pa.Table]:
        """The rows of a range, tables of sales and of exposures."""
        return [
            pa.Table.from_batches([shape.shaped(batch)])
            for place in numbers(places)
            for (groups, shape, columns), number in zip(self.panels, self.opened[place], strict=True)
            for batch in groups.read(number, columns, only=self._within(place, pc.field(columns["buyer"])))
        ]

    def _within(self, place: int, buyer: pc.Expression) -> pc.Expression:
        inside = pc.scalar(True)
        if place < self.cuts.size:
            inside = buyer < int(self.cuts[place])
        if place > 0:
            return inside & (buyer >= int(self.cuts[place - 1]))
        return inside | buyer.is_null()  # nobody known, or refused by name


def numbers(places: Iterator[pa.RecordBatch]) -> Iterator[int]:
    """What `places` holds, in the hands of a worker."""
    for batch in places:
        yield from batch["id"].to_pylist()


def _span(group: ds.ParquetFileFragment, column: str) -> tuple[int, int, int] | None:
    [place] = group.row_groups
    told = group.metadata.row_group(place.id)
    said = told.column(group.metadata.schema.names.index(column)).statistics
    if said is None or not said.has_null_count:
        return None
    if said.null_count == told.num_rows:
        return UNKNOWN_BUYER, UNKNOWN_BUYER, told.num_rows
    if not said.has_min_max:
        return None
    return (min(said.min, UNKNOWN_BUYER) if said.null_count else said.min), said.max, told.num_rows


def _cuts(spans: Ints, ranges: int) -> Ints:
    """Where to cut for like numbers of rows: at lowest values of groups, so that few are cut themselves."""
    low, _, rows = spans[np.argsort(spans[:, 0], kind="stable")].T
    wanted = rows.sum() * np.arange(1, ranges) / ranges
    cuts = np.unique(low[np.searchsorted(np.cumsum(rows), wanted, side="right")])
    made: Ints = cuts[cuts > low[0]]
    return made


def _within(spans: Ints, cuts: Ints) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether each range (ranges, groups) has rows in each group."""
    first, last = (np.searchsorted(cuts, spans[:, side], side="right") for side in (0, 1))
    place = np.arange(cuts.size + 1)[:, None]
    made: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (first <= place) & (place <= last)
    return made
