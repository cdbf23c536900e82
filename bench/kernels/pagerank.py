"""PageRank from two edge arrays, a million nodes and ten million edges, tolerance 1e-8: the graph built, then ranked."""

from __future__ import annotations

from typing import Any

import igraph
import networkit
import numpy as np
from scipy.sparse import csr_matrix

from agora_analytics.influence import pagerank
from agora_analytics.network.graph import Graph
from bench.kernels.figure import Figure, peak_gigabytes, seconds

NODES, EDGES = 1_000_000, 10_000_000
DAMPING, TOLERANCE = 0.85, 1e-8


def edges(nodes: int = NODES, count: int = EDGES) -> tuple[Any, Any]:
    """Few are turned to by many: targets by a cube, numbered at random; one node in twenty turns to nobody."""
    random = np.random.default_rng(1)
    source = random.integers(0, int(nodes * 0.95), count, dtype=np.int32)
    crowded = (nodes * random.random(count) ** 3).astype(np.int32)
    return random.permutation(nodes).astype(np.int32)[source], random.permutation(nodes).astype(np.int32)[crowded]


def ours(source: Any, target: Any) -> Any:
    return pagerank(Graph.from_edges(source, target, nodes=NODES), damping=DAMPING, tolerance=TOLERANCE).scores


def with_scipy(source: Any, target: Any) -> Any:
    """The same iteration, as one writes it with scipy."""
    moves = csr_matrix((np.ones(source.size), (target, source)), shape=(NODES, NODES))
    out = np.bincount(source, minlength=NODES).astype(float)
    share = np.divide(1.0, out, out=np.zeros(NODES), where=out > 0)
    ranks, change = np.full(NODES, 1 / NODES), 1.0
    while change >= TOLERANCE:
        after = DAMPING * (moves @ (ranks * share) + ranks[out == 0].sum() / NODES) + (1 - DAMPING) / NODES
        change = np.abs(after - ranks).sum()
        ranks = after
    return ranks


def with_igraph(source: Any, target: Any) -> Any:
    graph = igraph.Graph(n=NODES, edges=np.column_stack([source, target]), directed=True)
    return np.array(graph.pagerank(damping=DAMPING))


def with_networkit(source: Any, target: Any) -> Any:
    graph = networkit.GraphFromCoo((source.astype(np.uint64), target.astype(np.uint64)), n=NODES, directed=True)
    # its tolerance is on the L2 norm; 1e-11 gives the same closeness here
    ranked = networkit.centrality.PageRank(
        graph, damp=DAMPING, tol=1e-11, distributeSinks=networkit.centrality.SinkHandling.DistributeSinks
    )
    ranked.run()
    return np.array(ranked.scores())


def figures() -> list[Figure]:
    source, target = edges()
    mine, ranks = seconds(lambda: ours(source, target), rounds=2)
    peak = peak_gigabytes()
    made: list[Figure] = []
    for name, peer, asked in (
        ("scipy", with_scipy, 1.0),
        ("igraph", with_igraph, 3.0),
        ("networkit", with_networkit, None),
    ):
        theirs, found = seconds(lambda peer=peer: peer(source, target), rounds=1)  # type: ignore[misc]
        apart = float(np.abs(found / found.sum() - ranks).sum())
        reach = "beside" if asked is None else f"at least {asked:.0f} times as fast"
        holds = None if asked is None else theirs / mine >= asked and apart < 1e-6
        note = f"ranks {apart:.0e} apart in sum; ours peaks at {peak:.1f} GB with the edges"
        made.append(Figure("PageRank, 1M nodes, 10M edges", name, mine, theirs, reach, holds, note))
    return made
