"""Tables that leave: no cell runs as a formula, numbers stay numbers, and rows are read as they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from agora.pages.exports import FORMULA, download, harmless, lines
from tests.cast import NOON


@pytest.mark.parametrize("start", FORMULA)
@pytest.mark.parametrize("space", ["", "  "])
def test_no_text_runs_as_a_formula_in_a_spreadsheet(start: str, space: str) -> None:
    assert harmless(f"{space}{start}HYPERLINK()") == f"'{space}{start}HYPERLINK()"


@pytest.mark.parametrize("cell", [-5, 0, -2.5, Decimal("-39.00"), "Ada", "a=b", "ada@example.org", ""])
def test_numbers_below_nothing_and_plain_words_leave_as_they_are(cell: str | int | float | Decimal) -> None:
    assert harmless(cell) == cell


def test_a_time_leaves_with_its_zone_and_nothing_leaves_empty() -> None:
    assert harmless(NOON) == "2026-06-01T12:00:00+00:00"
    assert harmless(None) == ""


def test_the_header_comes_first_and_commas_stay_inside_their_cell() -> None:
    table = list(lines(["name", "units"], [["Ada, the first", Decimal("1.50")]]))
    assert table == ["name,units\r\n", '"Ada, the first",1.50\r\n']


def test_a_row_is_read_only_when_its_turn_has_come() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            taken.append(number)
            yield [number]

    table = lines(["number"], rows())
    next(table)
    assert taken == []
    next(table)
    assert taken == [0]


def test_a_download_names_a_plain_file_that_no_cache_keeps() -> None:
    response = download('People "of" ../worth', header=["name"], rows=[])
    assert response["Content-Disposition"] == 'attachment; filename="people-of-worth.csv"'
    assert response["Cache-Control"] == "no-store"
    assert response.streaming
