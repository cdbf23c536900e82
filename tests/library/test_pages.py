"""Every page of docs/measures says what a measure is, shows it on numbers, and says when not to believe it."""

import re
from pathlib import Path

import pytest

from tests.library.pages import FOLDER

PAGES = sorted(FOLDER.glob("*.md"))
PARTS = {
    "guarantees": {"Guarantees"},
    "disadvantages": {"When it misleads", "Known weaknesses", "Disadvantages"},
    "source": {"Sources"},
}
# Figures from hundreds of made worlds, too long for a test: the page says how many, and of what size.
MEASURED = {("value-ledger", "Intervals, and whether anything may be claimed")}
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py"))


def headings(page: Path) -> list[str]:
    return [line.lstrip("#").strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")]


def tables(page: Path) -> list[tuple[str, list[str]]]:
    """The heading above each table that holds numbers, and its rows."""
    found: list[tuple[str, list[str]]] = []
    heading, rows = "", list[str]()
    for line in [*page.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if any(re.search(r"\d", row.split("|", 2)[2]) for row in rows[2:]):
            found.append((heading, rows))
        heading, rows = (line.lstrip("#").strip() if line.startswith("#") else heading), []
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_prose_guarantees_disadvantages_and_sources(page: Path) -> None:
    said = {re.sub(r" \(.*", "", heading) for heading in headings(page)}
    assert [part for part, names in PARTS.items() if not names & said] == []
    prose = [line for line in page.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#|- "]
    assert len(prose) > 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_a_worked_table_and_each_is_read_by_a_test(page: Path) -> None:
    found = [heading for heading, _ in tables(page)]
    assert found
    assert len(set(found)) == len(found)  # the reader takes the first table under a heading
    unread = [heading for heading in found if f'table("{page.stem}", "{heading}")' not in TESTS]
    assert [heading for heading in unread if (page.stem, heading) not in MEASURED] == []
