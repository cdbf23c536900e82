from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agora.commerce.models import Order
from agora.core.models import Import
from tests.commerce.files import bring, row, write

pytestmark = pytest.mark.django_db


def agora_import(*words: object) -> str:
    """What `agora import <words>` writes."""
    out = StringIO()
    call_command("import", *(str(word) for word in words), stdout=out)
    return out.getvalue()


@pytest.fixture
def path(files: Path) -> Path:
    return write(files, [row("1", quantity=6), row("1", "B2"), row("C2", quantity=-1), row("3", quantity="?")])


def test_orders_come_in_and_the_counts_are_told(path: Path) -> None:
    said = agora_import("orders", path, "--currency", "GBP", "--source", "Corner Shop")
    of = Import.objects.get()
    assert (of.source.slug, of.source.name, of.counts["orders"]) == ("corner-shop", "Corner Shop", 1)
    assert "1 order\n" in said
    assert "line 5, Quantity '?': It is not a number." in said
    assert f"agora import undo {of.pk}" in said


def test_a_preview_shows_what_would_be_recorded_and_writes_nothing(path: Path) -> None:
    said = agora_import("orders", path, "--currency", "GBP", "--preview")
    assert "order 1  buyer 17850" in said
    assert "6 × THING A1 at £2.50" in said
    assert "return (cancelled) C2" in said
    assert "line 5, Quantity '?': It is not a number." in said
    assert not Import.objects.exists()
    assert not Order.objects.exists()


def test_imports_are_listed_newest_first(files: Path, path: Path) -> None:
    first, second = bring(path), bring(write(files, [row("9")], name="later.csv"))
    lines = agora_import("list").splitlines()
    assert [line.split()[0] for line in lines] == [str(second.pk), str(first.pk)]
    assert "1 refused" in lines[1]


def test_an_import_is_taken_back_by_its_number(path: Path) -> None:
    said = agora_import("undo", bring(path).pk)
    assert "1 order, 1 return, 2 products" in said
    assert not Order.objects.exists()


def test_what_cannot_be_done_is_said_in_plain_words(files: Path, path: Path) -> None:
    of = bring(path)
    with pytest.raises(CommandError, match="There is no import 0"):
        agora_import("undo", 0)
    agora_import("undo", of.pk)
    with pytest.raises(CommandError, match="is undone and cannot be undone"):
        agora_import("undo", of.pk)
    with pytest.raises(CommandError, match="no column 'Nope'"):
        agora_import("orders", path, "--map", "order=Nope")
    with pytest.raises(CommandError, match="cannot be read"):
        agora_import("orders", files / "nowhere.csv")
    with pytest.raises(CommandError, match="'ZZZ9' is not a currency code"):
        agora_import("orders", path, "--currency", "zzz9")
    with pytest.raises(CommandError, match="no time zone 'Mars'"):
        agora_import("orders", path, "--time-zone", "Mars")
