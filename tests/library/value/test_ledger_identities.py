"""What must hold in every world: money is neither lost nor made, to the minor unit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.value import NO_SALE, Exposures, Ledger, Sales, add_ledgers, allocate
from agora_analytics.value.rounding import whole
from tests.library.value.worlds import PEOPLE, World, quick, taken, worlds

SUMS = ("own", "given", "received", "net", "gross", "given_by_account", "firm", "unknown", "total")


def assert_equal(one: Ledger, other: Ledger) -> None:
    for name in SUMS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@quick
@given(worlds())
def test_the_net_values_add_up_to_the_money_received(world: World) -> None:
    made = world.ledger()
    assert made.net.sum() + made.firm + made.unknown == made.total == world.sales.margin_minor.sum()


@quick
@given(worlds())
def test_what_is_given_is_what_is_received_and_every_sale_is_shared_out_whole(world: World) -> None:
    made = world.ledger()
    assert made.given.sum() + made.firm == made.received.sum()
    _, entries = made.opened()
    credited = np.zeros(world.sales.size, dtype=np.int64)
    np.add.at(credited, entries.sale, entries.amount_minor)
    np.testing.assert_array_equal(credited + entries.own_minor, world.sales.margin_minor)
    assert np.all((entries.own_weight >= 0) & (entries.own_weight <= 1))


@quick
@given(worlds())
def test_sub_accounts_add_up_to_social_value(world: World) -> None:
    made = world.ledger()
    np.testing.assert_array_equal(made.given_by_account.sum(axis=1), made.given)
    for account in range(made.given_by_account.shape[1]):
        alone = made.between(include=world.sales.account == account)
        np.testing.assert_array_equal(alone.given, made.given_by_account[:, account])


@quick
@given(worlds(), st.integers(0, 80))
def test_periods_add(world: World, cut: int) -> None:
    whole_time = world.ledger()
    assert_equal(add_ledgers([whole_time.between(end=cut), whole_time.between(start=cut)]), whole_time)
    early = world.sales.time < cut
    assert_equal(world.ledger(include=early, entries=False), whole_time.between(end=cut))


@quick
@given(worlds(), st.integers(1, 999))
def test_refunds_that_return_a_sale_in_parts_cancel_it_exactly_on_every_account(world: World, part: int) -> None:
    only = taken(world.sales, np.flatnonzero(world.sales.refund_of == NO_SALE))
    first = only.margin_minor * part // 1000
    returned = replace(
        taken(only, np.tile(np.arange(only.size), 3)),
        margin_minor=np.concatenate([only.margin_minor, -first, first - only.margin_minor]),
        time=np.concatenate([only.time, only.time + 5, only.time + 9]),
        refund_of=np.concatenate([only.refund_of, np.tile(np.arange(only.size), 2)]),
    )
    made = world.ledger(sales=returned)
    assert not any(np.any(getattr(made, name)) for name in ("net", "given", "received", "given_by_account", "firm"))
    _, entries = made.opened()
    size = np.diff(entries.start)[: only.size]
    weights = [entries.weight[entries.start[i] :][: size.sum()] for i in (0, only.size, 2 * only.size)]
    np.testing.assert_array_equal(weights[0], weights[1])
    np.testing.assert_array_equal(weights[0], weights[2])


@quick
@given(worlds(), st.randoms(use_true_random=False))
def test_a_replay_in_another_order_posts_the_same_integers(world: World, random: object) -> None:
    rng = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    order = rng.permutation(world.exposures.size)
    shuffled = world.ledger(exposures=taken(world.exposures, order))
    one, two = world.ledger().opened()[1], shuffled.opened()[1]
    assert_equal(world.ledger(), shuffled)
    for name in ("author", "content", "kind", "weight", "amount_minor", "own_minor"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


@quick
@given(worlds(), st.randoms(use_true_random=False))
def test_sales_in_another_order_post_the_same_accounts(world: World, random: object) -> None:
    order = np.random.default_rng(random.randrange(2**32)).permutation(world.sales.size)  # type: ignore[attr-defined]
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    moved = taken(world.sales, order)
    back = np.where(moved.refund_of == NO_SALE, NO_SALE, np.append(place, NO_SALE)[moved.refund_of])
    assert_equal(world.ledger(sales=replace(moved, refund_of=back)), world.ledger())


@quick
@given(worlds(), st.integers(1, PEOPLE))
def test_buyers_apart_post_the_same_entries_as_buyers_together(world: World, cut: int) -> None:
    together = world.ledger()
    parts, amounts = [], []
    for mine in (world.sales.buyer < cut, world.sales.buyer >= cut):
        rows = np.flatnonzero(mine)
        place = np.cumsum(mine) - 1
        part = taken(world.sales, rows)
        part = replace(part, refund_of=np.where(part.refund_of == NO_SALE, NO_SALE, place[part.refund_of]))
        met = taken(world.exposures, np.isin(world.exposures.buyer, world.sales.buyer[rows]))
        parts.append(world.ledger(sales=part, exposures=met))
        amounts.append((rows, parts[-1].opened()[1]))
    assert_equal(add_ledgers(parts), together)
    _, entries = together.opened()
    for rows, mine in amounts:
        for local, row in enumerate(rows):
            here, there = mine.of_sale(local), entries.of_sale(row)
            np.testing.assert_array_equal(mine.amount_minor[here], entries.amount_minor[there])


@quick
@given(worlds())
def test_sums_alone_are_those_of_the_entries(world: World) -> None:
    made = world.ledger()
    assert_equal(world.ledger(entries=False), made)
    assert_equal(made.between(), made)


@quick
@given(worlds())
def test_merging_two_customers_keeps_every_sum(world: World) -> None:
    kept, lost = 0, 1

    def merged(code: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        return np.where(code == lost, np.int32(kept), code)

    sales = replace(world.sales, buyer=merged(world.sales.buyer))
    met = replace(world.exposures, buyer=merged(world.exposures.buyer), author=merged(world.exposures.author))
    made = world.ledger(sales=sales, exposures=met)
    assert made.net.sum() + made.firm + made.unknown == world.sales.margin_minor.sum()
    assert made.own[lost] == made.given[lost] == made.received[lost] == 0
    assert made.own[kept] == world.ledger().own[[kept, lost]].sum()


def posted(amount: int, weights: ArrayLike) -> np.ndarray:  # type: ignore[type-arg]
    """What the ledger posts of one sale: the buyer's part, whose weight is the first, then those of the words met."""
    own, *others = np.asarray(weights, dtype=float)
    size = len(others)
    sale = Sales.of([size], time=[9.0], margin_minor=[amount], base_rate=own)
    met = Exposures.of(
        np.full(size, size), author=range(size), content=range(size), time=np.arange(size) / 100, strength=others
    )
    made = allocate(sale, met, incrementality=1.0)
    _, entries = made.opened()
    assert np.array_equal(made.given[:size], entries.amount_minor)
    return np.append(entries.own_minor, entries.amount_minor)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(-(10**12), 10**12), st.lists(st.floats(0.001, 1), min_size=1, max_size=90))
