"""Communities of a million people and ten million ties: ours against igraph's Leiden and networkit's PLM."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from agora_analytics.network import Graph, communities, modularity
from agora_analytics.network.graph import Codes
from bench.kernels.figure import Figure

NODES, TIES = 1_000_000, 10_000_000
SLACK = 0.001
ASKED = "modularity ≥ theirs − 0.001 in ≤ their time"
SWIFT = "≤ their time"


def planted(nodes: int, ties: int, *, inside: float = 0.6, seed: int = 1) -> Graph:
    """Groups of about a hundred with most ties inside and ids at random; each pair of neighbours once, no loops."""
    rng = np.random.default_rng(seed)
    groups = max(nodes // 100, 1)
    group = rng.integers(0, groups, nodes)
    member = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[member], np.arange(groups + 1))
    source = rng.integers(0, nodes, ties)
    place = begins[group[source]] + (rng.random(ties) * np.diff(begins)[group[source]]).astype(np.int64)
    target = np.where(rng.random(ties) < inside, member[place], rng.integers(0, nodes, ties))
    made = Graph.from_edges(source, target, nodes=nodes).undirected()
    return Graph(made.start, made.target, None, simple=True)


def attached(nodes: int, each: int, *, seed: int = 1) -> Graph:
    """A hub-heavy graph: whom a newcomer is tied to is an end of an earlier tie, drawn at random (Barabási-Albert)."""
    rng = np.random.default_rng(seed)
    source = np.repeat(np.arange(1, nodes), each)
    # Of the list of ends (source, target, source, ...) each newcomer draws a place before its own
    drawn = (rng.random(source.size) * 2 * np.arange(source.size)).astype(np.int64)
    while (targets := drawn % 2 == 1).any():  # the place of a target stands for whatever that one drew
        drawn[targets] = drawn[drawn[targets] // 2]
    target = source[drawn // 2]
    shuffled = rng.permutation(nodes)
    made = Graph.from_edges(shuffled[source], shuffled[target], nodes=nodes).undirected()
    return Graph(made.start, made.target, None, simple=True)


def once(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def ours(graph: Graph, *, threads: int) -> tuple[float, float]:
    """Seconds and modularity on so many threads."""
    os.environ["OMP_NUM_THREADS"] = str(threads)
    took, grouping = once(lambda: communities(graph, seed=1))
    return took, grouping.quality


def compare(name: str, graph: Graph) -> list[Figure]:
    """Igraph and networkit on one graph, ours right before each on as many threads; all qualities by the same function."""
    one, other = graph.pairs()
    work = f"communities, {name}, {graph.nodes:,} people, {one.size:,} ties"
    return [leiden_of_igraph(work, graph, one, other), *(plm(work, graph, one, other, threads=n) for n in (1, 2))]


def leiden_of_igraph(work: str, graph: Graph, one: Codes, other: Codes) -> Figure:
    import igraph

    took, quality = ours(graph, threads=1)
    random.seed(1)
    peer = igraph.Graph(n=graph.nodes, edges=np.column_stack([one, other]))
    theirs, groups = once(lambda: peer.community_leiden(objective_function="modularity", n_iterations=2))
    reached = modularity(graph, np.array(groups.membership))
    holds = quality >= reached - SLACK and took <= theirs
    note = f"modularity {quality:.5f}, theirs {reached:.5f}"
    return Figure(work, f"igraph {igraph.__version__} Leiden, 2 rounds", took, theirs, ASKED, holds, note)


def plm(work: str, graph: Graph, one: Codes, other: Codes, *, threads: int) -> Figure:
    import networkit

    took, quality = ours(graph, threads=threads)
    networkit.setNumberOfThreads(threads)
    peer = networkit.GraphFromCoo((one.astype(np.uint64), other.astype(np.uint64)), n=graph.nodes)
    theirs, run = once(lambda: networkit.community.PLM(peer, refine=True).run())
    reached = modularity(graph, np.array(run.getPartition().getVector(), dtype=np.int64))
    note = f"modularity {quality:.5f}, theirs {reached:.5f}"
    return Figure(work, f"networkit PLM, {threads} thread(s)", took, theirs, SWIFT, took <= theirs, note)


def figures(nodes: int = NODES, ties: int = TIES) -> list[Figure]:
    """The asked graph, and a hub-heavy one a tenth its size."""
    for people in (1000, 40_000):  # compiles what small and large graphs take
        communities(planted(people, 10 * people))
    found = compare("planted groups", planted(nodes, ties))
    return found + compare("hubs", attached(nodes // 10, ties // nodes))
