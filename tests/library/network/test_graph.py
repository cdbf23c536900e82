import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array

from agora_analytics.errors import InvalidInput
from agora_analytics.network import Graph

EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 4)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_undirected_adds_both_ways_and_leaves_out_loops(edges: list[tuple[int, int, int]]) -> None:
    u, v, w = (np.array([edge[i] for edge in edges], dtype=np.int64) for i in range(3))
    matrix = coo_array((np.ones(u.size), (u, v)), shape=(8, 8)).toarray()
    weights = coo_array((w.astype(float), (u, v)), shape=(8, 8)).toarray()
    apart = 1 - np.eye(8)
    for given_weight, dense in ((None, matrix), (w, weights)):
        made = Graph.from_edges(u, v, given_weight, nodes=8).undirected()
        found = np.zeros((8, 8))
        found[made.source, made.target] = 1.0 if made.weight is None else made.weight
        np.testing.assert_array_equal(found, (dense + dense.T) * apart)
        assert made.edges == np.count_nonzero((matrix + matrix.T) * apart)
        assert all(np.all(np.diff(made.target[made.start[i] : made.start[i + 1]]) > 0) for i in range(8))


def test_undirected_twice_is_the_same_object_and_plain_ties_stay_without_weights() -> None:
    made = Graph.from_edges([0, 1, 2], [1, 2, 2]).undirected()
    assert made.undirected() is made
    assert made.weight is None
    assert Graph.from_edges([0, 1], [1, 0]).undirected().weight is not None


def test_codes_are_32_bit_where_they_fit() -> None:
    made = Graph.from_edges(np.array([0, 1]), np.array([1, 2])).undirected()
    assert (made.start.dtype, made.target.dtype) == (np.int32, np.int32)


def test_pairs_come_once_and_in_order() -> None:
    one, other = Graph.from_edges([3, 1, 0, 0], [0, 0, 1, 2]).pairs()
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (0, 2), (0, 3)]


@pytest.mark.parametrize(
    ("edges", "column", "row"),
    [
        (([0, 0], [1, 9], None), "target", 1),
        (([0, -1], [1, 1], None), "source", 1),
        (([0], [1], [float("nan")]), "weight", 0),
        (([0, 1], [1, 2], [1.0, -2.0]), "weight", 1),
        (([0.5], [1], None), "source", None),
        (([0, 1], [1], None), "target", None),
    ],
)
def test_impossible_edges_are_refused_by_name(edges: tuple, column: str, row: int | None) -> None:
    with pytest.raises(InvalidInput) as caught:
        Graph.from_edges(*edges, nodes=3)
    assert (caught.value.column, caught.value.row) == (column, row)
