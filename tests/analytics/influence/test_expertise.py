import numpy as np
import pytest

from agora.analytics.influence import expertise_by_topic, expertise_rank, z_score
from tests.analytics.pages import table


def test_z_scores_are_those_of_the_page() -> None:
    rows = table("influence", "Expertise")
    assert len(rows) == 3
    for answers, questions, z in rows:
        assert z_score([int(answers)], [int(questions)])[0] == pytest.approx(float(z), abs=5e-4)
    assert z_score([0], [0])[0] == 0


def test_expertise_is_told_per_topic() -> None:
    made = expertise_by_topic(
        answer_person=[1, 1, 1, 2], answer_topic=[5, 5, 6, 5], question_person=[2, 1], question_topic=[5, 6]
    )
    rows = list(zip(made.topic, made.person, made.answers, made.questions, strict=True))
    assert rows == [(5, 1, 2, 0), (5, 2, 1, 1), (6, 1, 1, 1)]
    assert made.z.tolist() == pytest.approx([np.sqrt(2), 0, 0])


def test_a_chain_of_help_adds_up_by_hand() -> None:
    # 0 asks, 1 answers; 1 asks, 2 answers
    rank = expertise_rank([0, 1], [1, 2], nodes=3)
    first = 0.15
    second = 0.15 + 0.85 * first
    assert rank.tolist() == pytest.approx([first, second, 0.15 + 0.85 * second])


def test_credit_for_an_asker_is_split_among_those_who_helped() -> None:
    rank = expertise_rank([0, 0], [1, 2], nodes=3)
    assert rank[1] == rank[2] == pytest.approx(0.15 + 0.85 * 0.15 / 2)


def test_helping_the_same_person_often_or_oneself_counts_no_more() -> None:
    once = expertise_rank([0, 1], [1, 2], nodes=3)
    often = expertise_rank([0, 0, 0, 1, 1], [1, 1, 1, 2, 1], nodes=3)
    np.testing.assert_array_equal(once, often)


def test_without_answers_all_have_the_least() -> None:
    assert expertise_rank([], [], nodes=2).tolist() == pytest.approx([0.15, 0.15])
