from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from agora.commerce.batches import Batch, NewBuyer, NewLine, NewOrder, NewProduct, NewReturn
from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine, SubscriptionEvent, Touch
from agora.commerce.recording import record
from agora.core import clock
from agora.core.models.sources import source
from agora.people.erasing import digest
from agora.people.models import ErasedIdentity, Identity, Person
from tests.cast import NOON, Cast
from tests.commerce.goods import DAY, shop_batch, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    return shop_batch(cast.shop)


def lines(order: str) -> list[tuple[str, int, int]]:
    found = OrderLine.objects.filter(order__origin_id=order).order_by("line")
    return list(found.values_list("product__origin_id", "quantity", "amount_minor"))


def test_a_batch_brings_products_buyers_orders_returns_contracts_and_touches(batch: Batch) -> None:
    recorded = record(batch)
    assert (len(recorded.orders), len(recorded.returns), len(recorded.subscriptions)) == (2, 1, 1)
    assert (recorded.products, recorded.buyers, recorded.lines, recorded.touches) == (3, 2, 4, 1)
    assert recorded.refusals == ()
    assert lines("o1") == [("lamp", 2, 5000), ("bell", 5, 1498)]
    assert Order.objects.get(origin_id="o1").total_minor == 6498
    assert SubscriptionEvent.objects.count() == 2
    assert Touch.objects.get().identity.name == "Ben"


def test_an_amount_is_rounded_half_to_even_to_whole_minor_units(batch: Batch) -> None:
    prices = [Decimal("0.5"), Decimal("1.5"), Decimal("2.5"), Decimal("0.1")]
    record(replace(batch, orders=[NewOrder("o", NOON, "EUR", [NewLine("bell", 1, price) for price in prices])]))
    assert [amount for _, _, amount in lines("o")] == [0, 2, 2, 0]


def test_what_lies_in_the_future_is_refused(batch: Batch) -> None:
    late = clock.now() + timedelta(days=2)
    (contract,) = batch.subscriptions
    events = [replace(contract.events[0], at=late)]
    told = replace(
        batch,
        orders=[replace(order, at=late) for order in batch.orders],
        subscriptions=[
            replace(contract, events=events),
            replace(contract, origin_id="next", started_at=late, events=[]),
        ],
        returns=[],
        touches=[],
    )
    recorded = record(told)
    assert [refusal.what for refusal in recorded.refusals] == ["order", "order", "subscription"]
    assert all("lies in the future" in refusal.reason for refusal in recorded.refusals)
    assert len(recorded.subscriptions) == 1


def test_the_same_batch_again_changes_nothing(batch: Batch) -> None:
    record(batch)
    before = state(), list(OrderLine.objects.values()), list(Person.objects.values())
    again = record(batch)
    assert (again.orders, again.orders_changed, again.returns_changed, again.products_changed) == ((), (), (), 0)
    assert (again.buyers, again.persons, again.lines, again.touches, again.subscriptions) == (0, 0, 0, 0, ())
    assert before == (state(), list(OrderLine.objects.values()), list(Person.objects.values()))


def test_an_order_told_with_other_lines_gets_those_lines(batch: Batch) -> None:
    record(batch)
    changed = replace(batch.orders[0], lines=[NewLine("bell", 3, 300)])
    recorded = record(replace(batch, orders=[changed, batch.orders[1]]))
    assert recorded.orders_changed == (Order.objects.get(origin_id="o1").pk,)
    assert lines("o1") == [("bell", 3, 900)]
    assert Order.objects.get(origin_id="o1").total_minor == 900
    assert ReturnLine.objects.get().order_line is None, "the lamp it gave back is no longer in the order"


def test_an_unknown_buyer_is_allowed_and_makes_no_person(batch: Batch) -> None:
    record(replace(batch, buyers=[], orders=[batch.orders[1]], returns=[], subscriptions=[], touches=[]))
    assert Order.objects.get().buyer is None
    assert not Person.objects.exists()


def test_a_buyer_is_held_because_of_the_first_order(batch: Batch) -> None:
    record(batch)
    person = Person.objects.get(name="Ben")
    assert (person.reason, person.country) == ("customer", "GB")
    assert person.because == "Order o1 of 2026-06-01 at Shop"
    assert sorted(person.identities.values_list("kind", "origin_id", "verified_at")) == [
        ("customer", "b1", None), ("email", "ben@example.org", None),
    ]  # fmt: skip


def test_an_address_that_belongs_to_somebody_else_stays_there(batch: Batch) -> None:
    record(batch)
    record(replace(batch, buyers=[NewBuyer("b3", "Dora", email="ben@example.org")], orders=[
        NewOrder("o9", NOON, "EUR", [NewLine("bell", 1, 300)], "b3")]))  # fmt: skip
    assert Identity.objects.get(kind="email").person.name == "Ben"


