"""A prior steadies a fit of few customers, says that it took part, and is off unless it is given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime import BetaGeo, ParetoNBD, Prior, parametric_bootstrap

FEW = [0, 0, 1, 2, 0, 3], [0, 0, 3.0, 9.0, 0, 20.0], [30.0] * 6
USUAL = Prior({"r": (0.5, 2.0), "alpha": (8.0, 2.0), "a": (1.0, 2.0), "b": (2.5, 2.0)})


def test_few_customers_are_pinned_down_with_a_prior_and_not_without() -> None:
    alone, steadied = BetaGeo().fit(*FEW), BetaGeo().fit(*FEW, prior=USUAL)
    assert (alone.identified_, steadied.identified_) == (False, True)
    for name, (median, factor) in USUAL.about.items():
        assert median / factor < steadied.parameters_[name] < median * factor
    assert steadied.log_likelihood_ == pytest.approx(steadied.log_likelihood(*FEW), abs=1e-9)
    assert alone.log_likelihood_ > steadied.log_likelihood_


def test_the_fit_says_that_a_prior_took_part_and_keeps_it(tmp_path: Path) -> None:
    steadied = BetaGeo().fit(*FEW, prior=USUAL)
    assert "A prior on r, alpha, a, b took part" in str(steadied.summary())
    assert "prior" not in str(BetaGeo().fit(*FEW).summary())
    steadied.save(tmp_path / "fit.json")
    assert BetaGeo.load(tmp_path / "fit.json").prior_ == USUAL.plain()
    refits = parametric_bootstrap(steadied, FEW[2], times=10)
    assert np.all(refits.draws < 1e3)  # without the prior a and b run to 160,000


def test_many_customers_outweigh_the_prior_and_units_do_not_matter() -> None:
    age = np.random.default_rng(1).uniform(20, 60, 4000)
    x, t_x = BetaGeo.of(r=0.5, alpha=8.0, a=1.0, b=2.5).draw(age, seed=1)
    wrong = Prior({"alpha": (80.0, 2.0)})
    alone, pulled = BetaGeo().fit(x, t_x, age), BetaGeo().fit(x, t_x, age, prior=wrong)
    assert pulled.parameters_["alpha"] == pytest.approx(alone.parameters_["alpha"], rel=0.05)
    days = BetaGeo().fit(x, t_x * 7, age * 7, prior=Prior({"alpha": (560.0, 2.0)}))
    assert days.parameters_["alpha"] == pytest.approx(7 * pulled.parameters_["alpha"], rel=1e-4)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"alpha": (0.0, 2.0)}, "prior of alpha, median: must be above 0"),
        ({"alpha": (1.0, 1.0)}, "prior of alpha, factor: must be above 1"),
        ({"alpha": (1.0,)}, r"prior of alpha: give \(median, factor\)"),
        ({"a": (1.0, 2.0)}, "prior: a: the parameters are r, alpha, s, beta"),
    ],
)
def test_a_prior_that_cannot_be_is_refused(about: dict[str, tuple[float, float]], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        ParetoNBD().fit(*FEW, prior=Prior(about))
