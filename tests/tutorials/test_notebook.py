"""From CSV to value: the notebook runs, shows what it stored, and finds what the product found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import agora_analytics
from tests.measures.conftest import Town
from tests.tutorials.notebook import (
    NOTEBOOK,
    TUTORIALS,
    assert_same_as_the_product,
    executed,
    executed_on_exported_panels,
    product_scores,
    shown,
    stored,
)

pytestmark = pytest.mark.django_db


def names_used(source: str) -> Iterator[tuple[str, str]]:
    """Room and name of every `aa.room.name` of a cell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            room = node.value
            if isinstance(room.value, ast.Name) and room.value.id == "aa":
                yield room.attr, node.attr


def test_it_runs_from_top_to_bottom_and_shows_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGORA_DATA", str(TUTORIALS / "data"))
    found = shown(executed(tmp_path))
    assert found == shown(stored())
    picture = found["picture"][0]["image/svg+xml"]
    assert all(label in picture for label in ("the ten-cent reviewer", "the silent big spender"))


def test_from_the_exported_panels_it_finds_the_scores_of_the_product(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executed_on_exported_panels(tmp_path, monkeypatch)
    assert_same_as_the_product(tmp_path)
    social = {subject: score.value for (measure, subject), score in product_scores().items() if measure == "csv"}
    assert max(social, key=lambda subject: social[subject]) == town.person("Cleo Marsh").pk


def test_it_uses_public_names_only() -> None:
    cells = [cell.source for cell in stored().cells if cell.cell_type == "code"]
    used = {name for source in cells for name in names_used(source)}
    assert {("lifetime", "BetaGeo"), ("value", "allocate"), ("value", "timing_test")} <= used
    rooms = {name: import_module(f"agora_analytics.{name}") for name in agora_analytics.__all__}
    assert [(room, name) for room, name in used if name not in rooms[room].__all__] == []


def test_its_links_lead_somewhere_and_its_files_are_small() -> None:
    prose = "".join(cell.source for cell in stored().cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert links
    assert [link for link in links if not (TUTORIALS / link).exists()] == []
    assert sum(path.stat().st_size for path in [NOTEBOOK, *(TUTORIALS / "data").iterdir()]) < 400_000
