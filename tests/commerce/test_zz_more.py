"""What holds for any batches: once is enough, the order of arrival does not matter, bad rows spoil nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import starmap

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agora.commerce.batches import Batch, NewLine, NewOrder, NewProduct, NewReturn
from agora.commerce.models import Order
from agora.commerce.recording import record
from tests.cast import NOON, Cast
from tests.commerce.goods import state

pytestmark = pytest.mark.django_db

PRODUCTS = [NewProduct("lamp", "Lamp", "EUR"), NewProduct("bell", "Bell", "EUR")]
PRICES = st.one_of(st.integers(0, 10**6), st.decimals(0, 10**4, places=4))
LINES = st.lists(
    st.builds(NewLine, st.sampled_from(["lamp", "bell"]), st.integers(1, 50), PRICES), min_size=1, max_size=4
)
MOMENTS = st.integers(0, 5).map(lambda day: NOON + timedelta(days=day))
BUYERS = st.sampled_from([None, "b1", "b2"])
ORDER = st.builds(lambda at, lines, buyer: ("o", at, lines, buyer, None), MOMENTS, LINES, BUYERS)
RETURN = st.builds(
    lambda at, lines, buyer, order: ("r", at, lines, buyer, order),
    MOMENTS,
    LINES,
    BUYERS,
    st.none() | st.integers(0, 5),
)
quickly = partial(settings, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def numbered(number: int, sale: tuple[object, ...]) -> NewOrder | NewReturn:
    kind, at, lines, buyer, order = sale
    if kind == "o":
        return NewOrder(f"o{number}", at, "EUR", lines, buyer)  # type: ignore[arg-type]
    return NewReturn(f"r{number}", at, "EUR", lines, buyer, None if order is None else f"o{order}")  # type: ignore[arg-type]


SALES = st.lists(ORDER | RETURN, max_size=6).map(lambda told: list(starmap(numbered, enumerate(told))))


def batch(cast: Cast, *sales: NewOrder | NewReturn) -> Batch:
    orders = [sale for sale in sales if isinstance(sale, NewOrder)]
    returns = [sale for sale in sales if isinstance(sale, NewReturn)]
    return Batch(source=cast.shop, products=PRODUCTS, orders=orders, returns=returns)


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever the block records is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@quickly(max_examples=250)
@given(sales=SALES)
def test_recording_twice_is_recording_once(cast: Cast, sales: list[NewOrder | NewReturn]) -> None:
    with forgotten():
        record(batch(cast, *sales))
        once = state()
        again = record(batch(cast, *sales))
        assert (state(), again.orders, again.orders_changed, again.returns_changed) == (once, (), (), ())


@quickly(max_examples=250)
@given(sales=SALES, data=st.data())
def test_the_order_of_arrival_does_not_matter(
    cast: Cast, sales: list[NewOrder | NewReturn], data: st.DataObject
) -> None:
    with forgotten():
        record(batch(cast, *sales))
        together = state()
    with forgotten():
        for sale in data.draw(st.permutations(sales)):
            record(batch(cast, sale))
        assert not sales or state() == together


@quickly(max_examples=250)
@given(first=SALES, second=SALES)
def test_what_is_told_last_counts(
    cast: Cast, first: list[NewOrder | NewReturn], second: list[NewOrder | NewReturn]
) -> None:
    retold = {sale.origin_id for sale in second}
    with forgotten():
        record(batch(cast, *(sale for sale in first if sale.origin_id not in retold), *second))
        direct = state()
    with forgotten():
        record(batch(cast, *first))
        record(batch(cast, *second))
        assert state() == direct


@quickly(max_examples=250)
@given(sales=SALES, bad=st.sampled_from(["currency", "product", "quantity"]))
def test_a_bad_row_spoils_nothing(cast: Cast, sales: list[NewOrder | NewReturn], bad: str) -> None:
    wrong = {
        "currency": NewOrder("bad", NOON, "?", [NewLine("bell", 1, 1)]),
        "product": NewOrder("bad", NOON, "EUR", [NewLine("tram", 1, 1)]),
        "quantity": NewOrder("bad", NOON, "EUR", [NewLine("bell", 0, 1)]),
    }[bad]
    with forgotten():
        record(batch(cast, *sales))
        without = state()
    with forgotten():
        recorded = record(batch(cast, wrong, *sales))
        assert (state(), [refusal.origin_id for refusal in recorded.refusals]) == (without, ["bad"])


@quickly(max_examples=250)
@given(lines=LINES)
def test_a_total_is_the_sum_of_its_rounded_lines(cast: Cast, lines: list[NewLine]) -> None:
    with forgotten():
        record(replace(batch(cast), orders=[NewOrder("o", NOON, "EUR", lines)]))
        order = Order.objects.get()
        exact = sum((Decimal(line.unit_price_minor) * line.quantity for line in lines), Decimal(0))
        assert order.total_minor == sum(line.amount_minor for line in order.lines.all())
        assert abs(order.total_minor - exact) <= Decimal("0.5") * len(lines)
