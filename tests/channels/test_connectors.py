"""The contract of connectors: every folder keeps it, and nothing outside a folder names a kind."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agora.channels import connectors as folders
from agora.channels.connector import connector, connectors, file_connectors, kind_name
from agora.channels.outbox import silence
from agora.channels.undoing import CannotUndo, undo, undoable
from agora.core.models import Import
from agora.core.models.sources import source

AGORA = Path(__file__).resolve().parents[2] / "agora"
# What reads, writes, tells or takes back whatever kind it is.
KNOW_NO_KIND = ["channels/*.py", "cli/importing/*.py", "cli/management/commands/import.py"]


def test_every_folder_is_a_kind_with_a_name_for_pages() -> None:
    kinds = {path.name for path in (AGORA / "channels/connectors").iterdir() if (path / "__init__.py").exists()}
    assert set(connectors()) == kinds
    assert all(str(known.name) for known in connectors().values())


def test_those_that_come_in_from_files_say_what_they_do_and_how_they_are_undone() -> None:
    assert set(file_connectors()) == {"activitystreams", "orders", "stackexchange"}
    for known in file_connectors().values():
        assert known.summary.endswith(".") and known.undo


def test_what_serves_every_kind_names_none() -> None:
    words = [
        (path.name, node.value)
        for pattern in KNOW_NO_KIND
        for path in AGORA.glob(pattern)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in set(connectors())
    ]
    # The outbox notes that a reply was given in the portal: a way out, not a kind.
    assert words == [("outbox.py", "portal")]


def test_a_folder_without_a_connector_is_named(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "hollow").mkdir()
    (files / "hollow/__init__.py").touch()
    (files / "hollow/connector.py").touch()
    monkeypatch.setattr(folders, "__path__", [*folders.__path__, str(files)])
    with pytest.raises(TypeError, match="The folder hollow has no `connector`"):
        connectors()


@pytest.mark.django_db
def test_replies_are_given_only_where_they_are_read() -> None:
    told = {kind: silence(source(f"at-{kind}", kind=kind, name="There")) for kind in connectors()}
    assert {kind for kind, problem in told.items() if not problem} == {"portal", "simulated"}
    assert told["stackexchange"] == "Agora cannot answer at There yet; answer there by hand and note it."


@pytest.mark.django_db
def test_an_import_of_a_kind_whose_folder_is_gone_is_still_called_something_and_stays() -> None:
    of = Import.begin(kind="orders", source=source("shop", kind="orders"), label="orders.csv")
    of.finish({})
    Import.objects.update(kind="gone")
    of.refresh_from_db()
    assert (kind_name("gone"), undoable(of)) == ("gone", False)
    with pytest.raises(CannotUndo, match="Imports of kind gone cannot be undone"):
        undo(of)


@pytest.mark.django_db
def test_a_running_import_and_one_taken_back_are_not_offered() -> None:
    of = Import.begin(kind="orders", source=source("shop", kind="orders"), label="orders.csv")
    assert not undoable(of)
    of.finish({})
    assert undoable(of)
    undo(of)
    assert not undoable(of)


@pytest.mark.django_db
def test_an_import_of_a_kind_that_nobody_has_is_refused() -> None:
    place = source("shop", kind="orders")
    with pytest.raises(ValueError, match="There is no connector 'fax'; there are activitystreams, api"):
        Import.begin(kind="fax", source=place, label="orders.csv")
    assert connector("orders").name == "shop or order file"
