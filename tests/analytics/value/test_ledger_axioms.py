"""What a fair rule owes to those it judges."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from agora.analytics.value import (
    FIRM,
    Allocation,
    Exposures,
    LedgerParameters,
    Rule,
    Sales,
    allocate,
    rule_band,
    statement,
)
from tests.analytics.value import worlds

quick = settings(max_examples=60, deadline=None, derandomize=True)
ANNA, BEN, CLEO, DORA = range(4)
PLAIN = LedgerParameters(beta=(0.3, 0.2), delta=(0.1, 0.1), kappa=(1.0, 1.0), horizon=30.0)
BUYS = Sales.of([BEN], time=[100.0], margin_minor=[10_000])
every_rule = pytest.mark.parametrize("rule", list(Rule))


def met(*rows: tuple[int, int, float], kind: int = 0) -> Exposures:
    """Ben meets (author, content, time)."""
    author, content, time = zip(*rows, strict=True)
    return Exposures.of([BEN] * len(rows), author=author, content=content, kind=[kind] * len(rows), time=time)


def shares(exposures: Exposures, *, rule: Rule, parameters: LedgerParameters = PLAIN) -> list[int]:
    made = allocate(BUYS, exposures, parameters, mu=0.1, rule=rule)
    return statement(made, people=4).given.tolist()


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_only_words_that_met_the_buyer_in_time_and_were_not_the_buyers_own_are_credited(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    made = allocate(sales, exposures, parameters, mu=0.1, rule=rule)
    sold = sales.time[sales.origin][made.sale]
    seen = exposures.time[made.exposure]
    assert np.all(made.author != sales.buyer[made.sale])
    assert np.all(exposures.buyer[made.exposure] == sales.buyer[made.sale])
    assert np.all((seen < sold) & (seen >= sold - parameters.horizon))


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_more_belief_in_influence_never_lowers_a_credit(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    doubled = replace(parameters, kappa=tuple(min(1.0, 2 * k) for k in parameters.kappa))
    some = allocate(sales, exposures, parameters, mu=0.1, rule=rule)
    more = allocate(sales, exposures, doubled, mu=0.1, rule=rule)
    assert np.all(more.weight >= some.weight)
    assert np.all(more.own_weight <= some.own_weight + 1e-12)


@quick
@given(worlds.sales(), worlds.exposures(), worlds.parameters(), worlds.RULES)
def test_repeating_an_exposure_changes_nothing(
    sales: Sales, exposures: Exposures, parameters: LedgerParameters, rule: Rule
) -> None:
    def distinct(made: Allocation) -> list[int]:
        return statement(made, people=worlds.PEOPLE).given.tolist()

    names = ("buyer", "author", "content", "kind", "time", "quality", "tie")
    twice = Exposures(**{name: np.repeat(getattr(exposures, name), 2) for name in names})
    once = allocate(sales, exposures, parameters, mu=0.1, rule=rule)
    again = allocate(sales, twice, parameters, mu=0.1, rule=rule)
    assert distinct(once) == distinct(again)


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
    made = statement(allocate(BUYS, met((FIRM, 1, 99.0)), PLAIN, mu=0.1, rule=rule), people=4)
    assert made.firm > 0
    assert made.net.sum() + made.firm == 10_000


def test_each_rule_shares_a_path_as_its_name_says() -> None:
    path = met((ANNA, 1, 86.0), (CLEO, 2, 93.0), (CLEO, 3, 95.0), (DORA, 4, 99.0))
    assert shares(path, rule=Rule.LAST_TOUCH) == [0, 0, 0, 10_000]
    assert shares(path, rule=Rule.FIRST_TOUCH) == [10_000, 0, 0, 0]
    assert shares(path, rule=Rule.LINEAR) == [2_500, 0, 5_000, 2_500]
    assert shares(path, rule=Rule.POSITION) == [4_000, 0, 2_000, 4_000]
    assert shares(path, rule=Rule.SHAPLEY) == [3_333, 0, 3_334, 3_333]
    two = met((ANNA, 1, 86.0), (CLEO, 2, 93.0))
    assert shares(two, rule=Rule.TIME_DECAY) == [3_333, 0, 6_667, 0]  # half-life 7: seven days earlier, half as much
    assert shares(two, rule=Rule.POSITION) == [5_000, 0, 5_000, 0]


def test_only_the_hazard_rule_asks_how_likely_the_purchase_was_anyway() -> None:
    path = met((ANNA, 1, 99.0))
    eager, idle = (allocate(BUYS, path, PLAIN, mu=mu).weight[0] for mu in (5.0, 0.001))
    assert eager < 0.1 < 0.9 < idle
    by_person = allocate(BUYS, path, PLAIN, mu=[9.0, 0.001, 9.0, 9.0])
    assert by_person.weight[0] == idle


def test_a_content_met_twice_counts_at_its_last_meeting() -> None:
    late, both = met((ANNA, 1, 99.0)), met((ANNA, 1, 80.0), (ANNA, 1, 99.0))
    assert shares(both, rule=Rule.HAZARD) == shares(late, rule=Rule.HAZARD)


def test_gross_counts_the_whole_sale_for_everyone_whose_words_came_before() -> None:
    path = met((ANNA, 1, 90.0), (ANNA, 2, 91.0), (CLEO, 3, 92.0))
    made = statement(allocate(BUYS, path, PLAIN, mu=0.1, rule=Rule.LAST_TOUCH), people=4)
    assert made.gross.tolist() == [10_000, 0, 10_000, 0]


def test_a_credit_opens_to_its_sale_content_and_weight() -> None:
    made = allocate(BUYS, met((ANNA, 7, 90.0), (CLEO, 8, 99.0)), PLAIN, mu=0.1)
    rows = made.credits_of(0)
    assert made.content[rows].tolist() == [7, 8]
    assert made.own_weight[0] + made.weight[rows].sum() == pytest.approx(1)
    assert made.content[made.credits_to(CLEO)].tolist() == [8]


def test_the_band_spans_what_the_rules_say() -> None:
    path = met((ANNA, 1, 86.0), (CLEO, 2, 99.0))
    band = rule_band(BUYS, path, PLAIN, mu=0.1, people=4)
    assert (band.low[ANNA], band.high[ANNA]) == (0, 5_000)
    assert band.high[CLEO] == 10_000
    assert band.given.shape == (len(band.rules), 4)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"buyer": [0, 0], "refund_of": [-1, 5]}, "row 1: refund_of points at no row"),
        ({"buyer": [0, 1], "refund_of": [-1, 0]}, "row 1: a refund belongs to the buyer"),
        ({"buyer": [0, -2], "refund_of": [-1, -1]}, "row 1: buyer code is negative"),
        ({"buyer": [0, 0], "refund_of": [1, 0]}, "row 0: refund of a refund"),
    ],
)
def test_impossible_sales_are_refused_by_name(columns: dict[str, list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sales.of(columns["buyer"], time=[1, 2], margin_minor=[5, -5], refund_of=columns["refund_of"])


def test_an_unknown_kind_of_exposure_or_a_buyer_without_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="kind 2"):
        allocate(BUYS, met((ANNA, 1, 99.0), kind=2), PLAIN, mu=0.1)
    with pytest.raises(ValueError, match="buyer 1 has no rate"):
        allocate(BUYS, met((ANNA, 1, 99.0)), PLAIN, mu=[0.1])
    with pytest.raises(ValueError, match="kappa lies between"):
        replace(PLAIN, kappa=(1.2, 0.0))


def test_parameters_travel_as_json() -> None:
    assert LedgerParameters.from_json(PLAIN.to_json()) == PLAIN
