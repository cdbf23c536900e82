import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.segments import (
    Job,
    JobClassifier,
    assign_jobs,
    classifier_report,
    held_out,
    job_sides,
    parse_job,
)
from tests.library.pages import table

words = st.lists(st.sampled_from(["ride", "mend", "carry", "tyre", "dark", "rain", "alone"]), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(words, words, words)
def test_a_statement_is_read_back_as_it_was_written(situation: list[str], wish: list[str], outcome: list[str]) -> None:
    job = Job(" ".join(situation), " ".join(wish), " ".join(outcome))
    assert parse_job(job.statement) == job
    assert parse_job(job.statement.upper().lower().replace(",", "")) == job


def test_people_write_statements_in_their_own_way() -> None:
    asked = Job("it rains", "get to work dry", "start the day calm")
    for text in (
        "When it rains I want to get to work dry so that I can start the day calm!",
        "whenever it rains, I'd like to get to work dry, so I can start the day calm",
        "When it rains; I need to get to work dry in order to start the day calm.",
    ):
        assert parse_job(text) == asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I want to ride so I can rest", "no 'When'"),
        ("When it rains, so I can rest", "no 'I want to'"),
        ("When it rains, I want to ride", "no 'so I can'"),
        ("", "no 'When' and no 'I want to' and no 'so I can'"),
        ("When , I want to , so I can .", "empty"),
        ("When " + "very " * 300, "no single statement"),
    ],
)
def test_what_is_missing_from_a_statement_is_said(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        parse_job(text)


def test_jobs_have_several_sides() -> None:
    found = job_sides(
        [
            Job("I move", "carry boxes", "save a trip"),
            Job("I ride to meetings", "arrive clean", "look professional"),
            Job("I ride at night", "feel safe", "ride more"),
        ]
    )
    assert found.functional.tolist() == [True, True, False]
    assert found.social.tolist() == [False, True, False]
    assert found.emotional.tolist() == [False, False, True]
    with pytest.raises(NotEnoughData):
        job_sides([])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 6), st.lists(st.booleans(), min_size=3, max_size=3)), min_size=1, max_size=40))
def test_people_may_have_several_jobs_and_all_of_what_they_say_counts(rows: list[tuple[int, list[bool]]]) -> None:
    person, labels = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = assign_jobs(person, labels)
    assert found.statements.sum() == labels.sum()
    for who in np.unique(found.person):
        assert found.weight[found.person == who].sum() == pytest.approx(1)
    has = np.array([[labels[person == who, job].any() for job in range(3)] for who in range(7)], dtype=int)
    assert found.shared.tolist() == (has.T @ has).tolist()
    assert found.people.tolist() == has.sum(axis=0).tolist()
    twice = assign_jobs(np.tile(person, 2), np.tile(labels, (2, 1)), fewest=2)
    assert twice.job.tolist() == found.job.tolist()


def test_kappa_is_that_of_the_page_and_of_statsmodels() -> None:
    for both, said_only, only, neither, kappa, f1 in table("segments", "Kappa"):
        cells = [int(both), int(said_only), int(only), int(neither)]
        found = classifier_report(np.repeat([1, 1, 0, 0], cells), np.repeat([1, 0, 1, 0], cells))
        assert (found.kappa[0], found.f1[0]) == pytest.approx((float(kappa), float(f1)), abs=5e-4)
        theirs = cohens_kappa([[cells[0], cells[1]], [cells[2], cells[3]]])
        assert found.kappa[0] == pytest.approx(theirs.kappa)
        assert (found.kappa_low[0], found.kappa_high[0]) == pytest.approx((theirs.kappa_low, theirs.kappa_upp))


def texts_on_jobs(rng: np.random.Generator, texts: int) -> tuple[list[str], np.ndarray]:
    """Two jobs with words of their own, among words of both; a quarter of the texts are on both or on none."""
    own = (["flat", "tyre", "mend", "pump"], ["dark", "lights", "visible", "winter"])
    common = ["bike", "ride", "my", "the", "shop", "help"]
    labels = rng.random((texts, 2)) < 0.5
    made = []
    for on in labels:
        said = [*rng.choice(common, 4), *(w for job in range(2) if on[job] for w in rng.choice(own[job], 2))]
        made.append(" ".join(rng.permutation(said)))
    return made, labels


def test_the_classifier_learns_overlapping_jobs_and_nothing_from_chance() -> None:
    rng = np.random.default_rng(1)
    texts, labels = texts_on_jobs(rng, 120)
    found = held_out(texts, labels, seed=1)
    assert (found.kappa > 0.9).all()
    assert found.texts == 120
    deaf = held_out(texts, rng.permutation(labels), seed=1)
    assert (deaf.kappa_low < 0.1).all()
    learnt = JobClassifier.fit(texts, labels)
    like_those = ["help my bike the flat tyre", "ride my bike the dark lights", "help my flat tyre shop dark lights"]
    assert learnt.labels(like_those).tolist() == [[True, False], [False, True], [True, True]]


def test_wrong_labels_are_named() -> None:
    with pytest.raises(InvalidInput, match="labels, row 1"):
        assign_jobs([0, 0], [[1, 0], [2, 0]])
    with pytest.raises(InvalidInput, match="person, row 0"):
        assign_jobs([-1], [[1]])
    with pytest.raises(InvalidInput, match="corrected"):
        classifier_report([1, 0], [1, 0, 1])
    with pytest.raises(NotEnoughData, match="label 0"):
        classifier_report([1, 1], [1, 1])
    with pytest.raises(NotEnoughData, match="job 0: 2"):
        JobClassifier.fit(["a b"] * 9, [[1]] * 2 + [[0]] * 7)
    with pytest.raises(NotEnoughData, match="no word"):
        JobClassifier.fit([str(k) * 3 for k in range(1, 11)], [[1]] * 5 + [[0]] * 5)
