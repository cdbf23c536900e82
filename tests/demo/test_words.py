"""Texts are data: what does not fit is refused with the file and the key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from agora.demo.typed_toml import UnfitText, read
from agora.demo.words import FOLDER


@dataclass(frozen=True)
class Line:
    words: tuple[str, ...]
    sku: str | None = None


@dataclass(frozen=True)
class Page:
    title: str
    share: float
    by_rating: dict[int, tuple[str, ...]]
    pairs: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...] = ()


WHOLE = """
title = "A page"
share = 0.5
pairs = [["call", "short"]]
[by_rating]
5 = ["good"]
[[lines]]
words = ["one", "two"]
"""


def page(folder: Path, text: str) -> Page:
    file = folder / "page.toml"
    file.write_text(text, encoding="utf-8")
    return read(Page, file)


def test_a_file_that_fits_becomes_the_dataclass(tmp_path: Path) -> None:
    lines = (Line(("one", "two")),)
    assert page(tmp_path, WHOLE) == Page("A page", 0.5, {5: ("good",)}, (("call", "short"),), lines)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('title = "A page"', "", "page.toml: title is missing"),
        ('title = "A page"', "title = 7", "page.toml, title: expected a text, found 7"),
        ("share = 0.5", 'share = "half"', "page.toml, share: expected a number with a point"),
        ("share = 0.5", "share = 0.5\nshares = 1", "page.toml: shares is not known; there are title, share"),
        ('["call", "short"]', '["call"]', r"page.toml, pairs\[0\]: expected 2 values, found 1"),
        ("5 = ", "five = ", "page.toml, by_rating: expected a number as key, found 'five'"),
        ('["good"]', '["good", 3]', r"page.toml, by_rating.5\[1\]: expected a text, found 3"),
        ('words = ["one", "two"]', 'sku = "X"', r"page.toml, lines\[0\]: words is missing"),
        ('words = ["one", "two"]', 'words = "one"', r"page.toml, lines\[0\], words: expected a list"),
        ("share = 0.5", "share = ", "page.toml: .*line 3"),
    ],
)
def test_what_does_not_fit_is_named_by_file_and_key(tmp_path: Path, before: str, after: str, message: str) -> None:
    with pytest.raises(UnfitText, match=message):
        page(tmp_path, WHOLE.replace(before, after))


def test_every_file_of_texts_is_read() -> None:
    names = {path.stem for path in FOLDER.iterdir()}
    source = (FOLDER.parent / "words.py").read_text()
    fields = {f"questions_{field}" for field in ("brakes", "light", "wheels", "family", "service")}
    assert {name for name in names if f'"{name}"' in source} == names - fields
