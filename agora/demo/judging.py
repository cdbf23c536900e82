"""What makes threads questions with accepted answers and reviews with ratings and verified purchases."""

from __future__ import annotations

from collections.abc import Mapping

from agora.community.models import AcceptedAnswer, Question, Review
from agora.conversations.batches import NewExposure
from agora.conversations.models import Post, Thread
from agora.core.models import Source
from agora.demo.bicycles import World


def judge(company: World, places: Mapping[str, Source], products: Mapping[str, int]) -> None:
    """Mark the questions with the answers accepted, and the reviews with their stars."""
    threads = dict(Thread.objects.filter(source__in=places.values()).values_list("origin_id", "pk"))
    posts = dict(Post.objects.filter(source__in=places.values()).values_list("origin_id", "pk"))
    askers = dict(Thread.objects.filter(source__in=places.values()).values_list("origin_id", "opened_by"))
    first: dict[str, str] = {}
    for post in sorted(company.posts, key=lambda post: (post.at, post.key)):
        first.setdefault(post.thread_key, post.key)
    questions = [thread for thread in company.threads if thread.kind == "question"]
    Question.objects.bulk_create([Question(thread_id=threads[thread.key]) for thread in questions])
    AcceptedAnswer.objects.bulk_create(
        AcceptedAnswer(
            question_id=threads[thread.key], post_id=posts[thread.accepted_post_key], by_id=askers[thread.key],
            at=thread.accepted_at,
        )
        for thread in questions
        if thread.accepted_post_key and thread.accepted_at
    )  # fmt: skip
    Review.objects.bulk_create(
        Review(
            thread_id=threads[thread.key], post_id=posts[first[thread.key]], product_id=products[thread.sku],
            rating=thread.rating,
        )
        for thread in company.threads
        if thread.kind == "review" and thread.sku and thread.rating
    )  # fmt: skip


def acceptances(company: World, where: Mapping[str, str], place: str) -> list[NewExposure]:
    """Return that those who accepted an answer met it."""
    return [
        NewExposure(thread.opened_by, thread.accepted_post_key, thread.accepted_at, kind="answer")
        for thread in company.threads
        if thread.accepted_post_key and thread.accepted_at and where[thread.accepted_post_key] == place
        and not thread.opened_by.startswith("staff:")
    ]  # fmt: skip
