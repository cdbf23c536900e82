"""An import of orders from first line to last: bounded memory, safe to kill and run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from agora.commerce.batches import Batch, NewBuyer, NewOrder, NewProduct, NewReturn, Recorded
from agora.commerce.importing.assembling import Sale, assemble
from agora.commerce.importing.columns import Columns
from agora.commerce.importing.grouping import groups
from agora.commerce.importing.parsing import Fault, Habits, Parser
from agora.commerce.importing.reading import File
from agora.commerce.importing.survey import Survey
from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine
from agora.commerce.recording import record
from agora.core.alone import alone
from agora.core.copying import run as run_sql
from agora.core.models import Import, Rejection, Source

KIND = "orders"
LINES_PER_BATCH = 5_000
# An import makes tables many times larger within seconds: what the planner knows of them has to keep up.
GROWTH = 4
GROWING = "commerce_order, commerce_orderline, commerce_return, commerce_returnline, commerce_product, people_identity"


def run(
    file: File,
    *,
    source: Source,
    columns: Columns,
    habits: Habits,
    survey: Survey,
    progress: Callable[[int], None] | None = None,
) -> Import:
    """Record every order of the file; returns the import with its counts.

    Each batch is a transaction of its own and the door is idempotent: an import that was killed is taken up by running
    the same file again. Raises AlreadyRunning; a failure leaves the import `failed`, with what was recorded until then.
    """
    habits = replace(habits, dates=habits.dates or survey.dates)
    with alone(source, what="orders"):
        of = _begin(file, source, columns)
        try:
            work = _Work(of, survey, columns)
            for read, lines in groups(file.rows(), parser=Parser(columns, habits), survey=survey, refuse=work.refuse):
                work.add(assemble(lines, refuse=work.refuse), line=lines[0].line)
                if progress:
                    progress(read)
            work.record()
            of.finish(work.counts())
        except Exception as problem:
            of.fail(str(problem))
            raise
    return of


class _Work:
    """What has been read and is not yet recorded, and the tally of what has."""

    def __init__(self, of: Import, survey: Survey, columns: Columns) -> None:
        self._of, self._survey, self._columns = of, survey, columns
        self._tally: Counter[str] = Counter()
        self._described: set[str] = set()
        self._batches, self._analyze_at = 0, 1
        self._clear()

    def _clear(self) -> None:
        self._orders: list[NewOrder] = []
        self._returns: list[NewReturn] = []
        self._buyers: dict[str, NewBuyer] = {}
        self._products: dict[str, NewProduct] = {}
        self._faults: list[Fault] = []
        self._first_line: dict[str, int] = {}
        self._lines = 0

    def add(self, sale: Sale, *, line: int) -> None:
        """Take one more sale; what has come together is recorded when it is enough."""
        for product in sale.products - self._described:
            told = self._survey.products.get(product)
            self._products[product] = told or NewProduct(product, "", (sale.order or sale.back).currency)  # type: ignore[union-attr]
        if sale.buyer:
            self._buyers[sale.buyer.origin_id] = sale.buyer
        if sale.order:
            self._orders.append(sale.order)
            self._first_line[sale.order.origin_id] = line
        if sale.back:
            self._returns.append(sale.back)
            self._first_line[sale.back.origin_id] = line
        self._tally += sale.tally
        self._lines += sale.tally["lines"]
        if self._lines >= LINES_PER_BATCH:
            self.record()
            self._keep_statistics()

    def refuse(self, fault: Fault) -> None:
        """Keep a row that is refused."""
        self._faults.append(fault)

    @transaction.atomic
    def record(self) -> None:
        """Put what has come together through the door, and the refused rows into the report."""
        recorded = record(
            Batch(
                source=self._of.source,
                buyers=list(self._buyers.values()),
                products=list(self._products.values()),
                orders=self._orders,
                returns=self._returns,
                of_import=self._of,
            )
        )
        self._reject(recorded)
        self._described |= self._products.keys()
        self._tally["changed_sales"] += len(recorded.orders_changed) + len(recorded.returns_changed)
        self._clear()

    def counts(self) -> dict[str, int]:
        """Return what the import brought: rows it created, and what the lines of the file were."""
        mine = {"of_import": self._of}
        return {
            "orders": Order.objects.filter(**mine).count(),
            "order_lines": OrderLine.objects.filter(order__of_import=self._of).count(),
            "returns": Return.objects.filter(**mine).count(),
            "return_lines": ReturnLine.objects.filter(of__of_import=self._of).count(),
            "products": Product.objects.filter(**mine).count(),
            **{name: count for name, count in sorted(self._tally.items()) if count},
        }

    def _keep_statistics(self) -> None:
        self._batches += 1
        if self._batches >= self._analyze_at:
            self._analyze_at *= GROWTH
            run_sql(f"ANALYZE {GROWING}")

    def _reject(self, recorded: Recorded) -> None:
        named = self._columns.names
        rows = [
            Rejection(
                of=self._of,
                line=fault.line,
                column=named.get(fault.column, fault.column)[:120],
                value=_shown(fault.value),
                reason=fault.reason[:400],
            )
            for fault in self._faults
        ]
        for refusal in recorded.refusals:
            line = self._first_line.get(refusal.origin_id, 0)
            column = named.get("buyer" if refusal.what == "buyer" else "order", "")
            rows.append(
                Rejection(
                    of=self._of, line=line, column=column, value=refusal.origin_id[:200], reason=refusal.reason[:400]
                )
            )
        if rows:
            self._of.reject(rows)


def _begin(file: File, source: Source, columns: Columns) -> Import:
    """Take up the import of this file that did not get to its end, or begin one."""
    broken = Import.objects.filter(
        kind=KIND, source=source, label=file.path.name[:300], state__in=("running", "failed")
    )
    of = broken.order_by("-pk").first()
    if not of:
        return Import.begin(kind=KIND, source=source, label=file.path.name, mapping=dict(columns.names))
    with transaction.atomic():
        of.rejections.all().delete()
        of.step(
            "running", rejected=0, problem="", finished_at=None, started_at=of.started_at, mapping=dict(columns.names)
        )
    return of


def _shown(value: str) -> str:
    return value.replace("\x00", "␀").encode("utf-8", "replace").decode()[:200]
