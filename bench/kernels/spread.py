"""Fifty people to tell first on soc-Epinions1, chances 1 / in-degree: beside the best connected, judged by simulation."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np

from agora_analytics.influence import independent_cascade, inverse_in_degree, maximize_spread
from agora_analytics.network.graph import Graph
from bench.kernels.figure import Figure, seconds

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "graphs" / "soc-Epinions1.txt.gz"
SEEDS, EPSILON, RUNS = 50, 0.03, 2000


def trust() -> Graph:
    with gzip.open(FILE, "rt") as lines:
        rows = np.loadtxt(lines, dtype=np.int64)
    return inverse_in_degree(Graph.from_edges(rows[:, 0], rows[:, 1]))


def figures() -> list[Figure]:
    if not FILE.exists():
        print(f"NOT MEASURED: {FILE.name} is absent, put it at ../shared/data/graphs", flush=True)
        return []
    graph = trust()
    ours, found = seconds(lambda: maximize_spread(graph, SEEDS, EPSILON, seed=1), rounds=2)
    theirs, connected = seconds(lambda: np.argsort(-np.diff(graph.start), kind="stable")[:SEEDS], rounds=2)

    def judged(people: Any) -> float:
        return independent_cascade(graph, people, runs=RUNS, seed=11).mean

    chosen, degree = judged(found.seeds), judged(connected)
    gain = chosen / degree - 1
    note = f"reach {chosen:,.0f} against {degree:,.0f} ({gain:+.1%}) in {RUNS} simulations; certified {found.ratio:.3f} of the best"
    asked = "10 % more reach or a certificate of 0.6"
    holds = gain >= 0.1 or found.ratio >= 0.6
    return [Figure("spread, 50 seeds, soc-Epinions1", "most edges", ours, theirs, asked, holds, note)]
