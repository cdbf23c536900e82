"""What words caused, as far as a record can tell: recovered where they did, never offered where taste did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agora.measures.calculations import incrementality
from agora.measures.cases import COVARIATES, Record, cases_of
from tests.measures.towns import PRODUCTS, a_town, found, panels

DAYS = 14.0


def test_the_share_that_words_caused_is_recovered() -> None:
    made = found(panels(a_town("influence")))["all"]
    base, moved = 0.02 / PRODUCTS * DAYS, 0.01 / (np.log(2) / 6) * (1 - 0.5 ** (DAYS / 6))
    # Of those who would buy anyway or because of the words, those who would not have bought anyway.
    truth = 1 - (1 - np.exp(-base)) / (1 - np.exp(-base - moved))
    assert abs(made["kappa"] - truth) < 0.1
    assert made["sure_low"] < made["low"] < made["kappa"] < made["high"]
    assert made["tells"]
    assert made["control"]["passes"]
    assert made["imbalance"] < incrementality.ALIKE
    assert made["gamma"] > 1
    assert made["pairs"] > 3000


def test_the_interval_shown_is_that_of_its_level() -> None:
    rows = panels(a_town("influence", customers=500))
    wide, narrow = (found(rows, level=level, sure=sure)["all"] for level, sure in ((0.8, 0.8), (0.8, 0.95)))
    assert narrow["low"] == pytest.approx(wide["low"])
    assert narrow["high"] == pytest.approx(wide["high"])
    assert narrow["sure_low"] < narrow["low"] == pytest.approx(wide["sure_low"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_people_read_and_buy_in_the_same_weeks_nothing_is_offered(seed: int) -> None:
    made = found(panels(a_town("homophily", seed=seed)))
    assert not made["all"]["tells"]
    assert made["cannot_say"]


@pytest.mark.parametrize("taste", [0.5, 2.0])
def test_where_people_read_about_what_they_like_the_negative_control_tells(taste: float) -> None:
    made = found(panels(a_town("homophily"), taste=taste))["all"]
    assert made["sure_low"] > 0
    assert not made["control"]["passes"]
    assert not made["tells"]
    assert "had bought more" in made["why"]


@pytest.mark.truth
def test_no_taste_is_offered_as_influence_more_often_than_chance() -> None:
    towns = [(taste, seed) for taste in (None, 10.0, 4.0) for seed in range(20)]
    offers = [found(panels(a_town("homophily", seed=seed), taste=taste))["all"]["tells"] for taste, seed in towns]
    assert sum(offers) <= 6  # of 60, at one in twenty


@pytest.mark.truth
def test_influence_among_the_alike_is_offered_mostly() -> None:
    offers = [found(panels(a_town("mixed", seed=seed)))["all"]["tells"] for seed in range(20)]
    assert sum(offers) >= 15


def test_too_few_purchases_are_said_in_words() -> None:
    made = found(panels(a_town("influence", customers=40)))
    assert made["all"] == {"cannot_say": incrementality.FEW}
    assert made["cannot_say"] == [incrementality.FEW]


def test_a_record_without_meetings_says_so() -> None:
    met, bought, sorts, first = panels(a_town("influence", customers=40))
    none = replace(met, reader=met.reader[:0], product=met.product[:0], kind=met.kind[:0], at=met.at[:0])
    assert found((none, bought, sorts, first))["cannot_say"] == [incrementality.NOBODY]


def test_each_way_of_meeting_is_estimated_by_itself() -> None:
    met, bought, sorts, first = panels(a_town("influence"))
    kind = np.where(met.reader % 50 == 0, 1, 0)  # a few vote, the others read
    made = found((replace(met, kind=kind), bought, sorts, first))
    assert list(made["kinds"]) == ["read", "vote"]
    assert made["kinds"]["read"]["pairs"] < made["all"]["pairs"]
    assert made["kinds"]["vote"] == {"cannot_say": incrementality.FEW}


def test_a_choice_among_many_is_fair_and_the_same_each_time() -> None:
    rows = panels(a_town("influence"))
    some, again = (found(rows, most=2000)["all"] for _ in range(2))
    assert some == again
    assert some["pairs"] <= 2000
    assert abs(some["kappa"] - found(rows)["all"]["kappa"]) < 0.25


def test_nobody_stands_beside_who_had_met_the_words_before() -> None:
    known = Record.of(*panels(a_town("influence", customers=200)))
    cases = cases_of(known, most=10**6, beside_each=5, seed=1)
    met = known.met.when(cases.who, cases.product)
    assert (met[cases.met] == cases.at[cases.met]).all()
    assert (met[~cases.met] > cases.at[~cases.met]).all()
    beside = cases[~cases.met]
    assert np.unique(np.column_stack([beside.who, beside.group]), axis=0).shape[0] == beside.who.size


def test_what_is_known_of_a_case_came_before_its_moment() -> None:
    met, bought, sorts, first = panels(a_town("influence", customers=200))
    known = Record.of(met, bought, sorts, first)
    cases = cases_of(known, most=10**6, beside_each=5, seed=1)
    early = cases[cases.at < 100.0]
    begun = min(met.at[0], bought.at[0])
    other = np.where(bought.at - begun >= 100.0, bought.product % PRODUCTS + 1, bought.product)
    changed = Record.of(met, replace(bought, product=other), sorts, first)
    seen, again = (each.covariates(early.who, early.product, early.at) for each in (known, changed))
    assert seen.shape == (early.who.size, len(COVARIATES))
    assert (seen == again).all()
    assert early.who.size > 100


def test_counts_are_those_of_a_plain_loop() -> None:
    met, bought, sorts, first = panels(a_town("influence", customers=100))
    known = Record.of(met, bought, sorts, first)
    begun = float(min(met.at[0], bought.at[0]))
    cases = cases_of(known, most=40, beside_each=2, seed=1)
    codes = np.unique(np.append(met.reader, bought.buyer))
    made = np.expm1(known.covariates(cases.who, cases.product, cases.at))
    for row, (who, at) in enumerate(zip(codes[cases.who], cases.at + begun, strict=True)):
        theirs, read = bought.at[bought.buyer == who], met.at[met.reader == who]
        plain = [
            (theirs < at - 1e-9).sum(), ((theirs < at - 1e-9) & (theirs >= at - 30)).sum(), (theirs < at - 1e-9).sum(),
            (read < at - 1e-9).sum(), ((read < at - 1e-9) & (read >= at - 30)).sum(), (read < at - 1e-9).sum(),
        ]  # fmt: skip
        assert np.allclose(made[row, :6], plain)


def test_who_had_bought_it_and_who_met_the_words_meanwhile_is_left_out() -> None:
    known = Record.of(*panels(a_town("influence", customers=500)))
    rows = incrementality.comparison(known, cases_of(known, most=10**6, beside_each=5, seed=1), days=DAYS, shift=0.0)
    cases = rows.cases
    bought, met = (each.when(cases.who, cases.product) for each in (known.bought, known.met))
    assert (bought > cases.at).all()
    assert ((bought <= cases.at + DAYS) == rows.bought).all()
    beside = ~cases.met
    assert ((met > cases.at + DAYS) | (bought < met))[beside].all()
