"""Small data take a way without anything to compile; it finds what the compiled loops find."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from agora_analytics.lifetime import BetaGeo, ModifiedBetaGeo, ParetoNBD, beta_geo, counting, pareto

TRUTH = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
FIRST_FIT = """
import numpy as np
from agora_analytics.lifetime import {model}, customer_summary
luck = np.random.default_rng(7)
who = np.repeat(np.arange(10_000) * 1_000_003, luck.poisson(luck.gamma(0.5, 4.0, 10_000)) + 1)
seen = customer_summary(who, luck.uniform(0, 270, who.size), end=280.0, unit="week")
assert {model}().fit(seen.frequency, seen.recency, seen.age).probability_alive(seen.frequency, seen.recency, seen.age).size
"""


@pytest.mark.parametrize("model", ["BetaGeo", "ModifiedBetaGeo", "ParetoNBD"])
def test_a_fit_of_ten_thousand_customers_compiles_nothing(model: str, tmp_path: Path) -> None:
    code = FIRST_FIT.format(model=model)
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)})
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("purchases", [1, 40, 3000])
@pytest.mark.parametrize("scattered", [1, 10**12])
def test_purchases_are_counted_alike_sorted_or_in_passes(
    purchases: int, scattered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    luck = np.random.default_rng(purchases)
    who = luck.integers(-4, 12, purchases) * scattered
    when, spent = luck.uniform(-9, 60, purchases), luck.gamma(2.0, 3.0, purchases)
    few = counting.counted(who, when, spent, last=40.0, occasion=1.0)
    monkeypatch.setattr(counting, "FEW", 0)
    many = counting.counted(who, when, spent, last=40.0, occasion=1.0)
    assert few[0].tolist() == many[0].tolist()
    np.testing.assert_allclose(few[1], many[1], rtol=1e-12)


@pytest.mark.parametrize("model", [BetaGeo, ModifiedBetaGeo, ParetoNBD])
def test_likelihood_slopes_and_chances_agree_in_columns_and_in_loops(
    model: type[BetaGeo | ParetoNBD], monkeypatch: pytest.MonkeyPatch
) -> None:
    age = np.random.default_rng(3).uniform(0.1, 300.0, 400)
    x, t_x = TRUTH.draw(age, seed=3)
    x, t_x, age = np.append(x, [5000, 700]), np.append(t_x, [299.0, 2.0]), np.append(age, [300.0, 280.0])
    law = model.of(**dict(zip(model.names, (0.6, 30.0, 0.4, 2.0), strict=True)))
    few = law.log_likelihood(x, t_x, age), law.probability_alive(x, t_x, age), law.fit(x[:400], t_x[:400], age[:400])
    monkeypatch.setattr(beta_geo, "FEW", 0)
    monkeypatch.setattr(pareto, "FEW", 0)
    law = model.of(**dict(zip(model.names, (0.6, 30.0, 0.4, 2.0), strict=True)))
    many = law.log_likelihood(x, t_x, age), law.probability_alive(x, t_x, age), law.fit(x[:400], t_x[:400], age[:400])
    assert few[0] == pytest.approx(many[0], rel=1e-12)
    np.testing.assert_allclose(few[1], many[1], rtol=1e-9)
    np.testing.assert_allclose(few[2].vector, many[2].vector, rtol=1e-5)
