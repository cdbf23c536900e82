"""The money of a simulated world is plausible and consistent with what was put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

from agora.demo.bicycles import SimLine, World
from agora.demo.bicycles.catalogue import margin_minor
from tests.demo.test_worlds import made, some_world  # noqa: F401


def margin(world: World, lines: tuple[SimLine, ...]) -> int:
    products = {product.sku: product for product in world.products}
    rate = world.truth.parameters["default_margin_rate"]
    return sum(
        margin_minor(
            products[line.sku], quantity=line.quantity, unit_price_minor=line.unit_price_minor, default_rate=rate
        )
        for line in lines
    )


def test_margins_lie_between_eighteen_and_forty_five_per_cent() -> None:
    for product in made("tiny", 1).products:
        earned = margin_minor(product, quantity=1, unit_price_minor=product.price_minor, default_rate=0.30)
        assert 0.18 <= earned / product.price_minor <= 0.46, product.name


def test_costs_are_stated_in_three_ways() -> None:
    stated = Counter(
        "cost" if p.unit_cost_minor is not None else "rate" if p.margin_rate is not None else "nothing"
        for p in made("tiny", 1).products
    )
    assert min(stated["cost"], stated["rate"], stated["nothing"]) >= 2


def test_returned_goods_were_bought_before_and_not_in_larger_numbers(some_world: World) -> None:  # noqa: F811
    orders = {order.key: order for order in some_world.orders}
    for back in some_world.returns:
        bought = {line.sku: line for line in orders[back.order_key].lines}
        assert orders[back.order_key].at < back.at
        assert all(line.quantity <= bought[line.sku].quantity for line in back.lines)
        assert all(line.unit_price_minor == bought[line.sku].unit_price_minor for line in back.lines)


def test_five_to_eight_per_cent_of_the_orders_come_back() -> None:
    demo = made("demo", 7)
    assert 0.05 <= len(demo.returns) / len(demo.orders) <= 0.08


def test_some_buyers_are_unknown() -> None:
    demo = made("demo", 7)
    assert 0.05 <= sum(order.buyer is None for order in demo.orders) / len(demo.orders) <= 0.10


def test_spring_and_summer_sell_more_than_winter() -> None:
    months = Counter(order.at.month for order in made("demo", 7).orders)
    assert sum(months[m] for m in (4, 5, 6)) > 1.6 * sum(months[m] for m in (12, 1, 2))


def test_people_are_customers_exactly_if_they_bought(some_world: World) -> None:  # noqa: F811
    buyers = {order.buyer for order in some_world.orders}
    assert all(person.is_customer == (person.key in buyers) for person in some_world.people)


def test_contracts_run_from_start_to_cancellation(some_world: World) -> None:  # noqa: F811
    for contract in some_world.subscriptions:
        kinds = [event.kind for event in contract.events]
        assert kinds[0] == "start" and kinds.count("start") == 1
        assert "cancel" not in kinds[:-1]
        assert [event.at for event in contract.events] == sorted(event.at for event in contract.events)
        assert all((event.amount_minor == 0) == (event.kind == "cancel") for event in contract.events)


def test_a_triggered_order_follows_a_reading_of_that_post_by_its_buyer(some_world: World) -> None:  # noqa: F811
    orders = {order.key: order for order in some_world.orders}
    people = {person.key: person for person in some_world.people}
    read_at = {(read.reader, read.post_key): read.at for read in some_world.reads}
    assert some_world.truth.triggered
    for order_key, post_key in some_world.truth.triggered.items():
        order = orders[order_key]
        assert order.buyer is not None and order.buyer not in some_world.truth.scripted
        if people[order.buyer].consents_to("measurement", at=order.at):
            assert read_at[order.buyer, post_key] < order.at


def test_true_influence_is_the_margin_of_triggered_orders_less_returns(some_world: World) -> None:  # noqa: F811
    author = {post.key: post.author for post in some_world.posts}
    back = {entry.order_key: entry.lines for entry in some_world.returns}
    expected: dict[str, int] = defaultdict(int)
    for order in some_world.orders:
        if order.key in some_world.truth.triggered:
            earned = margin(some_world, order.lines) - margin(some_world, back.get(order.key, ()))
            expected[author[some_world.truth.triggered[order.key]]] += earned
    firm = sum(value for who, value in expected.items() if who.startswith("staff:"))
    people = {who: value for who, value in expected.items() if not who.startswith("staff:")}
    assert some_world.truth.true_influence_minor == people
    assert some_world.truth.firm_influence_minor == firm


def test_readings_sell_as_often_as_the_hazard_says() -> None:
    """Expected triggered orders from the recorded readings, by the stated hazard, against those that happened."""
    demo = made("demo", 7)
    truth, p = demo.truth, demo.truth.parameters
    author = {post.key: post.author for post in demo.posts}
    expected = 0.0
    for read in demo.reads:
        if read.reader in truth.scripted:
            continue
        tau = p["tie_floor"] + (1 - p["tie_floor"]) * truth.ties.get((read.reader, author[read.post_key]), 0.0)
        expected += p["beta"] / p["delta"] * truth.appeal[read.post_key] * truth.quality[read.post_key] * tau
    measured = {read.reader for read in demo.reads}
    buyers = {order.key: order.buyer for order in demo.orders}
    happened = sum(buyers[key] in measured for key in truth.triggered)
    assert 0.80 * expected <= happened <= 1.10 * expected  # some leave, and the year ends


def test_delays_after_a_reading_are_those_of_the_decay() -> None:
    demo = made("demo", 7)
    read_at = {(read.reader, read.post_key): read.at for read in demo.reads}
    orders = {order.key: order for order in demo.orders}
    delays = [
        (orders[key].at - read_at[orders[key].buyer or "", post]) / timedelta(days=1)
        for key, post in demo.truth.triggered.items()
        if (orders[key].buyer or "", post) in read_at
    ]
    assert 0.85 / demo.truth.parameters["delta"] < sum(delays) / len(delays) < 1.1 / demo.truth.parameters["delta"]
