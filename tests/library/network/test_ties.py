import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput
from agora_analytics.network import Ties, components, tie_strength
from tests.library.pages import table

# the messages of the table: 0-1 each way, 0-2, 1-2, and three from 2 to 3
SOURCE, TARGET = [0, 1, 0, 1, 2, 2, 2], [1, 0, 2, 2, 3, 3, 3]
TIME = [0.0, 90.0, 90.0, 90.0, 0.0, 0.0, 0.0]


def test_the_table_of_the_page_is_what_is_computed() -> None:
    made = tie_strength(SOURCE, TARGET, TIME, now=90.0, half_life=90.0)
    rows = table("ties", "How strong a tie is")
    assert [f"{u} and {v}" for u, v in zip(made.one, made.other, strict=True)] == [row[0].split(":")[0] for row in rows]
    columns = (made.messages, made.recency, made.reciprocity, made.overlap, made.acquaintance, made.strength)
    for place, column in enumerate(columns, start=1):
        assert column.tolist() == pytest.approx([float(row[place]) for row in rows], abs=5e-4)


def test_recency_is_that_of_the_last_message_and_known_since_the_first() -> None:
    made = tie_strength([0, 1, 0], [1, 0, 1], [10.0, 80.0, 40.0], now=100.0, half_life=20.0)
    assert made.recency[0] == pytest.approx(0.5)
    assert made.reciprocity[0] == pytest.approx(0.5)
    assert made.known[0] == pytest.approx(90.0)


def strength(*messages: tuple[int, int, float]) -> float:
    source, target, time = zip(*messages, strict=True)
    made = tie_strength(source, target, time, now=100.0, half_life=30.0)
    return float(made.strength[(made.one == 0) & (made.other == 1)][0])


def test_each_part_makes_a_tie_stronger_the_others_alike() -> None:
    plain = strength((0, 1, 50.0), (0, 1, 100.0))
    assert strength((0, 1, 50.0), (0, 1, 70.0), (0, 1, 100.0)) > plain  # more
    assert strength((0, 1, 50.0), (1, 0, 100.0)) > plain  # mutual
    assert strength((0, 1, 10.0), (0, 1, 100.0)) > plain  # known longer
    assert strength((0, 1, 50.0), (0, 1, 100.0), (0, 2, 9.0), (1, 2, 9.0)) > plain  # a friend in common
    assert strength((0, 1, 50.0), (0, 1, 90.0)) < plain  # longer silent


def test_strong_is_said_only_where_a_threshold_was_declared() -> None:
    made = tie_strength(SOURCE, TARGET, TIME, now=90.0, threshold=0.12)
    assert (made.threshold, made.strong.tolist()) == (0.12, [True, False, False, True])
    with pytest.raises(InvalidInput, match=r"threshold: no strength was declared"):
        _ = tie_strength(SOURCE, TARGET, TIME, now=90.0).strong


def test_oneself_and_the_future_make_no_tie() -> None:
    assert tie_strength([0, 1], [0, 2], [5.0, 200.0], now=100.0).strength.size == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0, 100)), max_size=30), st.randoms())
def test_order_and_direction_of_reading_do_not_matter(rows: list[tuple[int, int, float]], luck: object) -> None:
    def measure(messages: list[tuple[int, int, float]], *, turned: bool) -> Ties:
        u, v, t = (np.array([m[i] for m in messages]) for i in range(3))
        u, v = u.astype(np.int64), v.astype(np.int64)
        return tie_strength(v if turned else u, u if turned else v, t.astype(float), now=100.0)

    made = measure(rows, turned=False)
    luck.shuffle(rows)  # type: ignore[attr-defined]
    again = measure(rows, turned=True)
    np.testing.assert_allclose(again.strength, made.strength)
    assert np.all((made.strength >= 0) & (made.strength <= np.log1p(made.messages)))


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"half_life": 0.0}, "half_life"),
        ({"half_life": float("nan")}, "half_life"),
        ({"threshold": float("nan")}, "threshold"),
        ({"now": float("nan")}, "now"),
        ({"time": [float("nan")]}, "time"),
        ({"target": [0.5]}, "target"),
        ({"source": [0, 1]}, "target"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change: dict, column: str) -> None:
    sound = {"source": [0], "target": [1], "time": [1.0], "now": 2.0}
    with pytest.raises(InvalidInput) as caught:
        tie_strength(**(sound | change))
    assert caught.value.column == column


def test_components_are_ordered_by_size_then_by_their_first_member() -> None:
    made = components([4, 5, 0, 2], [5, 6, 1, 3], nodes=8)
    assert made.label.tolist() == [1, 1, 2, 2, 0, 0, 0, 3]
    assert made.size.tolist() == [3, 2, 2, 1]


def test_components_of_nobody_and_of_strangers() -> None:
    assert components([], [], nodes=0).size.size == 0
    assert components([], [], nodes=2).label.tolist() == [0, 1]
    with pytest.raises(InvalidInput, match=r"other, row 0.*0\.\.1"):
        components([0], [5], nodes=2)


def test_each_message_names_the_row_of_its_tie() -> None:
    made = tie_strength([3, 0, 1, 1, 2], [1, 1, 0, 1, 3], [0.0, 1.0, 2.0, 3.0, 500.0], now=90.0)
    assert made.row.tolist() == [1, 0, 0, -1, -1]  # to oneself, and after now, there is none
    assert (made.one[made.row[0]], made.other[made.row[0]]) == (1, 3)
    assert made.sent.tolist() == [1, 0]
    assert made.messages.tolist() == [2, 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0, 100)), min_size=1), st.integers(1, 3))
def test_the_strongest_ties_of_each_are_those_that_sorting_finds(rows: list[tuple[int, int, float]], most: int) -> None:
    made = tie_strength(*map(list, zip(*rows, strict=True)), now=100.0)
    person, row = made.strongest(most)
    assert (np.diff(person) >= 0).all()
    for who in range(7):
        mine = np.flatnonzero((made.one == who) | (made.other == who))
        found = made.strength[row[person == who]].tolist()
        assert found == sorted(made.strength[mine].tolist(), reverse=True)[:most]
    with pytest.raises(InvalidInput, match="most: must be at least 1"):
        made.strongest(0)
