"""Graphs that several tests use."""

from __future__ import annotations

import networkx as nx
import numpy as np

from agora_analytics.network import Graph

# Two cliques of four that share a node: everybody's circles are known.
SHARED = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4), (3, 5), (3, 6), (4, 5), (4, 6), (5, 6)]


def ours(peer: nx.Graph, *, weight: str | None = None) -> Graph:
    """A networkx graph, nodes 0 to n - 1, as ours; each edge in the direction it is stored."""
    rows = [(u, v, data.get(weight, 1.0)) for u, v, data in peer.edges(data=True)]
    source, target, weights = (np.array(column) for column in zip(*rows, strict=True))
    return Graph.from_edges(source, target, weights if weight else None, nodes=peer.number_of_nodes())


def karate() -> Graph:
    return ours(nx.karate_club_graph())


def weighted(nodes: int, chance: float, *, seed: int, directed: bool = False) -> nx.Graph:
    peer = nx.gnp_random_graph(nodes, chance, seed=seed, directed=directed)
    rng = np.random.default_rng(seed)
    for u, v in peer.edges():
        peer[u][v]["weight"] = float(rng.uniform(0.1, 5))
    return peer


def connected(graph: Graph, label: np.ndarray) -> bool:
    """Whether every community hangs together by its own ties."""
    inside = label[graph.source] == label[graph.target]
    peer = nx.Graph(zip(graph.source[inside].tolist(), graph.target[inside].tolist(), strict=True))
    peer.add_nodes_from(range(graph.nodes))
    return nx.number_connected_components(peer) == np.unique(label).size
