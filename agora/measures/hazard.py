"""How strongly words carry among the company's customers, as far as its orders and readings can say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agora_analytics.errors import NotEnoughData
from agora_analytics.value import ExposureEffects, Exposures, Sales, fit_exposure_effects

Floats = NDArray[np.float64]


def fit_effects(
    occasions: Sales, exposures: Exposures, *, since: Floats, until: float, horizon: float
) -> ExposureEffects:
    """Return the fitted effects; where nobody known has bought yet, an effect of nothing, settled by nothing."""
    people = since.size
    try:
        return fit_exposure_effects(occasions, exposures, since=since, until=until, horizon=horizon, people=people)
    except NotEnoughData:
        return ExposureEffects.none(people, exposures.kinds, exposures=exposures.size)
