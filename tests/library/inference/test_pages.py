"""The worked tables of docs/measures/incrementality.md, computed anew."""

import numpy as np
import pytest

from agora_analytics.inference import e_value, matched_incrementality
from tests.library.pages import table


def test_kappa_is_that_of_the_page() -> None:
    rows = table("incrementality", "Pairs")
    assert len(rows) == 3
    for exposed, unexposed, kappa in rows:
        adopted = np.zeros((2, 1000))
        adopted[0, : int(exposed)], adopted[1, 500 : 500 + int(unexposed)] = 1, 1
        kind = np.tile(np.arange(1000), 2)
        made = matched_incrementality(np.repeat([1, 0], 1000), adopted.ravel(), np.ones(2000), strata=kind)
        assert f"{made.kappa + 0:.2f}" == kappa
        assert (made.pairs, made.reused) == (1000, 1)


def test_e_values_are_those_of_the_page() -> None:
    rows = table("incrementality", "E-value")
    assert len(rows) == 3
    for ratio, needed in rows:
        assert e_value(float(ratio)) == pytest.approx(float(needed), abs=5e-3)
