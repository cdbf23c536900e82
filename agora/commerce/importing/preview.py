"""What an import would do, from the first rows of a file; nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from agora.commerce.batches import NewOrder, NewReturn
from agora.commerce.importing.assembling import assemble
from agora.commerce.importing.columns import Columns
from agora.commerce.importing.grouping import groups
from agora.commerce.importing.parsing import Fault, Habits, Parser
from agora.commerce.importing.reading import File
from agora.commerce.importing.survey import survey

ROWS_LOOKED_AT = 20_000
ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first `rows` rows would become: `sales` as they would be recorded, `faults` as they would be refused.

    `mapping` is field → column, `unused` the columns that mean nothing to us, `tally` the lines by what became of them.
    """

    rows: int
    mapping: dict[str, str]
    unused: tuple[str, ...]
    encoding: str
    dates: str
    sales: tuple[NewOrder | NewReturn, ...]
    names: dict[str, str]
    faults: tuple[Fault, ...]
    refused: int
    tally: dict[str, int]


def preview(file: File, *, columns: Columns, habits: Habits, shown: int = ROWS_SHOWN) -> Preview:
    """Look at the first 20,000 rows; `shown` sales and faults are kept."""
    looked = survey(file, columns=columns, habits=habits, most=ROWS_LOOKED_AT)
    habits = replace(habits, dates=habits.dates or looked.dates)
    faults: list[Fault] = []
    sales: list[NewOrder | NewReturn] = []
    tally: Counter[str] = Counter()
    rows = islice(file.rows(), ROWS_LOOKED_AT)
    for _, lines in groups(rows, parser=Parser(columns, habits), survey=looked, refuse=faults.append):
        sale = assemble(lines, refuse=faults.append)
        tally += sale.tally
        tally["orders"] += bool(sale.order)
        tally["returns"] += bool(sale.back)
        sales += [told for told in (sale.order, sale.back) if told and len(sales) < shown]
    return Preview(
        rows=looked.rows,
        mapping=dict(columns.names),
        unused=tuple(name for name in file.header if name not in columns.names.values()),
        encoding=file.encoding,
        dates=habits.dates,
        sales=tuple(sales[:shown]),
        names={code: product.name for code, product in looked.products.items()},
        faults=tuple(faults[:shown]),
        refused=len(faults),
        tally=dict(tally),
    )
