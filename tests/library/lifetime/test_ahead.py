"""Purchases ahead against the closed forms of the papers, at their singularities, and discounted."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gammaln, hyp2f1, hyperu

from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime import BetaGeo, BuyTillYouDie, Discount, ModifiedBetaGeo, ParetoNBD
from tests.library.lifetime.test_buying import KNOWN, MODELS
from tests.library.pages import table

PUBLISHED = BetaGeo.of(**KNOWN[BetaGeo])
WEEKLY = Discount.continuous(np.log(1.15) / 52)
ONE = [2], [30.43], [38.86]
Kind = type[BuyTillYouDie]


def closed_form(model: BuyTillYouDie, x: int, t: float, *, ahead: float) -> float:
    """Purchases within `ahead`, given alive: equation 10 of the 2005 paper, its MBG twin, and Pareto/NBD's."""
    r, alpha, third, fourth = model.vector
    if isinstance(model, ParetoNBD):
        ratio = ((fourth + t) / (fourth + t + ahead)) ** (third - 1)
        return float((r + x) * (fourth + t) / ((alpha + t) * (third - 1)) * (1 - ratio))
    k = x + isinstance(model, ModifiedBetaGeo)
    series = hyp2f1(r + x, fourth + k, third + fourth + k - 1, ahead / (alpha + t + ahead))
    ratio = ((alpha + t) / (alpha + t + ahead)) ** (r + x)
    return float((third + fourth + k - 1) / (third - 1) * (1 - ratio * series))


def test_the_published_example_expects_1_226_purchases() -> None:
    assert PUBLISHED.expected_purchases(39, *ONE)[0] == pytest.approx(1.226, abs=0.0005)
    assert PUBLISHED.probability_alive(*ONE)[0] == pytest.approx(0.7266, abs=0.0002)


def test_the_table_of_the_page_is_what_the_code_computes() -> None:
    rows = table("lifetime-value", "Published parameters")
    assert len(rows) == 4
    for cells in rows:
        x, t_x, t, *shown = map(float, cells)
        found = [
            figure
            for kind in MODELS
            for model in [kind.of(**KNOWN[kind])]
            for figure in (
                model.probability_alive([x], [t_x], [t])[0],
                model.expected_purchases(39, [x], [t_x], [t])[0],
            )
        ]
        assert found == pytest.approx(shown, abs=0.0005)


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("third", [0.3, 0.793, 1.7, 4.0])
def test_the_integral_equals_the_closed_form_away_from_its_singularity(kind: Kind, third: float) -> None:
    model = kind.of(**dict(zip(kind.names, (0.5, 5.0, third, 2.0), strict=True)))
    for x, t in ((0, 4.0), (1, 30.0), (12, 52.0), (150, 80.0)):
        row = [x], [t * 0.9 if x else 0.0], [t]
        alive = model.probability_alive(*row)[0]
        expected = closed_form(model, x, t, ahead=26) * alive
        assert model.expected_purchases(26, *row)[0] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("kind", MODELS)
def test_nothing_breaks_where_the_closed_form_does(kind: Kind) -> None:
    name, model = kind.names[2], kind.of(**KNOWN[kind])
    at = [model.at(**{name: third}).expected_purchases(39, *ONE)[0] for third in (1 - 1e-6, 1.0, 1 + 1e-6)]
    assert at[0] > at[1] > at[2]
    assert at[0] == pytest.approx(at[2], rel=1e-5)


@pytest.mark.parametrize("kind", MODELS)
def test_dert_agrees_with_a_numeric_integral_of_the_closed_form(kind: Kind) -> None:
    model = kind.of(**KNOWN[kind])

    def discounted(ahead: float) -> float:
        return WEEKLY * float(np.exp(-WEEKLY * ahead)) * closed_form(model, 2, 38.86, ahead=ahead)

    by_parts = quad(discounted, 0, 9000, limit=400)[0] * model.probability_alive(*ONE)[0]
    assert model.discounted_expected_transactions(WEEKLY, *ONE)[0] == pytest.approx(by_parts, rel=1e-4)


