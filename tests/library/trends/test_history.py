import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network.graph import Graph
from agora_analytics.trends import features_at, history


def test_features_are_what_one_counts_by_hand() -> None:
    known = history(
        [0.0, 3.0, 20.0],
        left=[np.inf, 9.0, np.inf],
        purchases=([0, 0, 1, 0], [2.0, 8.0, 4.0, 11.0]),
        contributions=([0], [6.0]),
        graph=Graph.from_edges([0, 0], [1, 2], nodes=3),
    )
    found = features_at(known, 10.0, window=5.0)
    assert found.person.tolist() == [0]
    row = {name: getattr(found, name).tolist() for name in ("purchases", "purchase_recency", "tenure", "contributions")}
    assert row == {"purchases": [2.0], "purchase_recency": [2.0], "tenure": [10.0], "contributions": [1.0]}
    assert (found.contribution_recency[0], found.neighbours[0], found.neighbours_left[0]) == (4.0, 2.0, 1.0)
    assert features_at(known, 15.0, window=5.0).neighbours_left.tolist() == [0.0]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 100)), max_size=40), st.floats(1, 99))
def test_what_happens_later_changes_nothing(events: list[tuple[int, float]], at: float) -> None:
    who, when = np.array([e[0] for e in events], dtype=int), np.array([e[1] for e in events])
    before = when < at
    whole = features_at(history(np.zeros(5), purchases=(who, when)), at)
    cut = features_at(history(np.zeros(5), purchases=(who[before], when[before])), at)
    assert whole.purchases.tolist() == cut.purchases.tolist()
    assert whole.purchase_recency.tolist() == cut.purchase_recency.tolist()
    assert whole.purchases.tolist() == [float((before & (who == person)).sum()) for person in range(5)]


def test_a_window_forgets_neighbours_who_left_long_ago() -> None:
    known = history([0.0, 0.0], left=[np.inf, 5.0], graph=Graph.from_edges([0], [1], nodes=2))
    counted = [features_at(known, at, window=10.0).neighbours_left[0] for at in (4.0, 5.0, 6.0, 15.0, 16.0)]
    assert counted == [0, 0, 1, 1, 0]


def test_wrong_histories_are_named() -> None:
    with pytest.raises(NotEnoughData, match="nobody"):
        history([])
    with pytest.raises(InvalidInput, match="left, row 0"):
        history([5.0], left=[4.0])
    with pytest.raises(InvalidInput, match="left, row 0"):
        history([5.0], left=[np.nan])
    with pytest.raises(InvalidInput, match=r"purchases \(who\), row 1"):
        history([0.0], purchases=([0, 1], [1.0, 1.0]))
    with pytest.raises(InvalidInput, match=r"purchases \(when\), row 0"):
        history([2.0], purchases=([0], [1.0]))
    with pytest.raises(InvalidInput, match="nodes"):
        history([2.0], graph=Graph.from_edges([0], [1]))
    with pytest.raises(NotEnoughData, match="here"):
        features_at(history([2.0]), 1.0)
    with pytest.raises(InvalidInput, match="at"):
        features_at(history([2.0]), float("nan"))
