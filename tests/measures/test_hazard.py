"""What is said of the force of words before anybody known has bought."""

from __future__ import annotations

import numpy as np

from agora.measures.hazard import fit_effects
from agora_analytics.value import Exposures, Sales


def test_where_nobody_known_has_bought_words_have_no_force_and_nothing_is_settled() -> None:
    nobody = Sales.of([-1], time=[5.0], margin_minor=[100])
    read = Exposures.of([0, 1], author=[1, 0], content=[7, 8], time=[1.0, 2.0])
    found = fit_effects(nobody, read, since=np.zeros(2), until=10.0, horizon=60.0)
    assert (found.effect.tolist(), found.settled, found.purchases) == ([0.0], False, 0)
    sales, exposures = found.applied(nobody, read)
    assert not sales.base_rate.any()
    assert not exposures.strength.any()


def test_where_somebody_bought_own_rates_are_fitted() -> None:
    bought = Sales.of([0, 0, 1], time=[5.0, 7.0, 8.0], margin_minor=[100, 100, 100])
    nothing = Exposures.of([], author=[], content=[], time=[])
    found = fit_effects(bought, nothing, since=np.zeros(2), until=10.0, horizon=60.0)
    assert found.base_rate[0] > found.base_rate[1] > 0
