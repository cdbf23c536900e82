from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from agora.commerce import margins
from agora.commerce.batches import Batch, NewLine, NewOrder, NewProduct, NewReturn
from agora.commerce.models import MarginRate
from agora.commerce.recording import record
from tests.cast import NOON, Cast
from tests.commerce.goods import shop_batch

pytestmark = pytest.mark.django_db


def movements() -> list[tuple[str, int, int, str]]:
    """What, amount, margin and basis of every movement, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT what, amount_minor, margin_minor, basis FROM ({margins.MOVEMENTS}) m ORDER BY at, what, id",
            margins.company_rate().parameters,
        )
        return cursor.fetchall()


def test_the_nearest_knowledge_of_cost_counts(cast: Cast) -> None:
    record(shop_batch(cast.shop))
    assert movements() == [
        ("order", 5000, 2000, "cost of the product"),
        ("order", 1498, 599, "rate of the product"),
        ("subscription", 9900, 2970, "rate of the company"),
        ("order", 300, 200, "cost of the line"),
        ("return", -2500, -1000, "cost of the product"),
        ("subscription", 9900, 2970, "rate of the company"),
    ]


def test_a_stated_rate_of_the_company_replaces_the_default() -> None:
    assert margins.company_rate() == margins.CompanyRate(Decimal("0.30"), stated=False)
    MarginRate.objects.create(rate=Decimal("0.25"), because="books of last year")
    assert margins.company_rate() == margins.CompanyRate(Decimal("0.25"), stated=True)


@pytest.mark.parametrize("cost", [None, Decimal("1.3333")])
def test_a_refund_cancels_its_sale_exactly(cast: Cast, cost: Decimal | None) -> None:
    line = NewLine("bell", 7, Decimal("9.5"), cost)
    record(
        Batch(
            source=cast.shop,
            products=[NewProduct("bell", "Bell", "EUR")],
            orders=[NewOrder("o", NOON, "EUR", [line], "b")],
            returns=[NewReturn("r", NOON + timedelta(days=1), "EUR", [replace(line, unit_cost_minor=None)], "b")],
        )
    )
    (_, bought, earned, _), (_, back, lost, _) = movements()
    assert (bought + back, earned + lost) == (0, 0)


def test_a_cost_in_another_currency_says_nothing(cast: Cast) -> None:
    products = [NewProduct("bell", "Bell", "USD", unit_cost_minor=100)]
    record(Batch(source=cast.shop, products=products, orders=[NewOrder("o", NOON, "EUR", [NewLine("bell", 1, 300)])]))
    assert movements() == [("order", 300, 90, "rate of the company")]
