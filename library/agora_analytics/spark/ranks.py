"""PageRank as joins: edges lie by the node they leave, cut once; each round moves only what arrives at nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import PageRank
from agora_analytics.influence.walk import check_search
from agora_analytics.spark.sessions import shuffle_parts, steady_plans

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


@dataclass(frozen=True)
class Ranks:
    """Standing by PageRank on a cluster, and how the search for it ended."""

    scores: DataFrame  # node, score: one row per node, sum 1
    iterations: int  # rounds taken
    residual: float  # sum of absolute changes in the last round

    def local(self) -> PageRank:
        """The scores here, (nodes,) by code."""
        table = self.scores.toArrow()
        scores = np.zeros(table.num_rows)
        scores[table["node"].to_numpy()] = table["score"].to_numpy()
        return PageRank(scores=scores, iterations=self.iterations, residual=self.residual)


def pagerank(
    edges: DataFrame,
    *,
    nodes: int | None = None,
    damping: float = 0.85,
    personalisation: DataFrame | None = None,
    tolerance: float = 1e-8,
    iterations: int = 500,
    partitions: int | None = None,
) -> Ranks:
    """PageRank of a weighted graph by DataFrame joins: the formula and stop rule of `agora_analytics.influence.pagerank`.

    edges: source, target (node codes from 0), and weight where not all weigh 1; nodes: how many (default: the largest
    code + 1); personalisation: node, weight of where the walker restarts, others 0, None for everywhere alike;
    partitions: of nodes (default: the session's). Other arguments as of the local function.
    Returns `Ranks`, computed at once. Per round one join of edges with ranks, one sum by target, one join of nodes.
    Raises InvalidInput for impossible columns, NotEnoughData for no nodes, NotConverged when the rounds run out.
    Assumes: as the local function; ranks and edges fit the memory and disks of the executors.
    Misleads when: as the local function.
    Source: Brin and Page (1998); rounds as joins: Malewicz et al. (2010), Pregel, SIGMOD.

    >>> edges = spark.createDataFrame([(0, 1), (1, 2), (2, 0), (2, 1)], "source long, target long")  # doctest: +SKIP
    >>> pagerank(edges, damping=0.5, tolerance=1e-3).local().scores.round(4)  # doctest: +SKIP
    array([0.2563, 0.3846, 0.359 ])
    """
    check_search(damping=damping, tolerance=tolerance, iterations=iterations)
    parts = shuffle_parts(edges.sparkSession, partitions)
    with steady_plans(edges.sparkSession, parts):
        plain = _edges(edges)
        size = _nodes(plain, nodes)
        links = _links(plain, parts).persist()
        state = _kept(_start(links, size, parts, personalisation))
        try:
            return _settled(links, state, damping=damping, tolerance=tolerance, iterations=iterations)
        finally:
            links.unpersist()


def _settled(links: DataFrame, state: DataFrame, *, damping: float, tolerance: float, iterations: int) -> Ranks:
    """Rounds until the sum of absolute changes is below tolerance; one job each."""
    held, change, rounds = _told(state)[0], np.inf, 0
    while rounds < iterations and not change < tolerance:
        state = _kept(_round(links, state, damping=damping, held=held))
        held, change = _told(state)
        rounds += 1
    if not change < tolerance:
        raise NotConverged(
            f"after {rounds} rounds the scores still change by {change:.3g}, above the tolerance {tolerance:.3g}; "
            "allow more iterations or a larger tolerance"
        )
    return Ranks(scores=state.selectExpr("node", "rank AS score"), iterations=rounds, residual=change)


def _round(links: DataFrame, state: DataFrame, *, damping: float, held: float) -> DataFrame:
    """One round: after = d * flow + (1 - d + d * held) * restart."""
    from pyspark.sql import functions as F

    now = state.select(F.col("node").alias("source"), "rank").hint("shuffle_hash")
    moved = links.join(now, "source").groupBy("target").agg(F.sum(F.col("rank") * F.col("chance")).alias("flow"))
    flow = moved.withColumnRenamed("target", "node").hint("shuffle_hash")
    arrived = F.coalesce(F.col("flow"), F.lit(0.0))
    # In an array: Spark writes a bare number into the code that it compiles, anew in every round.
    back = F.lit([1.0 - damping + damping * held] * 2)[F.col("stranded").cast("int")]
    after = damping * arrived + back * F.col("restart")
    return state.join(flow, "node", "left").select(
        "node", after.alias("rank"), F.col("rank").alias("before"), "restart", "stranded"
    )


def _told(state: DataFrame) -> tuple[float, float]:
    """What nodes without outgoing edges hold, and the sum of absolute changes."""
    from pyspark.sql import functions as F

    held = F.sum(F.when(F.col("stranded"), F.col("rank")).otherwise(0.0))
    row = state.agg(held, F.sum(F.abs(F.col("rank") - F.col("before")))).first()
    assert row is not None
    return float(row[0]), float(row[1])


def _edges(edges: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F

    weight = F.col("weight").cast("double") if "weight" in edges.columns else F.lit(1.0)
    return edges.select(F.col("source").cast("long"), F.col("target").cast("long"), weight.alias("weight"))


def _nodes(edges: DataFrame, nodes: int | None) -> int:
    """How many nodes; refuse what no graph can be made of, in one look at the edges."""
    from pyspark.sql import functions as F

    ends = [end(name).alias(f"{end.__name__}_{name}") for name in ("source", "target") for end in (F.min, F.max)]
    bad_weight = F.col("weight").isNull() | F.isnan("weight") | (F.col("weight") == float("inf"))
    weights = [F.count_if(bad_weight).alias("unsound"), F.count_if(F.col("weight") < 0).alias("negative")]
    missing = [F.count_if(F.col(name).isNull()).alias(f"missing_{name}") for name in ("source", "target")]
    row = edges.agg(*ends, *weights, *missing).first()
    assert row is not None
    tops = [row[name] for name in ("max_source", "max_target") if row[name] is not None]
    size = max(tops, default=-1) + 1 if nodes is None else nodes
    for name in ("source", "target"):
        low, high = row[f"min_{name}"], row[f"max_{name}"]
        if row[f"missing_{name}"]:
            raise InvalidInput(f"{row[f'missing_{name}']} are null; leave such edges out", column=name)
        if low is not None and (low < 0 or high >= size):
            wrong = low if low < 0 else high
            raise InvalidInput(f"{wrong} is no node; codes lie in 0..{size - 1}", column=name)
    if row["unsound"]:
        raise InvalidInput(f"{row['unsound']} are no finite numbers; leave such edges out", column="weight")
    if row["negative"]:
        raise InvalidInput(f"{row['negative']} are below 0; an edge weighs at least 0", column="weight")
    if size < 1:
        raise NotEnoughData("the graph has no nodes; give it edges, or say how many nodes there are")
    return int(size)


def _links(edges: DataFrame, parts: int) -> DataFrame:
    """Edges with the chance that a walker takes them, cut by the node they leave.

    Within a part they lie by the node they reach: what arrives there is added up in one place, not in all of memory.
    """
    from pyspark.sql import functions as F

    by_source = edges.repartition(parts, "source")
    out = by_source.groupBy("source").agg(F.sum("weight").alias("out")).where("out > 0")
    chance = (F.col("weight") / F.col("out")).alias("chance")
    return (
        by_source.join(out.hint("shuffle_hash"), "source")
        .select("source", "target", chance)
        .sortWithinPartitions("target")
    )


def _start(links: DataFrame, size: int, parts: int, personalisation: DataFrame | None) -> DataFrame:
    """One row per node: rank (the restart at first), restart, and whether no edge leaves it."""
    from pyspark.sql import functions as F

    spark = links.sparkSession
    nodes = spark.range(size).withColumnRenamed("id", "node").repartition(parts, "node")
    leaving = links.select(F.col("source").alias("node")).distinct().withColumn("leaves", F.lit(True))
    state = nodes.join(leaving.hint("shuffle_hash"), "node", "left")
    restart: Column = F.lit(1.0 / size)
    if personalisation is not None:
        given, total = _restarts(personalisation, size)
        state = state.join(given.hint("shuffle_hash"), "node", "left")
        restart = F.coalesce(F.col("given"), F.lit(0.0)) / F.lit(total)
    return state.select(
        "node", restart.alias("rank"), restart.alias("before"), restart.alias("restart"),
        F.col("leaves").isNull().alias("stranded"),
    )  # fmt: skip


def _restarts(personalisation: DataFrame, size: int) -> tuple[DataFrame, float]:
    from pyspark.sql import functions as F

    given = personalisation.groupBy(F.col("node").cast("long").alias("node")).agg(
        F.sum(F.col("weight").cast("double")).alias("given")
    )
    row = given.agg(F.min("given"), F.sum("given"), F.min("node"), F.max("node")).first()
    assert row is not None
    least, total, low, high = row
    if total is None or not 0 < total < np.inf or least < 0:
        raise InvalidInput("restarts weigh at least 0, and one of them more", column="personalisation")
    if low < 0 or high >= size:
        raise InvalidInput(f"names a node outside 0..{size - 1}", column="personalisation")
    return given, float(total)


def _kept(state: DataFrame) -> DataFrame:
    """The same rows, still lying by node, without the plan they came from; kept when `_told` first reads them.

    A plan that holds those of all rounds before costs more to read than the round costs to run.
    """
    return state.localCheckpoint(eager=False)
