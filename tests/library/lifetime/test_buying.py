"""BG/NBD, MBG/NBD and Pareto/NBD: the published fits, the formulas of the papers, and what is refused."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import beta, gamma, hyp2f1

from agora_analytics.arrays import Floats
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.lifetime import BetaGeo, BuyTillYouDie, ModifiedBetaGeo, ParetoNBD, collapse_histories
from tests.library.lifetime.cdnow import calibration, histories

KNOWN = {
    BetaGeo: {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
    ModifiedBetaGeo: {"r": 0.5248, "alpha": 6.183, "a": 0.8914, "b": 1.614},
    ParetoNBD: {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669},
}
MODELS = list(KNOWN)
LIKELIHOOD = {BetaGeo: -9582.43, ModifiedBetaGeo: -9582.14, ParetoNBD: -9594.98}
Kind = type[BuyTillYouDie]


def drawn(kind: Kind, customers: int, *, seed: int) -> tuple[Floats, Floats, Floats]:
    age = np.random.default_rng(seed).uniform(20.0, 60.0, customers)
    return *kind.of(**KNOWN[kind]).draw(age, seed=seed), age


def bg(p: Floats, x: int, t_x: float, t: float) -> tuple[float, float]:
    r, alpha, a, b = p
    shared = gamma(r + x) * alpha**r / gamma(r) / beta(a, b)
    lives = shared * beta(a, b + x) * (alpha + t) ** -(r + x)
    return lives, shared * beta(a + 1, b + x - 1) * (alpha + t_x) ** -(r + x) if x else 0.0


def mbg(p: Floats, x: int, t_x: float, t: float) -> tuple[float, float]:
    r, alpha, a, b = p
    shared = gamma(r + x) * alpha**r / gamma(r) / beta(a, b)
    lives = shared * beta(a, b + x + 1) * (alpha + t) ** -(r + x)
    return lives, shared * beta(a + 1, b + x) * (alpha + t_x) ** -(r + x)


def pareto(p: Floats, x: int, t_x: float, t: float) -> tuple[float, float]:
    """Fader and Hardie's form with two hypergeometric functions, for alpha below and above beta."""
    r, alpha, s, b = p
    shared = gamma(r + x) * alpha**r * b**s / gamma(r)
    low, high = min(alpha, b), max(alpha, b)
    second = s + 1 if alpha >= b else r + x

    def part(u: float) -> float:
        return float(hyp2f1(r + s + x, second, r + s + x + 1, (high - low) / (high + u)) / (high + u) ** (r + s + x))

    lives = shared * (alpha + t) ** -(r + x) * (b + t) ** -s
    return lives, shared * s / (r + s + x) * (part(t_x) - part(t))


FORMULA: dict[Kind, Callable[[Floats, int, float, float], tuple[float, float]]] = {
    BetaGeo: bg,
    ModifiedBetaGeo: mbg,
    ParetoNBD: pareto,
}


@pytest.mark.parametrize("kind", MODELS)
def test_the_published_cdnow_fit_is_reproduced(kind: Kind) -> None:
    fit = kind().fit(*histories())
    assert (calibration().customer.size, int(calibration().frequency.sum()), fit.cells_) == (2357, 2457, 1016)
    assert fit.parameters_ == pytest.approx(KNOWN[kind], abs=0.0006)
    assert fit.log_likelihood_ == pytest.approx(LIKELIHOOD[kind], abs=0.01)
    assert fit.log_likelihood(*histories()) == pytest.approx(fit.log_likelihood_, abs=1e-6)
    assert fit.identified_


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=40, deadline=None)
@given(x=st.integers(0, 12), share=st.floats(0.05, 0.98), t=st.floats(1, 80), scale=st.floats(0.3, 3))
def test_likelihood_and_life_are_the_formulas_of_the_papers(
    kind: Kind, x: int, share: float, t: float, scale: float
) -> None:
    model = kind.of(**KNOWN[kind]).at(alpha=KNOWN[kind]["alpha"] * scale)
    t_x = t * share if x else 0.0
    lives, left = FORMULA[kind](model.vector, x, t_x, t)
    assert model.log_likelihood([x], [t_x], [t]) == pytest.approx(np.log(lives + left), abs=1e-7)
    assert model.probability_alive([x], [t_x], [t])[0] == pytest.approx(lives / (lives + left), rel=1e-6)