def test_parts_add_up_and_lie_within_a_minor_unit_of_the_exact_share(amount: int, raw: list[float]) -> None:
    weights = np.array(raw) / np.sum(raw)
    parts = posted(amount, weights)
    assert parts.sum() == amount
    assert np.all(np.abs(parts - amount * weights) < 1.001)
    np.testing.assert_array_equal(posted(-amount, weights), -parts)


def test_the_largest_remainders_get_the_last_cents() -> None:
    assert posted(100, [0.5, 0.5, 0.5]).tolist() == [34, 33, 33]
    assert posted(10, [0.56, 0.27, 0.17]).tolist() == [5, 3, 2]
    assert posted(0, [0.5, 0.5]).tolist() == [0, 0]
    assert whole(np.array([-1.5, 2.25, 0.25]), 1).tolist() == [-1, 2, 0]


def test_amounts_beyond_a_billion_lose_no_cent() -> None:
    assert posted(9_007_199_254_740_993, np.full(7, 1 / 7)).sum() == 9_007_199_254_740_993


def test_no_sales_make_an_empty_ledger() -> None:
    none = Sales.of([], time=[], margin_minor=[], base_rate=0.1)
    nobody = Exposures.of([], author=[], content=[], time=[])
    made = allocate(none, nobody)
    assert (made.total, made.net.size) == (0, 0)


def test_a_ledger_that_cannot_answer_says_so() -> None:
    nobody = Exposures.of([], author=[], content=[], time=[])
    one = Sales.of([3], time=[1], margin_minor=[1], base_rate=0.1)
    with pytest.raises(InvalidInput, match="person code 3"):
        allocate(one, nobody, people=2)
    with pytest.raises(NotEnoughData, match="entries=True"):
        allocate(one, nobody, entries=False).between()
    with pytest.raises(InvalidInput, match="incrementality"):
        add_ledgers([allocate(one, nobody), allocate(one, nobody, incrementality=0.5)])
