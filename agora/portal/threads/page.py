"""All that a thread's page shows, read at once: the same number of queries for three posts and for three thousand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.community.models import Question, Review
from agora.community.questions import may_accept
from agora.conversations.models import Post, Thread, Topic
from agora.conversations.openings import opening_of
from agora.core import pagination
from agora.measures.ranking import answer_place
from agora.people.models import Identity
from agora.portal.parts.posts import PostCard, post_cards
from agora.portal.parts.reviews import verified_mark
from agora.portal.parts.threads import takes_part

POSTS_A_PAGE = 50
MOST_COMMENTS = 300


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread for one viewer: the opening words, then what was answered, accepted answers first."""

    thread: Thread
    opening: PostCard | None
    posts: tuple[PostCard, ...]
    following: str | None
    topics: tuple[Topic, ...]
    question: Question | None = None
    review: Review | None = None
    accepted: frozenset[int] = frozenset()
    me_too: int = 0
    me_too_mine: bool = False
    may_take_part: bool = False
    may_accept: bool = False

    @property
    def answers(self) -> int:
        """How many posts stand beside the opening one."""
        return max(self.thread.post_count - 1, 0)

    @property
    def met(self) -> list[Post]:
        """The posts whose words are on this page."""
        cards = [*([self.opening] if self.opening else []), *self.posts]
        return [post.post for card in cards for post in (card, *card.comments)]


def is_hidden(post: Post, viewer: Viewer) -> bool:
    """Whether the words of a post are held or gone for this viewer."""
    if staff(viewer):
        return False
    return post.is_held or post.is_gone


def read(thread: Thread, *, viewer: Viewer, speaker: Identity | None, cursor: str | None = None) -> ThreadPage:
    """Read one page of a thread (with channel, source, product and opener loaded). Raises pagination.BadCursor."""
    opening = opening_of(thread)
    question = _question(thread, viewer, speaker)
    review = _review(thread, viewer)
    accepted = frozenset(answer.post_id for answer in question.accepted.all()) if question else frozenset()
    roots = _roots(thread, viewer, opening)
    page = pagination.page(roots.exclude(pk__in=accepted), by="said_at", cursor=cursor, limit=POSTS_A_PAGE)
    first = [] if cursor or not accepted else list(roots.filter(pk__in=accepted))
    top = [*first, *page.rows]
    visible = opening if opening and not is_hidden(opening, viewer) else None
    comments = _comments(thread, viewer, [visible, *top] if visible and not cursor else top, opening)
    posts = [*([visible] if visible else []), *top, *comments]
    topics = tuple(thread.topics.all())
    slugs = frozenset(topic.slug for topic in topics)
    cards = post_cards(posts, viewer=viewer, speaker=speaker, topics=slugs)
    _attach(comments, cards)
    return ThreadPage(
        thread=thread,
        opening=_with_review(cards[visible.pk], review) if visible else None,
        posts=tuple(_ranked([_answer(cards[post.pk], accepted) for post in top], thread)),
        following=page.following,
        topics=topics,
        question=question,
        review=review,
        accepted=accepted,
        me_too=getattr(question, "others", 0),
        me_too_mine=bool(getattr(question, "mine", 0)),
        may_take_part=takes_part(thread),
        may_accept=question is not None and may_accept(thread, viewer, speaker),
    )


def page_of(post: Post, *, viewer: Viewer) -> str | None:
    """Return the cursor of the page of its thread that shows `post`; None for the first."""
    opening = opening_of(post.thread)
    root = _root_of(post, opening)
    roots = _roots(post.thread, viewer, opening).exclude(pk__in=_accepted_in(post.thread, viewer))
    before = roots.filter(Q(said_at__lt=root.said_at) | Q(said_at=root.said_at, pk__lt=root.pk))
    place = before.count() // POSTS_A_PAGE * POSTS_A_PAGE
    if not place or not roots.filter(pk=root.pk).exists():
        return None
    last = before.order_by("said_at", "pk")[place - 1]
    return pagination.page(roots.filter(pk__in=[last.pk, root.pk]), by="said_at", limit=1).following


