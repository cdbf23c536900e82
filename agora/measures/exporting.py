"""What the measures read, as files: for a notebook, or for a cluster that measures what one machine cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from agora.measures import panels
from agora.measures.panels.arrow import Reader

FORMATS = ("parquet", "csv")
PANELS: Mapping[str, Callable[[Reader], Any]] = {
    "sales": panels.sales,
    "readings": panels.exposures,
    "people": panels.origins,
    "votes": panels.votes,
    "meetings": panels.interactions,
    "answers": panels.answers,
    "questions": panels.questions,
}


def export(folder: Path, *, form: str = "parquet") -> dict[str, int]:
    """Write every panel of one snapshot into `folder` as PANEL.parquet or .csv; returns the rows of each.

    Times are days since 1970 in UTC, money is minor units, people are signed subject numbers, 0 for nobody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    with panels.snapshot() as reader:
        for name, read in PANELS.items():
            table = _table(read(reader))
            _write(table, folder / f"{name}.{form}", form)
            rows[name] = table.num_rows
    return rows


def _table(panel: Any) -> pa.Table:
    columns = {field.name: getattr(panel, field.name) for field in fields(panel)}
    return pa.table({name: column for name, column in columns.items() if isinstance(column, np.ndarray)})


def _write(table: pa.Table, path: Path, form: str) -> None:
    if form == "csv":
        csv.write_csv(table, path)
    else:
        parquet.write_table(table, path)
