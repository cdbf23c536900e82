"""The tables of docs/measures, read so that tests can compute them anew."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "measures"


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading of a page, without its head."""
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    section = text.split(f"# {heading}\n", 1)[1]
    lines = section[section.index("\n|") + 1 :].splitlines()
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows[2:]


def numbers(cell: str) -> list[float]:
    """The numbers of a cell, such as ".243, 4.414; −9582.4" or "−12 %"."""
    return [float(found) for found in re.findall(r"-?\d*\.?\d+", cell.replace("−", "-"))]
