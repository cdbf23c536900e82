"""What a fair rule owes to those it judges."""

import numpy as np
import pytest
from hypothesis import given

from agora_analytics.errors import InvalidInput
from agora_analytics.value import (
    FIRM,
    Exposures,
    Incrementality,
    Ledger,
    Rule,
    Sales,
    add_ledgers,
    allocate,
    allocation_band,
    content_entries,
)
from tests.library.value.worlds import World, quick, taken, worlds

ANNA, BEN, CLEO, DORA = range(4)
BUYS = Sales.of([BEN], time=[100.0], margin_minor=[10_000], base_rate=0.1)
NOBODY_READ = Exposures.of([], author=[], content=[], time=[])
every_rule = pytest.mark.parametrize("rule", list(Rule))


def met(*rows: tuple[int, int, float], kind: int = 0) -> Exposures:
    """Ben meets (author, content, time)."""
    author, content, time = zip(*rows, strict=True)
    return Exposures.of(
        [BEN] * len(rows), author=author, content=content, kind=kind, time=time, strength=0.3, decay=0.1
    )


def ledger(exposures: Exposures, *, rule: Rule = Rule.HAZARD, sales: Sales = BUYS) -> Ledger:
    return allocate(sales, exposures, rule=rule, incrementality=1.0, horizon=30.0, people=4)


def shares(exposures: Exposures, *, rule: Rule) -> list[int]:
    return ledger(exposures, rule=rule).given.tolist()


@quick
@given(worlds())
def test_only_words_that_met_the_buyer_in_time_and_were_not_the_buyers_own_are_credited(world: World) -> None:
    sales, entries = world.ledger().opened()
    sold = sales.time[sales.origin][entries.sale]
    seen = world.exposures.time[entries.exposure]
    assert np.all(entries.author != sales.buyer[entries.sale])
    assert np.all(world.exposures.buyer[entries.exposure] == sales.buyer[entries.sale])
    assert np.all((seen < sold) & (seen >= sold - world.horizon))
    np.testing.assert_array_equal(world.exposures.author[entries.exposure], entries.author)
    np.testing.assert_array_equal(world.exposures.content[entries.exposure], entries.content)


@quick
@given(worlds())
def test_more_belief_in_influence_never_lowers_a_credit(world: World) -> None:
    doubled = {kind: min(1.0, 2 * kappa) for kind, kappa in enumerate(world.kappa)}
    some, more = world.ledger().opened()[1], world.ledger(incrementality=doubled).opened()[1]
    assert np.all(more.weight >= some.weight)
    assert np.all(more.own_weight <= some.own_weight + 1e-12)
    assert np.all(np.abs(some.amount_minor) <= np.abs(more.amount_minor) + 1)


@quick
@given(worlds())
def test_no_belief_in_influence_leaves_all_with_the_buyers(world: World) -> None:
    made = world.ledger(incrementality=0.0)
    assert not made.given.any()
    np.testing.assert_array_equal(made.net, made.own)


@quick
@given(worlds())
def test_repeating_an_exposure_changes_nothing(world: World) -> None:
    twice = taken(world.exposures, np.repeat(np.arange(world.exposures.size), 2))
    for session in (np.inf, 0.0, 3.0):
        once, again = world.ledger(session=session), world.ledger(session=session, exposures=twice)
        np.testing.assert_array_equal(once.given_by_account, again.given_by_account)


@quick
@given(worlds())
def test_sales_are_judged_one_by_one(world: World) -> None:
    whole = world.ledger()
    alone = [world.ledger(include=np.arange(world.sales.size) == sale).given for sale in range(world.sales.size)]
    np.testing.assert_array_equal(np.sum(alone, axis=0, initial=0) if alone else whole.given, whole.given)


@every_rule
def test_equal_exposures_get_equal_credit(rule: Rule) -> None:
    given_ = shares(met((ANNA, 1, 95.0), (CLEO, 2, 95.0)), rule=rule)
    assert given_[ANNA] == given_[CLEO] > 0


