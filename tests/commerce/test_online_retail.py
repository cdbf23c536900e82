"""The published file, whole: 541,909 lines in, and every month adds up to what the file says."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine
from agora.people.models import Person
from tests.commerce.files import bring
from tests.conftest import real_data

pytestmark = [pytest.mark.django_db, pytest.mark.truth]
# 0.001 pounds is a tenth of a penny: each such line is rounded to whole pence, half to even.
SUB_PENNY_LINES = 4


def months_of_file(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Pence per month by exact arithmetic, and by rounding each line."""
    exact: Counter[str] = Counter()
    rounded: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for line in csv.DictReader(text):
            pence = int(line["Quantity"]) * Decimal(line["UnitPrice"]) * 100
            exact[line["InvoiceDate"][:7]] += pence  # type: ignore[assignment]
            rounded[line["InvoiceDate"][:7]] += int(pence.to_integral_value(ROUND_HALF_EVEN))
    return exact, rounded


def months_recorded() -> Counter[str]:
    """Pence per month as recorded: orders less returns."""
    months: Counter[str] = Counter()
    for model, sign in ((Order, 1), (Return, -1)):
        sums = model.objects.annotate(month=TruncMonth("at")).values("month").annotate(sum=Sum("total_minor"))
        for found in sums.order_by("month").values_list("month", "sum"):
            months[f"{found[0]:%Y-%m}"] += sign * found[1]
    return months


def test_the_whole_file_comes_in_and_every_month_adds_up() -> None:
    path = real_data("online-retail") / "online_retail.csv.gz"
    of = bring(path)
    assert (of.state, of.rejected, of.counts["lines"]) == ("done", 0, 541_909)
    assert OrderLine.objects.count() + ReturnLine.objects.count() == 541_909
    assert of.counts["lines_without_buyer"] == 135_080
    unknown = (OrderLine.objects.filter(order__buyer=None), ReturnLine.objects.filter(of__buyer=None))
    assert sum(lines.count() for lines in unknown) == 135_080
    assert Return.objects.filter(origin_id__startswith="C").count() == 3_836
    assert ReturnLine.objects.filter(of__origin_id__startswith="C").count() == 9_288
    assert (of.counts["stock_corrections"], of.counts["adjustments"]) == (1_336, 2)
    assert (Product.objects.count(), Person.objects.filter(reason="customer").count()) == (4_070, 4_372)
    exact, rounded = months_of_file(path)
    assert months_recorded() == rounded
    assert abs(sum(exact.values()) - sum(rounded.values())) <= Decimal("0.5") * SUB_PENNY_LINES
    matched = ReturnLine.objects.filter(of__buyer__isnull=False, order_line__isnull=False).count()
    assert matched / ReturnLine.objects.filter(of__buyer__isnull=False).count() > 0.8