def _accepted_in(thread: Thread, viewer: Viewer) -> QuerySet[Question, int]:
    return Question.objects.visible_to(viewer).filter(thread=thread).values_list("accepted__post", flat=True)


def _root_of(post: Post, opening: Post | None) -> Post:
    """The answer a comment stands under: as _roots and _attach see it."""
    parent = post.reply_to
    if parent is None or (opening and parent.pk == opening.pk and post.kind == "post"):
        return post
    if parent.reply_to is None or (opening and parent.reply_to_id == opening.pk and parent.kind == "post"):
        return parent
    return post if parent.reply_to.reply_to_id else parent.reply_to


def _roots(thread: Thread, viewer: Viewer, opening: Post | None) -> QuerySet[Post]:
    """Answers and replies to the thread itself; a comment on a comment's comment stands by itself, not lost."""
    alone = Q(reply_to=None) | Q(reply_to__reply_to__reply_to__isnull=False)
    if opening:
        alone |= Q(reply_to=opening.pk, kind="post")
    posts = Post.objects.visible_to(viewer).filter(alone, thread=thread).select_related("author", "source")
    return posts.exclude(pk=opening.pk) if opening else posts


def _comments(thread: Thread, viewer: Viewer, on: list[Post], opening: Post | None) -> list[Post]:
    """What was said under the posts of this page, and under that; the rest of the thread's answers are not."""
    start = opening.pk if opening else 0
    answers = [post.pk for post in on if post.pk != start]
    below = Q(reply_to__in=answers) | Q(reply_to__reply_to__in=answers)
    if any(post.pk == start for post in on):
        below |= Q(reply_to=start, kind="comment") | Q(reply_to__reply_to=start, reply_to__kind="comment")
    comments = (
        Post.objects.visible_to(viewer)
        .filter(below, thread=thread)
        .exclude(reply_to__reply_to__reply_to__isnull=False)
        .select_related("author", "source", "reply_to__author")
        .order_by("said_at", "pk")
    )
    return list(comments[:MOST_COMMENTS])


def _attach(comments: list[Post], cards: dict[int, PostCard]) -> None:
    """Put each comment under the answer it belongs to."""
    under = {post.pk for post in comments}
    for comment in comments:
        parent = comment.reply_to_id
        if parent in under and comment.reply_to:
            parent = comment.reply_to.reply_to_id
        if parent in cards and parent != comment.pk:
            cards[parent].comments.append(cards[comment.pk])


def _question(thread: Thread, viewer: Viewer, speaker: Identity | None) -> Question | None:
    if thread.kind != Thread.Kind.QUESTION:
        return None
    mine = Q(me_too__identity=speaker.pk if speaker else 0)
    questions = Question.objects.visible_to(viewer).filter(thread=thread)
    counted = questions.annotate(others=Count("me_too"), mine=Count("me_too", filter=mine))
    return counted.prefetch_related("accepted").first()


def _review(thread: Thread, viewer: Viewer) -> Review | None:
    if thread.kind != Thread.Kind.REVIEW:
        return None
    return Review.objects.visible_to(viewer).filter(thread=thread).select_related("verified", "product").first()


def _with_review(opening: PostCard, review: Review | None) -> PostCard:
    if review is None or not review.is_verified:
        return opening
    return replace(opening, marks=(verified_mark(), *opening.marks))


def _answer(post: PostCard, accepted: frozenset[int]) -> PostCard:
    return replace(post, accepted=True) if post.pk in accepted else post


def _ranked(posts: list[PostCard], thread: Thread) -> list[PostCard]:
    """Answers that readers found helpful first; everywhere else in the order of saying."""
    if thread.kind != Thread.Kind.QUESTION:
        return sorted(posts, key=lambda post: not post.accepted)

    def place(post: PostCard) -> tuple[bool, int]:
        return answer_place(accepted=post.accepted, helpful=post.votes.yes, votes=post.votes.of)

    return sorted(posts, key=place)
