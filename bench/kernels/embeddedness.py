"""Shared neighbours of every tie, a million people and ten million ties: ours against networkit, networkx beside."""

from __future__ import annotations

import numpy as np

from agora_analytics.network import Graph, embeddedness
from bench.kernels.communities import NODES, TIES, attached, once, planted
from bench.kernels.figure import Figure, seconds

ASKED = "≥ 1"


def compare(name: str, graph: Graph) -> list[Figure]:
    """The count alone on graphs that are made, and from two arrays of ties to the counts; theirs on one core and on two."""
    one, other = (codes.astype(np.int64) for codes in graph.pairs())
    alone, found = seconds(lambda: embeddedness(graph), rounds=2)
    whole, _ = seconds(lambda: embeddedness(Graph.from_edges(one, other, nodes=graph.nodes)), rounds=1)
    work = f"embeddedness of every tie, {name}, {graph.nodes:,} people, {one.size:,} ties"
    made = []
    for threads in (1, 2):
        theirs, all_of_it = networkit_seconds(one, other, graph.nodes, threads, int(found.common.sum()))
        peer = f"networkit, {threads} thread(s)"
        made.append(Figure(work, f"{peer}, graph made and indexed", alone, theirs, ASKED, alone <= theirs))
        made.append(Figure(f"{work}, from arrays", peer, whole, all_of_it, ASKED, whole <= all_of_it))
    return made


def networkit_seconds(one: np.ndarray, other: np.ndarray, nodes: int, threads: int, total: int) -> tuple[float, float]:
    """Seconds for the count alone, and from two arrays."""
    import networkit

    networkit.setNumberOfThreads(threads)

    def make() -> networkit.Graph:
        peer = networkit.GraphFromCoo((one.astype(np.uint64), other.astype(np.uint64)), n=nodes)
        peer.indexEdges()
        return peer

    making, peer = once(make)
    counting, run = seconds(lambda: networkit.sparsification.TriangleEdgeScore(peer).run(), rounds=1)
    assert int(sum(run.scores())) == total
    return counting, making + counting


def networkx_figure(graph: Graph) -> Figure:
    import networkx

    peer = networkx.Graph(list(zip(*(codes.tolist() for codes in graph.pairs()), strict=True)))
    ours, found = seconds(lambda: embeddedness(graph))
    theirs, counts = seconds(lambda: [len(networkx.common_neighbors(peer, u, v)) for u, v in peer.edges()], rounds=1)
    assert sum(counts) == found.common.sum()
    work = f"embeddedness of every tie, planted groups, {graph.nodes:,} people, {found.one.size:,} ties"
    return Figure(work, "networkx common_neighbors", ours, theirs, "", None)


def figures(nodes: int = NODES, ties: int = TIES) -> list[Figure]:
    """Groups at full size, hubs at a tenth, networkx at a fiftieth."""
    embeddedness(planted(1000, 10_000))
    found = compare("planted groups", planted(nodes, ties)) + compare("hubs", attached(nodes // 10, ties // nodes))
    return [*found, networkx_figure(planted(nodes // 50, ties // 50))]
