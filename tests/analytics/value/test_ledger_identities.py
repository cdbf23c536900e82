"""What must hold in every world: money is neither lost nor made, to the minor unit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora.analytics.value import NO_SALE, Exposures, LedgerParameters, Rule, Sales, allocate, statement
from agora.analytics.value.rounding import apportion
from tests.analytics.value import worlds

MU = 0.1
quick = settings(max_examples=60, deadline=None, derandomize=True)


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_the_net_values_add_up_to_the_money_received(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    made = statement(allocate(sales, exposures, parameters, mu=MU, rule=rule), people=worlds.PEOPLE)
    assert made.net.sum() + made.firm + made.unknown == made.total == sales.margin_minor.sum()


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_what_is_given_is_what_is_received(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    allocation = allocate(sales, exposures, parameters, mu=MU, rule=rule)
    made = statement(allocation, people=worlds.PEOPLE)
    assert made.given.sum() + made.firm == made.received.sum()
    credited = np.zeros(sales.size, dtype=np.int64)
    np.add.at(credited, allocation.sale, allocation.amount_minor)
    np.testing.assert_array_equal(credited + allocation.own_minor, sales.margin_minor)
    assert np.all((allocation.own_weight >= 0) & (allocation.own_weight <= 1))


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES, st.integers(0, 80))
def test_periods_add(sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule, cut: int) -> None:
    allocation = allocate(sales, exposures, parameters, mu=MU, rule=rule)
    whole = statement(allocation, people=worlds.PEOPLE)
    before = statement(allocation, people=worlds.PEOPLE, end=cut)
    after = statement(allocation, people=worlds.PEOPLE, start=cut)
    for name in ("own", "given", "received", "net", "gross"):
        np.testing.assert_array_equal(getattr(before, name) + getattr(after, name), getattr(whole, name))
    assert before.firm + after.firm == whole.firm


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES, st.integers(1, 999))
def test_refunds_that_return_a_sale_in_parts_cancel_it_exactly_on_every_account(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule, part: int
) -> None:
    only = np.flatnonzero(sales.refund_of == NO_SALE)
    first = sales.margin_minor[only] * part // 1000
    paid = [sales.margin_minor[only], -first, first - sales.margin_minor[only]]
    back = np.concatenate([np.full(only.size, NO_SALE), np.arange(only.size), np.arange(only.size)])
    later = np.concatenate([sales.time[only], sales.time[only] + 5, sales.time[only] + 9])
    returned = Sales.of(np.tile(sales.buyer[only], 3), time=later, margin_minor=np.concatenate(paid), refund_of=back)
    made = statement(allocate(returned, exposures, parameters, mu=MU, rule=rule), people=worlds.PEOPLE)
    assert not np.any(made.net)
    assert not np.any(made.given)
    assert not np.any(made.received)
    assert made.firm == 0


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES, st.randoms(use_true_random=False))
def test_a_replay_in_another_order_posts_the_same_amounts(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule, random: object
) -> None:
    order = np.random.default_rng(random.randrange(2**32)).permutation(exposures.size)  # type: ignore[attr-defined]
    names = ("buyer", "author", "content", "kind", "time", "quality", "tie")
    distinct_times = replace(exposures, time=exposures.time + np.arange(exposures.size) * 1e-3)
    shuffled = Exposures(**{name: getattr(distinct_times, name)[order] for name in names})
    one = statement(allocate(sales, distinct_times, parameters, mu=MU, rule=rule), people=worlds.PEOPLE)
    two = statement(allocate(sales, shuffled, parameters, mu=MU, rule=rule), people=worlds.PEOPLE)
    np.testing.assert_array_equal(one.net, two.net)


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_merging_two_customers_keeps_every_sum(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    kept, lost = 0, 1
    merged_sales = replace(sales, buyer=np.where(sales.buyer == lost, kept, sales.buyer))
    merged = replace(
        exposures,
        buyer=np.where(exposures.buyer == lost, kept, exposures.buyer),
        author=np.where(exposures.author == lost, kept, exposures.author),
    )
    made = statement(allocate(merged_sales, merged, parameters, mu=MU, rule=rule), people=worlds.PEOPLE)
    assert made.net.sum() + made.firm + made.unknown == sales.margin_minor.sum()
    assert made.own[lost] == made.given[lost] == made.received[lost] == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(-(10**12), 10**12), st.lists(st.floats(0.001, 1), min_size=1, max_size=40))
def test_parts_add_up_and_lie_within_a_minor_unit_of_the_exact_share(amount: int, raw: list[float]) -> None:
    weights = np.array(raw) / np.sum(raw)
    parts = apportion(amount, weights)
    assert parts.sum() == amount
    assert np.all(np.abs(parts - amount * weights) < 1.001)
    np.testing.assert_array_equal(apportion(-amount, weights), -parts)


def test_the_largest_remainders_get_the_last_cents() -> None:
    assert apportion(100, np.array([1 / 3, 1 / 3, 1 / 3])).tolist() == [34, 33, 33]
    assert apportion(10, np.array([0.56, 0.27, 0.17])).tolist() == [5, 3, 2]
    assert apportion(0, np.array([0.5, 0.5])).tolist() == [0, 0]


def test_amounts_beyond_a_billion_lose_no_cent() -> None:
    weights = np.full(7, 1 / 7)
    assert apportion(9_007_199_254_740_993, weights).sum() == 9_007_199_254_740_993


def test_no_sales_make_an_empty_ledger() -> None:
    none = Sales.of([], time=[], margin_minor=[])
    nobody = Exposures.of([], author=[], content=[], kind=[], time=[])
    parameters = LedgerParameters(beta=(1.0,), delta=(1.0,), kappa=(1.0,), horizon=1.0)
    made = statement(allocate(none, nobody, parameters, mu=MU), people=0)
    assert (made.total, made.net.size) == (0, 0)
    with pytest.raises(ValueError, match="person code"):
        statement(allocate(Sales.of([3], time=[1], margin_minor=[1]), nobody, parameters, mu=MU), people=2)
