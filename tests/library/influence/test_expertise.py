import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.influence import expertise_by_topic, expertise_rank, z_score
from agora_analytics.network.graph import Graph
from tests.library.pages import table


def test_z_scores_are_those_of_the_page() -> None:
    rows = table("influence", "Expertise")
    assert len(rows) == 3
    for answers, questions, z in rows:
        assert z_score([int(answers)], [int(questions)])[0] == pytest.approx(float(z), abs=5e-4)
    assert z_score([0], [0])[0] == 0


def test_counts_below_zero_are_refused_by_row() -> None:
    with pytest.raises(InvalidInput, match="questions, row 1"):
        z_score([1, 2], [0, -1])


def test_expertise_is_told_per_topic() -> None:
    made = expertise_by_topic(
        answer_person=[1, 1, 1, 2], answer_topic=[5, 5, 6, 5], question_person=[2, 1], question_topic=[5, 6]
    )
    rows = list(zip(made.topic, made.person, made.answers, made.questions, strict=True))
    assert rows == [(5, 1, 2, 0), (5, 2, 1, 1), (6, 1, 1, 1)]
    assert made.z.tolist() == pytest.approx([np.sqrt(2), 0, 0])


def test_a_chain_of_help_adds_up_by_hand() -> None:
    # 0 asks, 1 answers; 1 asks, 2 answers
    rank = expertise_rank(Graph.from_edges([0, 1], [1, 2]))
    first = 0.15
    second = 0.15 + 0.85 * first
    assert rank.tolist() == pytest.approx([first, second, 0.15 + 0.85 * second])


def test_credit_for_an_asker_is_split_among_those_who_helped() -> None:
    rank = expertise_rank(Graph.from_edges([0, 0], [1, 2]))
    assert rank[1] == rank[2] == pytest.approx(0.15 + 0.85 * 0.15 / 2)


def test_helping_the_same_person_often_or_oneself_counts_no_more() -> None:
    once = expertise_rank(Graph.from_edges([0, 1], [1, 2]))
    often = expertise_rank(Graph.from_edges([0, 0, 0, 1, 1], [1, 1, 1, 2, 1], [5.0, 1.0, 1.0, 1.0, 1.0]))
    np.testing.assert_array_equal(once, often)


def test_people_who_help_each_other_share_the_solution_of_two_equations() -> None:
    rank = expertise_rank(Graph.from_edges([0, 1], [1, 0]), tolerance=1e-14)
    assert rank.tolist() == pytest.approx([1.0, 1.0])


def test_without_answers_all_have_the_least_and_without_people_there_is_none() -> None:
    assert expertise_rank(Graph.from_edges([], [], nodes=2)).tolist() == pytest.approx([0.15, 0.15])
    with pytest.raises(NotEnoughData, match="no nodes"):
        expertise_rank(Graph.from_edges([], []))


def test_bad_damping_and_short_searches_are_refused() -> None:
    ring = Graph.from_edges([0, 1, 2], [1, 2, 0])
    with pytest.raises(InvalidInput, match="damping"):
        expertise_rank(ring, damping=1.0)
    with pytest.raises(NotConverged, match="after 2 rounds"):
        expertise_rank(Graph.from_edges([0, 1], [1, 2]), iterations=2)
