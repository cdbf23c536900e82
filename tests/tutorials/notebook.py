"""The notebook, run on a folder of files, and held against what the product has stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from pyarrow import csv

from agora.measures import exporting
from agora.measures.models import Score
from tests.conftest import ROOT

TUTORIALS = ROOT / "docs" / "tutorials"
NOTEBOOK = TUTORIALS / "from-csv-to-value.ipynb"
MEASURES = ("own", "csv", "recv", "net", "gross")
Key = tuple[str, int]  # measure and signed subject


def stored() -> Any:
    """The notebook as it is in the repository."""
    return nbformat.read(NOTEBOOK, as_version=4)


def executed(folder: Path) -> Any:
    """The notebook run from top to bottom in `folder`, where it leaves its values.csv."""
    fresh = stored()
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(fresh, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return fresh


def shown(notebook: Any) -> dict[str, list[Any]]:
    """What each cell of code shows, by the cell's name."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.id: [output.get("data", output) for output in cell.outputs] for cell in cells}


def executed_on_exported_panels(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The notebook run on what `agora measure --export` writes."""
    exporting.export(folder / "panels", form="csv")
    monkeypatch.setenv("AGORA_DATA", str(folder / "panels"))
    return executed(folder)


def product_scores() -> dict[Key, Score]:
    """The current scores of the value run."""
    current = Score.objects.current().filter(measure__in=MEASURES)
    kinds = {"person": 1, "identity": -1}
    return {(score.measure, kinds[score.subject_kind] * score.subject_id): score for score in current}


def assert_same_as_the_product(folder: Path) -> None:
    """Every subject's value exactly, and both ends of its interval to rounding."""
    rows = csv.read_csv(folder / "values.csv").to_pylist()
    found = {(row["measure"], row["subject"]): row for row in rows}
    scores = product_scores()
    assert scores
    assert found.keys() == scores.keys()
    assert {key: row["value"] for key, row in found.items()} == {key: score.value for key, score in scores.items()}
    for key, score in scores.items():
        ends = [found[key]["low"], found[key]["high"]]
        np.testing.assert_allclose(ends, [score.low, score.high], rtol=0, atol=1e-9, err_msg=str(key))
