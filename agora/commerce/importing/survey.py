"""The first look through a whole file: how long it is, what its products are called, which orders are scattered."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from agora.commerce.batches import NewProduct
from agora.commerce.importing.columns import Columns
from agora.commerce.importing.parsing import Habits, date_evidence, price_or_none
from agora.commerce.importing.reading import File, Row

TOLD_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look found: `scattered` are hashes of orders whose lines do not stand together."""

    rows: int
    scattered: frozenset[int]
    products: Mapping[str, NewProduct]
    dates: str


@dataclass(slots=True)
class _Seen:
    """What is kept of the rows gone by."""

    rows: int = 0
    last: str | None = None
    runs: array[int] = field(default_factory=lambda: array("q"))
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    prices: dict[str, tuple[str, str]] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)


def survey(
    file: File,
    *,
    columns: Columns,
    habits: Habits,
    most: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Survey:
    """Read the file once (the first `most` rows if told). Eight bytes per order and each product's names are kept."""
    seen = _Seen()
    at = columns.at
    width = max(at.values()) + 1
    for row in file.rows():
        seen.rows += 1
        if len(row.cells) >= width:
            _note(seen, row, at)
        if progress and seen.rows % TOLD_EVERY == 0:
            progress(seen.rows)
        if most and seen.rows >= most:
            break
    return Survey(
        seen.rows, _scattered(seen.runs), _products(seen, habits), "".join(seen.dates) if len(seen.dates) == 1 else ""
    )


def _note(seen: _Seen, row: Row, at: Mapping[str, int]) -> None:
    cells = row.cells
    order, product = cells[at["order"]].strip(), cells[at["product"]].strip()
    if order != seen.last:
        seen.last = order
        seen.runs.append(hash(order))
    if "description" in at and (name := cells[at["description"]]):
        seen.names[product, name] += 1
    price = cells[at["price"]]
    if price and price[0] != "-" and price not in ("0", "0.0", "0.00"):
        seen.prices[product] = (price, cells[at["currency"]] if "currency" in at else "")
    if "category" in at and (category := cells[at["category"]].strip()):
        seen.categories[product] = category
    if "/" in cells[at["at"]] and (evidence := date_evidence(cells[at["at"]])):
        seen.dates.add(evidence)


def _scattered(runs: array[int]) -> frozenset[int]:
    """Two orders of the same hash are held to be scattered too, which costs a little and spoils nothing."""
    values, counts = np.unique(np.frombuffer(runs, dtype=np.int64), return_counts=True)
    return frozenset(values[counts > 1].tolist())


def _products(seen: _Seen, habits: Habits) -> dict[str, NewProduct]:
    """Each product under the name it bears most often, at the price that stands last."""
    best: dict[str, tuple[int, str]] = {}
    for (product, name), count in seen.names.items():
        if (said := name.strip()) and (product not in best or count > best[product][0]):
            best[product] = (count, said)
    products = {}
    for code in {*best, *seen.prices}:
        text, told = seen.prices.get(code, ("", ""))
        currency = told.strip().upper() or habits.currency
        name = best[code][1] if code in best else ""
        products[code] = NewProduct(
            code, name, currency, price_or_none(text, currency=currency), category=seen.categories.get(code, "")
        )
    return products
