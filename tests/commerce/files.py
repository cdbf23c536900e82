"""Order files for tests: a few rows in the shape that shops write, and the import in one call."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

from agora.commerce.importing.columns import choose, parse
from agora.commerce.importing.parsing import Habits
from agora.commerce.importing.reading import File, look
from agora.commerce.importing.running import run
from agora.commerce.importing.survey import survey
from agora.core.models import Import, Source
from agora.core.models.sources import source

HEADER = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
AT = "2026-03-01 08:26:00"


def row(order: str, product: str = "A1", quantity: object = 1, price: object = "2.50", **told: str) -> list[str]:
    """One line of a file; `at`, `buyer`, `country` and `description` may be told."""
    description = told.get("description", f"THING {product}")
    buyer, country = told.get("buyer", "17850.0"), told.get("country", "United Kingdom")
    return [order, product, description, str(quantity), told.get("at", AT), str(price), buyer, country]


def write(folder: Path, rows: list[list[str]], *, name: str = "orders.csv", header: list[str] = HEADER) -> Path:
    """Write a CSV file, packed where the name ends in .gz."""
    path = folder / name
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def bring(
    path: Path, *, mapping: str = "", shop: Source | None = None, dates: str = "", currency: str = "GBP"
) -> Import:
    """Import a file as `agora import orders` does."""
    file: File = look(path)
    columns, habits = choose(file.header, parse(mapping)), Habits(currency, dates=dates)
    found = survey(file, columns=columns, habits=habits)
    into = shop or source("shop", kind="orders", name="Shop")
    return run(file, source=into, columns=columns, habits=habits, survey=found)


def refused(of: Import) -> list[tuple[int, str, str, str]]:
    """What the report of an import says: line, column, value, reason."""
    return list(of.rejections.values_list("line", "column", "value", "reason"))
