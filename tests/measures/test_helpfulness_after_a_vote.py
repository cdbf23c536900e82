"""A vote moves the ranking at once, not only at night."""

from __future__ import annotations

import pytest

from agora.conversations import writing
from agora.conversations.models import Post
from agora.core import jobs
from agora.measures.models import Run, Score
from agora.measures.remeasuring import remeasure_helpfulness
from tests.cast import Cast

PRIOR = {"a": 1.0, "b": 1.0, "mean": 0.5}


@pytest.fixture
def run(db: None) -> Run:
    """A finished run of helpfulness."""
    outcome = {"priors": {"review": PRIOR, "answer": PRIOR, "other": PRIOR}}
    return Run.objects.create(measure="helpfulness", state="done", is_current=True, outcome=outcome)


def post_by(cast: Cast, account: str) -> Post:
    voice = cast.voice(getattr(cast, account))
    return writing.open_thread(author=voice, kind="discussion", title="Tyres", body="Mine last.", channel="talk")


def test_a_helpful_vote_raises_the_cautious_bound(cast: Cast, run: Run) -> None:
    post = post_by(cast, "ada")
    writing.react(post, actor=cast.voice(cast.ben), kind="helpful")
    jobs.drain()
    first = Score.objects.get(run=run, subject_id=post.pk)
    assert first.basis == {"votes": 1, "helpful": 1, "exchanged": 0, "kind": "other"}
    writing.react(post, actor=cast.voice(cast.cleo), kind="helpful")
    jobs.drain()
    second = Score.objects.get(run=run, subject_id=post.pk)
    assert second.low is not None
    assert first.low is not None
    assert second.low > first.low


def test_a_vote_changed_to_unhelpful_lowers_it_again(cast: Cast, run: Run) -> None:
    post = post_by(cast, "ada")
    for kind, share in (("helpful", 2 / 3), ("unhelpful", 1 / 3)):
        writing.react(post, actor=cast.voice(cast.ben), kind=kind)
        remeasure_helpfulness([post.pk])
        assert Score.objects.get(run=run, subject_id=post.pk).value == pytest.approx(share)


def test_votes_exchanged_between_two_people_count_for_neither(cast: Cast, run: Run) -> None:
    mine, theirs = post_by(cast, "ada"), post_by(cast, "ben")
    writing.react(mine, actor=cast.voice(cast.ben), kind="helpful")
    writing.react(theirs, actor=cast.voice(cast.ada), kind="helpful")
    remeasure_helpfulness([mine.pk, theirs.pk])
    for score in Score.objects.filter(run=run):
        assert score.value == pytest.approx(0.5)
        assert score.basis["exchanged"] == 1


def test_ones_own_vote_does_not_count(cast: Cast, run: Run) -> None:
    post = post_by(cast, "ada")
    writing.react(post, actor=cast.voice(cast.ada), kind="helpful")
    remeasure_helpfulness([post.pk])
    assert not Score.objects.filter(run=run, basis__votes__gt=0).exists()


def test_without_a_run_a_vote_changes_nothing(cast: Cast) -> None:
    post = post_by(cast, "ada")
    assert remeasure_helpfulness([post.pk]) == 0