def test_a_person_already_held_stays_held_for_the_first_reason(batch: Batch) -> None:
    record(batch)
    record(replace(batch, orders=[replace(batch.orders[0], origin_id="o7", at=NOON + DAY)]))
    assert Person.objects.filter(name="Ben").count() == 1


def test_an_erased_buyer_does_not_come_back_but_the_sale_stays(batch: Batch) -> None:
    ErasedIdentity.objects.create(source=batch.source, digest=digest(kind="customer", origin_id="b1"))
    record(batch)
    record(batch)
    assert not Identity.objects.filter(origin_id__in=["b1", "ben@example.org"]).exists()
    assert (Order.objects.get(origin_id="o1").buyer, Return.objects.get().buyer) == (None, None)
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (NewOrder("bad", NOON, "EUR", []), "It has no lines."),
        (NewOrder("bad", NOON, "euro", [NewLine("bell", 1, 1)]), "'euro' is not a currency code such as EUR."),
        (
            NewOrder("bad", datetime(2026, 6, 1), "EUR", [NewLine("bell", 1, 1)]),
            "Its time 2026-06-01 00:00 has no time zone.",
        ),
        (NewOrder("bad", NOON, "EUR", [NewLine("tram", 1, 1)]), "Its product 'tram' is unknown."),
        (NewOrder("bad", NOON, "EUR", [NewLine("bell", 10**9, 10**13)]), "Line 1: Its amount is too large."),
        (NewOrder("bad", NOON, "EUR", [NewLine("bell", 1, Decimal("NaN"))]), "Line 1: NaN is not a price."),
        (NewOrder("x" * 121, NOON, "EUR", [NewLine("bell", 1, 1)]), "Its id is longer than 120 characters."),
        (NewOrder("b\x00d", NOON, "EUR", [NewLine("bell", 1, 1)]), "Its id holds a character that cannot be stored."),
    ],
)
def test_a_bad_order_is_refused_and_the_good_ones_are_in(batch: Batch, order: NewOrder, reason: str) -> None:
    recorded = record(replace(batch, orders=[order, *batch.orders]))
    assert [refusal.reason for refusal in recorded.refusals] == [reason]
    assert set(Order.objects.values_list("origin_id", flat=True)) == {"o1", "o2"}


def test_a_line_with_nothing_bought_is_refused(batch: Batch) -> None:
    recorded = record(replace(batch, orders=[NewOrder("bad", NOON, "EUR", [NewLine("bell", -1, 1)])]))
    assert "what came back is a return" in recorded.refusals[0].reason


def test_a_return_finds_the_purchase_it_takes_back(batch: Batch) -> None:
    record(batch)
    assert ReturnLine.objects.get().order_line == OrderLine.objects.get(
        order__origin_id="o1", product__origin_id="lamp"
    )


def test_a_return_that_came_before_its_order_finds_it_later(batch: Batch) -> None:
    named = replace(batch.returns[0], order="o1", buyer=None)
    record(replace(batch, orders=[], returns=[named]))
    assert Return.objects.get().order is None
    record(replace(batch, returns=[]))
    back = Return.objects.get()
    assert back.order == Order.objects.get(origin_id="o1")
    assert back.lines.get().order_line.order == back.order


def test_two_products_of_one_name_get_addresses_of_their_own(cast: Cast) -> None:
    other = source("other", kind="orders")
    record(Batch(source=cast.shop, products=[NewProduct("A1", "Lamp", "EUR"), NewProduct("A2", "Lamp", "EUR")]))
    record(Batch(source=other, products=[NewProduct("A2", "Lamp", "EUR"), NewProduct("!", "?", "EUR")]))
    slugs = list(Product.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[:2] == ["lamp", "lamp-a2"]
    assert len(set(slugs)) == 4


def test_what_a_batch_does_not_say_of_a_product_stays(batch: Batch) -> None:
    record(batch)
    record(replace(batch, products=[NewProduct("lamp", "", "EUR")]))
    lamp = Product.objects.get(origin_id="lamp")
    assert (lamp.name, lamp.price_minor, lamp.unit_cost_minor) == ("City lamp", 2500, 1500)


def test_a_return_told_in_negative_prices_is_refused(batch: Batch) -> None:
    recorded = record(replace(batch, returns=[NewReturn("bad", NOON, "EUR", [NewLine("bell", 1, -5)])]))
    assert [refusal.reason for refusal in recorded.refusals] == ["Line 1: A return is told in positive prices."]
