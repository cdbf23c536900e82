"""Both engines find the same: the ledger to the minor unit, everything else to the ninth digit."""

from __future__ import annotations

import os

import numpy as np
import pytest

from agora.measures import running
from agora.measures.engines import CannotStart, engine_named
from agora.measures.models import Credit, Run, Score
from agora_analytics.spark import SparkUnavailable
from agora_analytics.spark.sessions import check_installed
from tests.measures.conftest import Town

pytestmark = [pytest.mark.django_db, pytest.mark.truth]
# Resampling the network takes a round of PageRank per draw: a few draws show the same as many.
FEW = {"influence": {"draws": 2}}


@pytest.fixture(autouse=True)
def installed() -> None:
    try:
        check_installed()
    except SparkUnavailable as absent:
        why = f"NO SPARK: {absent}; this test was not run"
        pytest.fail(why) if os.environ.get("CI", "").lower() == "true" else pytest.skip(why)


def figures(run: Run) -> dict[tuple[object, ...], tuple[float, float, float]]:
    rows = Score.objects.filter(run=run).values_list(
        "measure", "subject_kind", "subject_id", "label", "value", "low", "high"
    )
    return {tuple(key): (value, low or 0.0, high or 0.0) for *key, value, low, high in rows}


def entries(run: Run) -> list[tuple[object, ...]]:
    columns = ("sale_kind", "sale_id", "buyer", "author", "post", "amount_minor")
    return sorted(Credit.objects.filter(run=run).values_list(*columns), key=str)


def test_spark_finds_what_this_process_finds(town: Town) -> None:
    alone, spread = (running.measure(engine=engine, parameters=FEW) for engine in ("local", "spark"))
    assert all(run.engine.startswith("Spark 4") for run in spread.values())
    assert entries(spread["value"]) == entries(alone["value"])
    for name in running.CALCULATIONS:
        one, other = figures(alone[name]), figures(spread[name])
        assert one.keys() == other.keys()
        np.testing.assert_allclose(list(other.values()), [one[key] for key in other], rtol=1e-9, atol=1e-12)
    exact = [key for key in figures(alone["value"]) if key[0] in {"own", "csv", "recv", "net", "gross"}]
    assert exact
    assert all(figures(alone["value"])[key][0] == figures(spread["value"])[key][0] for key in exact)


def test_an_engine_that_cannot_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(CannotStart, match="install Java 17"), engine_named("spark"):
        pass
