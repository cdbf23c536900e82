import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.segments import Band, band, opportunity, opportunity_score
from tests.library.pages import table

share = st.floats(0, 10)


def test_scores_and_bands_are_those_of_the_page() -> None:
    rows = table("opportunity", "Scores")
    assert len(rows) == 5
    importance, satisfaction, score = (np.array([float(row[k]) for row in rows]) for k in range(3))
    assert opportunity_score(importance, satisfaction).tolist() == score.tolist()
    assert [Band(code).name.lower().replace("_", "-") for code in band(score)] == [row[3] for row in rows]


def test_the_survey_of_the_page_has_its_interval() -> None:
    (row,) = table("opportunity", "A survey")
    important = np.repeat([[5], [2]], [90, 10], axis=0)
    satisfied = np.repeat([[4], [3]], [20, 80], axis=0)
    found = opportunity(important, satisfied)
    made = [found.importance[0], found.satisfaction[0], found.score[0], found.low[0], found.high[0]]
    np.testing.assert_allclose(made, [float(cell) for cell in row[:5]], atol=0.05)
    assert found.band_chance[0, Band.EXTREME] == pytest.approx(float(row[5]), abs=0.005)


def test_bounds_between_bands_are_as_published() -> None:
    assert band([15.0, 15.01, 12.0, 11.99, 10.0, 9.99]).tolist() == [2, 3, 2, 1, 1, 0]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(share, share, share)
def test_the_score_follows_importance_and_lack(importance: float, satisfaction: float, more: float) -> None:
    (one,) = opportunity_score([importance], [satisfaction])
    assert importance <= one <= 2 * importance
    assert opportunity_score([max(importance, more)], [satisfaction])[0] >= one
    assert opportunity_score([importance], [max(satisfaction, more)])[0] <= one


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=10, max_size=80))
def test_whoever_answered_one_question_only_does_not_count(rows: list[tuple[int, int]]) -> None:
    answers = np.array(rows)
    full = (answers > 0).all(axis=1)
    if full.sum() < 10:
        with pytest.raises(NotEnoughData, match="outcome 0"):
            opportunity(answers[:, :1], answers[:, 1:])
        return
    found = opportunity(answers[:, :1], answers[:, 1:])
    assert found.respondents.tolist() == [full.sum()]
    assert found.importance[0] == pytest.approx(10 * (answers[full, 0] >= 4).mean())
    assert 0 <= found.low[0] <= found.high[0] <= 20
    assert found.band_chance.sum() == pytest.approx(1)


def test_those_who_all_agree_are_not_taken_for_certainty() -> None:
    few, many = (opportunity([[5]] * n, [[1]] * n) for n in (12, 500))
    assert few.score.tolist() == many.score.tolist() == [20.0]
    assert few.low[0] < 19 < many.low[0]


def test_wrong_surveys_are_named() -> None:
    with pytest.raises(InvalidInput, match="importance, row 1"):
        opportunity([[5], [6]], [[1], [1]])
    with pytest.raises(InvalidInput, match="satisfaction"):
        opportunity([[5]] * 12, [[1, 1]] * 12)
    with pytest.raises(InvalidInput, match="importance, row 0"):
        opportunity_score([11.0], [1.0])
    with pytest.raises(InvalidInput, match="score, row 0"):
        band([21.0])


@pytest.mark.truth
@pytest.mark.parametrize("asked", [60, 200])
def test_intervals_of_scores_cover(asked: int) -> None:
    rng = np.random.default_rng(asked)
    kinds = rng.dirichlet([0.7, 0.7, 1.5, 0.7], 400)  # neither, satisfied only, important only, both
    kind = np.array([rng.choice(4, asked, p=p) for p in kinds]).T
    found = opportunity(np.where(kind >= 2, 5, 1), np.where(kind % 2 == 1, 5, 1))
    importance, satisfaction = 10 * (kinds[:, 2] + kinds[:, 3]), 10 * (kinds[:, 1] + kinds[:, 3])
    truth = opportunity_score(np.minimum(importance, 10), np.minimum(satisfaction, 10))
    assert ((found.low <= truth) & (truth <= found.high)).mean() >= 0.92
