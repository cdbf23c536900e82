"""What the community hears: new threads may ask, and words and sales together verify purchases."""

from __future__ import annotations

from agora.commerce.events import SalesRecorded
from agora.community import questions, reviews
from agora.community.events import ReviewsRecorded
from agora.community.models import Review
from agora.conversations.events import PostsWritten
from agora.core.events import subscribe
from agora.core.models import Source


@subscribe(PostsWritten)
def take_note(event: PostsWritten) -> None:
    """Make new threads of kind question questions, whichever way they came in, and look for purchases behind reviews."""
    if event.created and (source := Source.objects.filter(pk=event.source_id).first()):
        questions.establish(source, posts=event.created)
        reviews.verify(posts=event.created)


@subscribe(ReviewsRecorded)
def verify_rated_reviews(event: ReviewsRecorded) -> None:
    """Look for the purchases behind reviews that were rated after their words came in."""
    reviews.verify(posts=list(Review.objects.filter(pk__in=event.reviews).values_list("post_id", flat=True)))


@subscribe(SalesRecorded)
def verify_known_reviews(event: SalesRecorded) -> None:
    """Look for reviews that purchases told late stand behind."""
    reviews.verify(buyers=event.buyers)
