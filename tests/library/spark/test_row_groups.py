"""Panels in the order of their buyers are opened by ranges: every row by one worker, no group by many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.spark.packing import EXPOSURES, SALES
from agora_analytics.spark.row_groups import Laid, RowGroups


def laid(folder: Path, sold: list[int | None], met: list[int | None], *, ranges: int, rows: int = 5, **how: Any) -> Any:
    """The panels written in the order given, so many rows a group, and cut."""
    sales = {"sale": range(len(sold)), "buyer": pa.array(sold, pa.int32()), "time": [1.0] * len(sold)}
    sales["margin_minor"] = [100] * len(sold)
    exposures = {"exposure": range(len(met)), "buyer": pa.array(met, pa.int32()), "author": [7] * len(met)}
    exposures |= {"content": [0] * len(met), "time": [0.5] * len(met)}
    panels = []
    for name, columns, shape in (("sales", sales, SALES), ("exposures", exposures, EXPOSURES)):
        pq.write_table(pa.table(columns), folder / f"{name}.parquet", row_group_size=rows, **how)
        groups = RowGroups.of(folder / f"{name}.parquet")
        panels.append((groups, shape, shape.wanted(groups.schema.names)))
    return Laid.of(tuple(panels), ranges=ranges)


def opened(made: Laid) -> list[dict[str, list[Any]]]:
    """Per range, the ids of sales and exposures and the buyers there."""
    found = []
    for place in range(len(made.opened)):
        tables = made.read(iter([pa.record_batch({"id": [place]})]))
        ids = {name: [row for t in tables if name in t.column_names for row in t[name].to_pylist()] for name in ("sale", "exposure")}  # fmt: skip  # noqa: E501
        found.append(ids | {"buyer": [row for t in tables for row in t["buyer"].to_pylist()]})
    return found


@pytest.mark.parametrize("ranges", [1, 2, 4])
def test_every_row_is_opened_once_with_all_others_of_its_buyer(tmp_path: Path, ranges: int) -> None:
    rng = np.random.default_rng(ranges)
    sold, met = (np.sort(rng.integers(-1, 60, size)).tolist() for size in (200, 600))
    made = laid(tmp_path, sold, met, ranges=ranges)
    found = opened(made)
    assert len(found) == ranges
    assert sorted(row for part in found for row in part["sale"]) == list(range(200))
    assert sorted(row for part in found for row in part["exposure"]) == list(range(600))
    buyers = [set(part["buyer"]) for part in found]
    assert sum(map(len, buyers)) == len(set.union(*buyers))
    assert max(len(part["buyer"]) for part in found) <= 1.3 * 800 / ranges


def test_few_groups_are_opened_twice(tmp_path: Path) -> None:
    sold, met = sorted(list(range(100)) * 2), sorted(list(range(100)) * 8)
    made = laid(tmp_path, sold, met, ranges=4)
    assert sum(len(groups) for range_ in made.opened for groups in range_) <= 40 + 160 + 6


def test_rows_in_any_order_are_not_opened_by_ranges(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    sold, met = (rng.integers(0, 60, size).tolist() for size in (200, 600))
    assert laid(tmp_path, sold, met, ranges=4) is None
    assert laid(tmp_path, sold, met, ranges=1) is not None


def test_sales_of_nobody_known_go_to_the_first_range_unless_they_are_too_many_for_it(tmp_path: Path) -> None:
    met = sorted(list(range(100)) * 8)
    made = laid(tmp_path, [*range(200), *[None] * 9], met, ranges=4)
    assert opened(made)[0]["buyer"].count(-1) == 9
    assert laid(tmp_path, [*[None] * 1_500, *range(100)], met, ranges=4) is None


def test_an_exposure_without_a_buyer_is_there_to_be_refused(tmp_path: Path) -> None:
    made = laid(tmp_path, list(range(50)), [*range(50), None], ranges=2)
    assert None in opened(made)[0]["buyer"]


@pytest.mark.parametrize("how", [{"write_statistics": False}, {"write_statistics": ["time"]}])
def test_files_that_do_not_say_what_lies_where_are_not_opened_by_ranges(tmp_path: Path, how: dict[str, Any]) -> None:
    assert laid(tmp_path, list(range(50)), list(range(50)), ranges=2, **how) is None


def test_nothing_is_not_cut(tmp_path: Path) -> None:
    assert laid(tmp_path, [], [], ranges=2) is None


def test_a_buyer_that_is_no_number_is_left_to_the_cast_that_names_it(tmp_path: Path) -> None:
    table = pa.table({"sale": [0], "buyer": ["Ann"], "time": [1.0], "margin_minor": [100]})
    pq.write_table(table, tmp_path / "sales.parquet")
    groups = RowGroups.of(tmp_path / "sales.parquet")
    assert groups.spans("buyer") is None
    with pytest.raises(InvalidInput, match=r"^buyer"):
        [SALES.shaped(batch) for batch in groups.read([0], SALES.wanted(groups.schema.names))]