@every_rule
def test_who_met_nobody_gets_nothing_and_no_exposure_leaves_all_with_the_buyer(rule: Rule) -> None:
    assert shares(met((ANNA, 1, 95.0)), rule=rule)[DORA] == 0
    early, late, own = (ANNA, 1, 60.0), (CLEO, 2, 100.0), (BEN, 3, 99.0)
    assert shares(met(early, late, own), rule=rule) == [0, 0, 0, 0]


@every_rule
def test_words_of_the_firm_go_to_the_firm(rule: Rule) -> None:
    made = ledger(met((FIRM, 1, 99.0)), rule=rule)
    assert made.firm > 0
    assert made.net.sum() + made.firm == 10_000


def test_each_rule_shares_a_path_as_its_name_says() -> None:
    path = met((ANNA, 1, 86.0), (CLEO, 2, 93.0), (CLEO, 3, 95.0), (DORA, 4, 99.0))
    assert shares(path, rule=Rule.LAST) == [0, 0, 0, 10_000]
    assert shares(path, rule=Rule.FIRST) == [10_000, 0, 0, 0]
    assert shares(path, rule=Rule.LINEAR) == [2_500, 0, 5_000, 2_500]
    assert shares(path, rule=Rule.POSITION) == [4_000, 0, 2_000, 4_000]
    assert shares(path, rule=Rule.SHAPLEY) == [3_333, 0, 3_334, 3_333]
    two = met((ANNA, 1, 86.0), (CLEO, 2, 93.0))
    assert shares(two, rule=Rule.TIME_DECAY) == [3_333, 0, 6_667, 0]  # half-life 7: seven days earlier, half as much
    assert shares(two, rule=Rule.POSITION) == [5_000, 0, 5_000, 0]


def test_only_the_hazard_rule_asks_how_likely_the_purchase_was_anyway() -> None:
    path = met((ANNA, 1, 99.0))

    def weight(rate: float) -> float:
        sales = Sales.of([BEN], time=[100.0], margin_minor=[10_000], base_rate=rate)
        return float(ledger(path, sales=sales).opened()[1].weight[0])

    assert weight(5.0) < 0.1 < 0.9 < weight(0.001)
    without = Sales.of([BEN], time=[100.0], margin_minor=[10_000])
    assert ledger(path, sales=without, rule=Rule.LAST).given[ANNA] == 10_000
    with pytest.raises(InvalidInput, match="fit_exposure_effects"):
        ledger(path, sales=without)


def test_a_content_met_twice_counts_at_its_last_meeting() -> None:
    late, both = met((ANNA, 1, 99.0)), met((ANNA, 1, 80.0), (ANNA, 1, 99.0))
    assert shares(both, rule=Rule.HAZARD) == shares(late, rule=Rule.HAZARD)


def test_meetings_of_different_sessions_count_apart_where_asked() -> None:
    path = met((ANNA, 1, 80.0), (ANNA, 1, 98.9), (ANNA, 1, 99.0), (CLEO, 2, 99.0))
    made = allocate(BUYS, path, rule="linear", incrementality=1.0, session=0.5)
    assert made.given.tolist() == [6_667, 0, 3_333]


def test_gross_counts_the_whole_sale_for_everyone_whose_words_came_before() -> None:
    made = ledger(met((ANNA, 1, 90.0), (ANNA, 2, 91.0), (CLEO, 3, 92.0)), rule=Rule.LAST)
    assert made.gross.tolist() == [10_000, 0, 10_000, 0]


def test_an_entry_opens_to_its_sale_content_and_weight() -> None:
    _, entries = ledger(met((ANNA, 7, 90.0), (CLEO, 8, 99.0))).opened()
    rows = entries.of_sale(0)
    assert entries.content[rows].tolist() == [7, 8]
    assert entries.own_weight[0] + entries.weight[rows].sum() == pytest.approx(1)
    assert entries.content[entries.of_author(CLEO)].tolist() == [8]


