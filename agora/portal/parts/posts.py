"""What the templates show of a post or a thread: plain values, made for many posts at once in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from agora.accounts.models import Viewer
from agora.conversations.models import Post, Reaction
from agora.measures.expertise import expertise, expertise_of
from agora.measures.models import Score
from agora.measures.naming import Subject
from agora.pages.marks import Mark
from agora.people.models import Identity

# Beside a name there is room for the two topics somebody knows best; the profile has them all.
MARKS_BESIDE_A_NAME = 2
# Drawings of authors come in so many colours.
TONES = 6


@dataclass(frozen=True, slots=True)
class Votes:
    """How many found a post helpful, of how many who voted, and what the viewer said ("yes", "no" or nothing)."""

    yes: int = 0
    of: int = 0
    mine: str = ""


@dataclass(frozen=True, slots=True)
class PostCard:
    """One post as components/post.html draws it, with what the viewer may do about it."""

    pk: int
    post: Post
    name: str
    initials: str
    tone: int
    href: str
    role: str
    body: SafeString
    votes: Votes
    marks: tuple[Mark, ...] = ()
    accepted: bool = False
    quiet: bool = False
    vote_url: str = ""
    unvote_url: str = ""
    may_edit: bool = False
    comments: list[PostCard] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"post-{self.pk}"


def post_cards(
    posts: Sequence[Post], *, viewer: Viewer, speaker: Identity | None, topics: frozenset[str] = frozenset()
) -> dict[int, PostCard]:
    """Return post id → its card, in two queries whatever the number of posts.

    The posts come with author and source; `speaker` is the viewer's identity at the portal; an author is marked as an
    expert in `topics` (slugs) only: what somebody knows of brakes says nothing about their tent.
    """
    votes = tally(posts, viewer=viewer, speaker=speaker)
    experts = expertise([post.author for post in posts if post.author], viewer=viewer, topics=topics)
    return {
        post.pk: _post_card(post, votes=votes.get(post.pk, Votes()), experts=experts, speaker=speaker) for post in posts
    }


def tally(posts: Iterable[Post], *, viewer: Viewer, speaker: Identity | None) -> dict[int, Votes]:
    """Return post id → its votes, in one query."""
    # No identity has the id 0: a stranger has no vote of their own.
    mine = Q(reactions__actor=speaker.pk if speaker else 0)
    rows = (
        Post.objects.visible_to(viewer)
        .filter(pk__in=[post.pk for post in posts])
        .order_by()
        .values("pk")
        .annotate(
            yes=Count("reactions", filter=Q(reactions__kind__in=Reaction.HELPS)),
            no=Count("reactions", filter=Q(reactions__kind__in=Reaction.HELPS_NOT)),
            mine=Max("reactions__kind", filter=mine),
        )
    )
    return {row["pk"]: Votes(row["yes"], row["yes"] + row["no"], _own_vote(row["mine"])) for row in rows}


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.lstrip("@").split() if word]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def profile_of(identity: Identity | None) -> str:
    """Return where the public page of an author is; nothing for an author unknown."""
    return reverse("portal:profile", args=[identity.pk]) if identity else ""


def _own_vote(kind: str | None) -> str:
    if not kind:
        return ""
    return "yes" if kind in Reaction.HELPS else "no"


def _post_card(post: Post, *, votes: Votes, experts: dict[Subject, list[Score]], speaker: Identity | None) -> PostCard:
    author = post.author
    name = str(author) if author else ""
    # What was heard elsewhere is voted on and edited there.
    ours = post.source.is_portal
    own = bool(speaker and author and speaker.pk == author.pk)
    may_vote = bool(speaker) and ours and not own
    return PostCard(
        pk=post.pk,
        post=post,
        name=name,
        initials=initials(name),
        tone=author.pk % TONES if author else 0,
        href=profile_of(author),
        role="staff" if author and author.is_ours else "",
        body=mark_safe(post.shown),  # noqa: S308 (core.text made it safe)
        votes=votes,
        marks=_expert_marks(author, experts),
        vote_url=reverse("portal:vote", args=[post.pk]) if may_vote else "",
        unvote_url=reverse("portal:unvote", args=[post.pk]) if may_vote and votes.mine else "",
        may_edit=own and ours,
    )


def _expert_marks(author: Identity | None, experts: dict[Subject, list[Score]]) -> tuple[Mark, ...]:
    # Our own people are marked as staff: that they know their trade goes without saying.
    if author is None or author.is_ours:
        return ()
    return tuple(expert_mark(score) for score in expertise_of(author, experts)[:MARKS_BESIDE_A_NAME])


def expert_mark(score: Score) -> Mark:
    """Return the mark of an expert by topic, with what it rests on."""
    topic = score.label.replace("-", " ")
    reason = gettext("Answers given on %(topic)s outweigh the questions asked: z = %(value).1f")
    text = gettext("expert: %(topic)s") % {"topic": topic} if topic else gettext("expert")
    return Mark(text, "accent", "star", reason % {"topic": topic or gettext("all topics"), "value": score.value})
