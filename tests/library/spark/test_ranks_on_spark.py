"""PageRank by joins is the local one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import pagerank as pagerank_here
from agora_analytics.network import Graph
from agora_analytics.spark import Cluster, pagerank
from tests.library.spark.worlds import edges

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.truth


def test_weighted_and_personalised_ranks_are_the_local_ones(cluster: Cluster) -> None:
    source, target, weight = edges()
    graph = Graph.from_edges(source, target, weight, nodes=520)
    restart = np.where(np.arange(520) % 7 == 0, 1.0 + np.arange(520), 0.0)
    here = pagerank_here(graph, personalisation=restart, damping=0.6, tolerance=1e-5)
    there = cluster.pagerank(graph, personalisation=restart, damping=0.6, tolerance=1e-5)
    np.testing.assert_allclose(there.scores, here.scores, rtol=1e-9, atol=0)
    assert there.iterations == here.iterations
    assert there.residual == pytest.approx(here.residual, rel=1e-6)


@pytest.mark.parametrize("partitions", [1, 7])
def test_neither_weights_nor_partitions_are_needed(spark: SparkSession, partitions: int) -> None:
    source, target, _ = edges()
    before = {key: spark.conf.get(key) for key in ("spark.sql.adaptive.enabled", "spark.sql.shuffle.partitions")}
    frame = spark.createDataFrame(list(zip(source.tolist(), target.tolist(), strict=True)), "source long, target long")
    there = pagerank(frame, damping=0.5, tolerance=1e-3, partitions=partitions).local()
    here = pagerank_here(Graph.from_edges(source, target), damping=0.5, tolerance=1e-3)
    np.testing.assert_allclose(there.scores, here.scores, rtol=1e-9, atol=0)
    assert before == {key: spark.conf.get(key) for key in before}


def test_edges_stay_where_they_lie_from_round_to_round(spark: SparkSession) -> None:
    from agora_analytics.spark.ranks import _links, _round, _start  # the plan is the point
    from agora_analytics.spark.sessions import steady_plans

    source, target, weight = edges(count=200)
    rows = list(zip(source.tolist(), target.tolist(), weight.tolist(), strict=True))
    with steady_plans(spark, 3):
        links = _links(spark.createDataFrame(rows, "source long, target long, weight double"), 3).persist()
        state = _round(links, _start(links, 500, 3, None).persist(), damping=0.5, held=0.1).localCheckpoint()
        plan = _round(links, state, damping=0.5, held=0.1)._jdf.queryExecution().executedPlan().toString()
    # Only what arrives moves: one exchange, of the sums by target.
    assert plan.split("InMemoryRelation")[0].count("Exchange hashpartitioning(target") == 1
    assert plan.split("InMemoryRelation")[0].count("Exchange") == 1


def test_what_no_walk_can_be_run_on_is_refused(spark: SparkSession) -> None:
    def frame(*rows: tuple[int | None, int | None, float | None]) -> object:
        return spark.createDataFrame(list(rows), "source long, target long, weight double")

    for rows, why in (
        ([(0, 1, -1.0)], "weight: 1 are below 0"),
        ([(0, 1, float("nan")), (0, 1, None)], "weight: 2 are no finite numbers"),
        ([(0, -1, 1.0)], "target: -1 is no node"),
        ([(None, 1, 1.0)], "source: 1 are null"),
    ):
        with pytest.raises(InvalidInput, match=why):
            pagerank(frame(*rows))  # type: ignore[arg-type]
    with pytest.raises(NotEnoughData, match="no nodes"):
        pagerank(frame())  # type: ignore[arg-type]
    with pytest.raises(NotConverged, match="after 2 rounds"):
        pagerank(frame((0, 1, 1.0), (2, 0, 1.0)), tolerance=1e-15, iterations=2)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="damping"):
        pagerank(frame((0, 1, 1.0)), damping=1.0)  # type: ignore[arg-type]