def test_the_band_spans_what_the_rules_say() -> None:
    path = met((ANNA, 1, 86.0), (CLEO, 2, 99.0))
    band = allocation_band(BUYS, path, incrementality=1.0, horizon=30.0, people=4)
    assert (band.low[ANNA], band.high[ANNA]) == (0, 5_000)
    assert band.high[CLEO] == 10_000
    assert band.given.shape == (len(band.rules), 4)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"buyer": [0, 0], "refund_of": [-1, 5]}, "refund_of, row 1: points at no row"),
        ({"buyer": [0, 1], "refund_of": [-1, 0]}, "refund_of, row 1: a refund belongs to"),
        ({"buyer": [0, -2], "refund_of": [-1, -1]}, "buyer, row 1: code is negative"),
        ({"buyer": [0, 0], "refund_of": [1, 0]}, "refund_of, row 0: is a refund of a refund"),
        ({"buyer": [0, 0], "refund_of": [-1, 0], "account": [0, 1]}, "account, row 1"),
        ({"buyer": [0, 0], "base_rate": [0.1, -1]}, "base_rate, row 1"),
        ({"buyer": [0, 2**40]}, "buyer, row 1: codes count from 0"),
        ({"buyer": [0, 1], "time": [1.0, np.nan]}, "time, row 1"),
    ],
)
def test_impossible_sales_are_refused_by_name(columns: dict[str, list[float]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Sales.of(**{"time": [1, 2], "margin_minor": [5, -5], **columns})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"buyer": [-1]}, "buyer, row 0: an exposure needs a known reader"),
        ({"author": [-2]}, "author, row 0"),
        ({"kind": [-1]}, "kind, row 0"),
        ({"strength": [-0.1]}, "strength, row 0"),
        ({"decay": [-0.1]}, "decay, row 0"),
        ({"content": [0.5]}, "content, row 0"),
    ],
)
def test_impossible_exposures_are_refused_by_name(columns: dict[str, list[float]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Exposures.of(**{"buyer": [0], "author": [1], "content": [1], "time": [1.0], **columns})  # type: ignore[arg-type]


def test_terms_that_make_no_sense_are_refused() -> None:
    path = met((ANNA, 1, 99.0), kind=2)
    for terms, message in (
        ({"incrementality": {0: 0.4}}, "kind 1"),
        ({"incrementality": 1.2}, "between 0 and 1"),
        ({"rule": "loudest"}, "none of hazard"),
        ({"horizon": 0.0}, "horizon"),
        ({"include": [True, False]}, "include"),
    ):
        with pytest.raises(InvalidInput, match=message):
            allocate(BUYS, path, **terms)  # type: ignore[arg-type]


def test_a_factor_carries_its_origin_to_the_ledger() -> None:
    known = Incrementality.of([0.2, 0.3], origin="experiment")
    made = allocate(BUYS, met((ANNA, 1, 99.0)), rule="last", incrementality=known)
    assert (made.incrementality.origin, made.given[ANNA]) == ("experiment", 2_500)
    with pytest.raises(InvalidInput, match="guessed"):
        Incrementality.of(0.3, origin="guessed")  # type: ignore[arg-type]


def test_sums_beyond_64_bits_are_refused_before_they_wrap_around() -> None:
    half = 2**61
    with pytest.raises(
        InvalidInput, match=r"margin_minor: adds up to .*, beyond 64 bits; count money in a larger unit"
    ):
        Sales.of([0, 1], time=[1.0, 2.0], margin_minor=[half, half])
    lone = allocate(Sales.of([0], time=[1.0], margin_minor=[half], base_rate=0.01), NOBODY_READ, people=1)
    assert lone.own.tolist() == [half]
    with pytest.raises(InvalidInput, match="ledgers, own: adds up to"):
        add_ledgers([lone, lone])
    with pytest.raises(InvalidInput, match="effect_minor, row 0: is beyond 64 bits"):
        content_entries([5], content=[0], product=[0], effect_minor=[1e19], low_minor=[9e18], high_minor=[2e19])
