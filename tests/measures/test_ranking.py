"""In which order reviews and answers stand, and which reviews are folded."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from agora.community import reviewing
from agora.community.models import Review
from agora.conversations import flagging, writing
from agora.core import clock
from agora.measures.ranking import SUBSTANDARD, answer_place, by_helpfulness
from tests.cast import Cast
from tests.portal import spoken


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((True, 0, 9), (False, 9, 9)),  # an accepted answer stands first, whatever its votes
        ((False, 3, 3), (False, 2, 2)),  # more who found it helpful
        ((False, 3, 4), (False, 3, 5)),  # fewer who did not
        ((False, 0, 0), (False, 0, 1)),  # nobody's word is better than a bad one
    ],
)
def test_of_two_answers_the_one_that_helped_stands_first(
    first: tuple[bool, int, int], second: tuple[bool, int, int]
) -> None:
    places = [answer_place(accepted=a, helpful=h, votes=v) for a, h, v in (first, second)]
    assert places[0] < places[1]


def test_answers_alike_keep_the_order_in_which_they_were_said() -> None:
    assert answer_place(accepted=False, helpful=2, votes=4) == answer_place(accepted=False, helpful=0, votes=0)


@pytest.fixture
def reviews(cast: Cast) -> dict[str, Review]:
    """Three reviews of one product, an hour apart, by Ada, Ben and Cleo."""
    product = spoken.product(cast)
    written = {}
    for hours, name in ((3, "ada"), (2, "ben"), (1, "cleo")):
        with time_machine.travel(clock.now() - timedelta(hours=hours), tick=False):
            author = cast.voice(getattr(cast, name))
            written[name] = reviewing.write(author=author, product=product, rating=3, title=name, body="Words.")
    return written


def order(cast: Cast) -> list[str]:
    return [review.thread.title for review in by_helpfulness(Review.objects.all(), viewer=cast.ines)]


def test_before_anybody_votes_the_newest_stands_first(cast: Cast, reviews: dict[str, Review]) -> None:
    assert order(cast) == ["cleo", "ben", "ada"]


def test_the_lower_bound_decides_not_the_value(cast: Cast, reviews: dict[str, Review]) -> None:
    spoken.score("helpfulness", "post", reviews["ada"].post_id, value=0.7, low=0.6, high=0.8)
    spoken.score("helpfulness", "post", reviews["cleo"].post_id, value=0.9, low=0.3, high=1.0)
    assert order(cast) == ["ada", "cleo", "ben"]


@pytest.mark.parametrize(
    ("votes", "high", "folded"), [(5, 0.49, True), (5, 0.5, False), (4, 0.1, False), (5, None, False)]
)
def test_enough_votes_and_an_upper_bound_below_a_half_fold_a_review(
    cast: Cast, reviews: dict[str, Review], votes: int, high: float | None, folded: bool
) -> None:
    post = reviews["ben"].post
    for account in (cast.ada, cast.cleo, cast.ines, cast.max, cast.root)[:votes]:
        writing.react(post, actor=cast.voice(account), kind="unhelpful")
    if high is not None:
        spoken.score("helpfulness", "post", post.pk, value=0.05, low=0.0, high=high)
    substandard = by_helpfulness(Review.objects.all(), viewer=AnonymousUser()).filter(SUBSTANDARD)
    assert [review.pk for review in substandard] == ([reviews["ben"].pk] if folded else [])


def test_what_was_held_is_not_ranked_for_who_may_not_see_it(cast: Cast, reviews: dict[str, Review]) -> None:
    flagging.hold(reviews["ada"].post, by=cast.ines, because="Advertising")
    public = Review.objects.visible_to(AnonymousUser())
    assert {review.pk for review in by_helpfulness(public, viewer=AnonymousUser())} == {
        reviews["ben"].pk,
        reviews["cleo"].pk,
    }