def test_dert_of_pareto_nbd_is_the_published_formula() -> None:
    model = ParetoNBD.of(**KNOWN[ParetoNBD])
    r, alpha, s, beta = model.vector
    for x, t_x, t in ((0, 0.0, 20.0), (2, 30.43, 38.86), (9, 35.0, 38.86)):
        log_l = model.log_likelihood([x], [t_x], [t])
        front = r * np.log(alpha) + s * np.log(beta) + (s - 1) * np.log(WEEKLY) + gammaln(r + x + 1) - gammaln(r)
        tricomi = hyperu(s, s, WEEKLY * (beta + t))
        published = np.exp(front - (r + x + 1) * np.log(alpha + t) - log_l) * tricomi
        found = model.discounted_expected_transactions(WEEKLY, [x], [t_x], [t])[0]
        assert found == pytest.approx(published, rel=1e-8)


@pytest.mark.parametrize("kind", MODELS)
def test_many_ages_are_interpolated_without_a_visible_error(kind: Kind) -> None:
    model, age = kind.of(**KNOWN[kind]), np.linspace(1.0, 200.0, 3000)
    x = np.full(age.size, 4)
    every = model.discounted_expected_transactions(WEEKLY, x, age * 0.8, age)
    for i in (0, 1, 777, 1500, 2999):
        alone = model.discounted_expected_transactions(WEEKLY, [4], [age[i] * 0.8], [age[i]])
        assert every[i] == pytest.approx(alone[0], rel=1e-9)


@pytest.mark.parametrize("kind", MODELS)
def test_a_longer_horizon_adds_and_discounting_takes_away(kind: Kind) -> None:
    model, one = kind.of(**KNOWN[kind]), ([3], [20.0], [25.0])
    year = model.discounted_expected_transactions(WEEKLY, *one, horizon=52)[0]
    ever = model.discounted_expected_transactions(WEEKLY, *one)[0]
    assert 0 < year < ever
    assert year < model.expected_purchases(52, *one)[0]
    assert model.expected_purchases(0, *one)[0] == 0


def test_one_time_buyers_count_as_alive_under_bg_alone_and_long_silence_as_gone() -> None:
    rows = [0, 20, 20], [0.0, 49.0, 10.0], [50.0, 50.0, 50.0]
    alive = {kind: kind.of(**KNOWN[kind]).probability_alive(*rows) for kind in MODELS}
    assert alive[BetaGeo][0] == 1
    assert 0 < alive[ModifiedBetaGeo][0] < 0.9
    assert 0 < alive[ParetoNBD][0] < 0.9
    assert all(found[1] > 0.85 and found[2] < 0.001 for found in alive.values())


@pytest.mark.parametrize(
    ("rate", "horizon", "message"),
    [
        (0.0, None, "no end"),
        (-0.1, 5.0, "rate"),
        (np.nan, 5.0, "rate"),
        (Discount(0.1), -1.0, "horizon"),
        (0.1, 5.0, "per what"),
    ],
)
def test_an_endless_sum_is_refused(rate: float, horizon: float | None, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        PUBLISHED.discounted_expected_transactions(rate, *ONE, horizon=horizon)


def test_no_customers_have_no_purchases_ahead() -> None:
    assert PUBLISHED.expected_purchases(5, [], [], []).size == 0


def test_customers_who_all_leave_with_about_the_same_chance_are_not_lost_to_overflow() -> None:
    """In the limit of large a and b the chance to leave is a / (a + b) for everybody."""
    sharp = BetaGeo.of(r=0.826, alpha=2.374, a=20_320.6, b=87_703.5)
    sharper = BetaGeo.of(r=0.826, alpha=2.374, a=2_032.06, b=8_770.35)
    told = sharp.expected_purchases(26, [0, 2, 9], [0, 10, 20], [30, 30, 30])
    assert np.isfinite(told).all()
    np.testing.assert_allclose(told, sharper.expected_purchases(26, [0, 2, 9], [0, 10, 20], [30, 30, 30]), rtol=2e-3)