@pytest.mark.parametrize("kind", MODELS)
def test_the_gradient_is_the_slope_of_the_likelihood(kind: Kind) -> None:
    cells = collapse_histories(*drawn(kind, 300, seed=2))
    model, at = kind(), np.log(list(KNOWN[kind].values())) + np.array([0.3, -0.2, 0.4, -0.5])
    slopes = [
        (model._value_and_gradient(at + step, cells)[0] - model._value_and_gradient(at - step, cells)[0]) / 2e-5
        for step in 1e-5 * np.eye(4)
    ]
    np.testing.assert_allclose(model._value_and_gradient(at, cells)[1], slopes, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", MODELS)
def test_the_fit_is_a_maximum_in_every_direction(kind: Kind) -> None:
    rows = drawn(kind, 1500, seed=3)
    fit = kind().fit(*rows)
    for name, value in fit.parameters_.items():
        for factor in (0.97, 1.03):
            assert fit.at(**{name: value * factor}).log_likelihood(*rows) < fit.log_likelihood_


@pytest.mark.parametrize("kind", MODELS)
def test_weights_stand_for_repeated_rows(kind: Kind) -> None:
    x, t_x, t = drawn(kind, 400, seed=1)
    times = np.arange(400) % 4
    once = kind().fit(x, t_x, t, weights=times)
    written_out = kind().fit(np.repeat(x, times), np.repeat(t_x, times), np.repeat(t, times))
    assert once.log_likelihood_ == pytest.approx(written_out.log_likelihood_, rel=1e-10)
    assert once.customers_ == written_out.customers_ == times.sum()
    np.testing.assert_allclose(once.vector, written_out.vector, rtol=1e-4)


def test_cells_of_parts_are_cells_of_the_whole() -> None:
    x, t_x, t = drawn(BetaGeo, 4000, seed=4)
    t_x, t = np.ceil(t_x), np.ceil(t)
    whole = collapse_histories(x, t_x, t)
    parts = [collapse_histories(x[part], t_x[part], t[part]) for part in (slice(0, 900), slice(900, None))]
    columns = [np.concatenate([getattr(p, name) for p in parts]) for name in ("frequency", "recency", "age", "weights")]
    merged = collapse_histories(*columns)
    assert merged.size == whole.size < 4000
    np.testing.assert_array_equal(merged.weights, whole.weights)
    assert whole.customers == 4000


@pytest.mark.parametrize("kind", MODELS)
def test_the_unit_of_time_does_not_matter(kind: Kind) -> None:
    x, t_x, t = drawn(kind, 2000, seed=6)
    weeks, seconds = kind().fit(x, t_x, t), kind().fit(x, t_x * 604_800, t * 604_800)
    assert seconds.parameters_["alpha"] == pytest.approx(604_800 * weeks.parameters_["alpha"], rel=1e-6)
    assert seconds.parameters_["r"] == pytest.approx(weeks.parameters_["r"], rel=1e-6)


def test_a_search_that_starts_on_some_customers_ends_at_the_optimum_of_all() -> None:
    x, t_x, t = drawn(BetaGeo, 50_000, seed=5)
    shuffled = np.random.default_rng(0).permutation(t.size)
    many = BetaGeo().fit(x, t_x, t)
    again = BetaGeo().fit(x[shuffled], t_x[shuffled], t[shuffled])
    assert many.cells_ > 40_000
    np.testing.assert_allclose(many.vector, again.vector, rtol=1e-6)
    for factor in (0.999, 1.001):
        assert many.at(r=many.parameters_["r"] * factor).log_likelihood(x, t_x, t) < many.log_likelihood_


@pytest.mark.parametrize("kind", MODELS)
def test_counts_add_up_to_everybody_and_to_the_mean(kind: Kind) -> None:
    model = kind.of(**KNOWN[kind])
    chances = np.array([model.probability_of_count(count, [20.0])[0] for count in range(200)])
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert chances @ np.arange(200) == pytest.approx(model.expected_purchases_of_new([20.0])[0], rel=1e-3)


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize(
    ("x", "t_x", "t", "message"),
    [
        ([1, 2], [1.0, 9.0], [5.0, 6.0], r"recency, row 1: recency exceeds age"),
        ([1, -2], [1.0, 1.0], [5.0, 6.0], "frequency, row 1: negative"),
        ([0, 1], [3.0, 1.0], [5.0, 6.0], "recency, row 0: .*without a repeat"),
        ([1, 1], [1.0, 0.0], [5.0, 6.0], "recency, row 1: .*merge purchases of one day"),
        ([1], [1.0], [0.0], "age, row 0: .*above 0"),
        ([1], [1.0], [-3.0], "age, row 0: .*above 0"),
        ([1.5], [1.0], [2.0], "frequency, row 0: 1.5 is not a whole number"),
        ([1, 1], [1.0, np.nan], [2.0, 2.0], "recency, row 1: nan"),
        ([1, 1], [1.0], [2.0, 2.0], "expected 2 rows"),
    ],
)
def test_impossible_rows_are_refused_by_name_and_with_the_cure(
    kind: Kind, x: list[float], t_x: list[float], t: list[float], message: str
) -> None:
    for asked in (kind().fit, kind.of(**KNOWN[kind]).probability_alive):
        with pytest.raises(InvalidInput, match=message):
            asked(x, t_x, t)


@pytest.mark.parametrize("kind", MODELS)
def test_too_little_to_learn_from_is_said(kind: Kind) -> None:
    for rows, message in (
        (([], [], []), "no customers"),
        (([1], [1.0], [5.0]), "one customer"),
        (([0, 0], [0.0, 0.0], [5.0, 6.0]), "nobody bought again"),
    ):
        with pytest.raises(NotEnoughData, match=message):
            kind().fit(*rows)
    with pytest.raises(NotEnoughData, match=r"call fit"):
        kind().probability_alive([1], [1.0], [2.0])
    with pytest.raises(InvalidInput, match="weights, row 1"):
        kind().fit([1, 1], [1.0, 2.0], [5.0, 6.0], weights=[1, -1])


def test_data_that_cannot_say_says_so() -> None:
    fit = BetaGeo().fit([1, 1, 1], [9.99, 9.99, 9.99], [10.0, 10.0, 10.0])
    assert not fit.identified_
    with pytest.raises(NotConverged, match="not pinned down"):
        _ = fit.standard_errors_


def test_known_parameters_must_be_complete_and_possible() -> None:
    with pytest.raises(InvalidInput, match="r: must be above 0, not -1"):
        BetaGeo.of(r=-1.0, alpha=1.0, a=1.0, b=1.0)
    with pytest.raises(TypeError, match="missing 3 required keyword-only arguments: 'alpha', 'a', and 'b'"):
        BetaGeo.of(r=1.0)


def test_where_all_leave_alike_the_ridge_is_climbed_and_said_to_be_one() -> None:
    """Customers who all leave with the same chance: only a / (a + b) is in the data."""
    rng = np.random.default_rng(3)
    rate, age = rng.gamma(1.26, 1 / 9.7, 1_700), rng.uniform(10, 52, 1_700)
    rows = []
    for pace, watched in zip(rate, age, strict=True):
        at, bought = 0.0, []
        while (at := at + rng.exponential(1 / pace)) < watched:
            bought.append(at)
            if rng.random() < 0.06:
                break
        rows.append((len(bought), bought[-1] if bought else 0.0, watched))
    fitted = BetaGeo().fit(*np.array(rows).T)
    a, b = fitted.parameters_["a"], fitted.parameters_["b"]
    assert a / (a + b) == pytest.approx(0.06, abs=0.02)
    assert not fitted.identified_
