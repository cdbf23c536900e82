"""The how-to is followed to the letter: one folder is copied, and no other file is touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from agora.channels import connectors
from agora.channels.connector import UnknownKind, kind_name
from agora.channels.undoing import undoable
from agora.conversations.models import Post
from agora.core.models import Import, Source
from agora.core.models.sources import source

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/how-to/write-a-connector.md"
BOOK = """id,at,name,words,answers
1,2026-06-01T12:00,Ada,The bell is lovely.,
2,2026-06-01T13:00,Ben,And loud!,1
3,yesterday,Cat,When?,
4,2026-06-02T09:00,,Thank you.,
"""


def written_from_the_page(folder: Path) -> list[str]:
    """Write the files of the page into a folder; returns the lines of code."""
    parts = re.findall(r"^## `(\S+)`\n\n```python\n(.*?)```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    for name, text in parts:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [line for _, text in parts for line in text.splitlines()]


def agora_import(*words: object) -> str:
    out = StringIO()
    call_command("import", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def book(files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A guest book, and its connector in a folder beside those of Agora."""
    written_from_the_page(files / "ours")
    monkeypatch.setattr(connectors, "__path__", [*connectors.__path__, str(files / "ours")])
    (files / "book.csv").write_text(BOOK)
    yield files / "book.csv"
    for name in [name for name in sys.modules if name.startswith(f"{connectors.__name__}.guestbook")]:
        del sys.modules[name]


def test_the_connector_of_the_page_has_at_most_150_lines(files: Path) -> None:
    assert 50 < len(written_from_the_page(files)) <= 150


@pytest.mark.django_db
def test_its_file_comes_in_once_and_refused_rows_are_named(book: Path) -> None:
    first = agora_import("guestbook", book, "--source", "Guest book")
    assert "2 threads\n" in first and "3 posts\n" in first
    assert "line 4, at 'yesterday': This is no date and time." in first
    posts = list(Post.objects.order_by("pk").values())
    answer = Post.objects.get(origin_id="2")
    assert (answer.words, answer.author.name, answer.reply_to.origin_id) == ("And loud!", "Ben", "1")
    assert "nothing new" in agora_import("guestbook", book, "--source", "Guest book")
    assert list(Post.objects.order_by("pk").values()) == posts


@pytest.mark.django_db
def test_its_import_is_listed_called_by_its_name_and_taken_back(book: Path) -> None:
    agora_import("guestbook", book, "--source", "Guest book")
    of = Import.objects.get()
    assert "guestbook" in agora_import("list")
    assert (Source.objects.get().kind, str(kind_name(of.kind)), undoable(of)) == ("guestbook", "guest book", True)
    assert "3 posts" in agora_import("undo", of.pk)
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_without_its_folder_the_kind_is_refused(files: Path) -> None:
    with pytest.raises(UnknownKind, match="There is no connector 'guestbook'"):
        source("guest-book", kind="guestbook")


def test_a_setting_names_the_folder(files: Path) -> None:
    written_from_the_page(files)
    code = (
        "import django; django.setup()\nfrom agora.channels.connector import file_connectors\nprint(*file_connectors())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "agora.settings", "AGORA_CONNECTORS": str(files)},
    )  # fmt: skip
    assert told.stdout.split() == ["activitystreams", "guestbook", "orders", "stackexchange"]
