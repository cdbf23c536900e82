"""Graphs for the tests: drawn ones, real ones (a test that needs one skips where it is absent), and exact answers."""

import gzip
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from agora_analytics.influence import inverse_in_degree
from agora_analytics.network.graph import Graph

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "graphs"
PATH = Graph.from_edges([0, 1], [1, 2], [0.5, 0.5])
DIAMOND = Graph.from_edges([0, 0, 1, 2], [1, 2, 3, 3], [0.5] * 4)
RING = Graph.from_edges([0, 1, 2], [1, 2, 0], [0.5] * 3)


@cache
def real(name: str) -> Graph:
    """A published graph as in its file, each edge with the chance 1 / in-degree."""
    file = REAL / name
    if not file.exists():
        pytest.skip(f"NOT CHECKED ON REAL GRAPHS: {name} is absent, put it at ../shared/data/graphs")
    with gzip.open(file, "rt") as lines:
        rows = np.loadtxt(lines, skiprows=1 if name.startswith("NetHEPT") else 0, usecols=(0, 1), dtype=np.int64)
    return inverse_in_degree(Graph.from_edges(rows[:, 0], rows[:, 1]))


def drawn(seed: int, *, nodes: int = 7, edges: int = 10) -> Graph:
    """A small random graph with random chances."""
    rng = np.random.default_rng(seed)
    source, target = rng.integers(0, nodes, edges), rng.integers(0, nodes, edges)
    return Graph.from_edges(source, target, rng.uniform(0.1, 0.9, edges), nodes=nodes)


def exact_spread(graph: Graph, seeds: tuple[int, ...], worth: np.ndarray | None = None) -> float:
    """The expected value reached, over every one of the 2^edges outcomes."""
    value = np.ones(graph.nodes) if worth is None else worth
    pairs = list(zip(graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True))
    total = 0.0
    for world in range(2 ** len(pairs)):
        chance, open_edges = 1.0, []
        for i, (u, v, p) in enumerate(pairs):
            chance *= p if world >> i & 1 else 1 - p
            if world >> i & 1:
                open_edges.append((u, v))
        reached = set(seeds)
        while new := {v for u, v in open_edges if u in reached} - reached:
            reached |= new
        total += chance * value[list(reached)].sum()
    return total


def exact_best(graph: Graph, k: int, worth: np.ndarray | None = None) -> float:
    """The most that any k nodes reach."""
    return max(exact_spread(graph, seeds, worth) for seeds in combinations(range(graph.nodes), k))


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 8) -> Graph:
    """Directed graphs with loops, parallel edges, dead ends and, at times, weights (some of them 0)."""
    nodes = draw(st.integers(1, most))
    ends = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1))
    edges = draw(st.lists(ends, max_size=20))
    weight = st.lists(st.floats(0.01, 10) | st.just(0.0), min_size=len(edges), max_size=len(edges))
    source, target = [e[0] for e in edges], [e[1] for e in edges]
    return Graph.from_edges(source, target, draw(st.none() | weight), nodes=nodes)
