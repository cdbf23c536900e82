"""What a score opens to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agora.accounts.models import Viewer
from agora.conversations.models import Post
from agora.measures.models import Run, Score
from agora.measures.scores import MeasuredScore
from agora.people.models import Identity


@dataclass(frozen=True, slots=True)
class Part:
    """One sale's part in a score: for credits also whose words, which post and which share of the sale."""

    at: datetime
    amount_minor: int
    sale_kind: str
    sale: str = ""
    product: str = ""
    buyer: str = ""
    author: str = ""
    post_id: int | None = None
    post: str = ""
    thread_id: int | None = None
    weight: float | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record a score rests on that is no sale: a day with purchases, a post, an answer, a vote, a reader, a review.

    what: which of these; name: whose, or which orders; number: stars, sales, meetings or orders; strength: of a tie;
    counts: False for what was left out of the score, such as a vote that was exchanged.
    """

    what: str
    at: datetime
    name: str = ""
    subject: tuple[str, int] | None = None
    post_id: int | None = None
    post: str = ""
    thread_id: int | None = None
    number: int | None = None
    amount_minor: int | None = None
    strength: float | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a score rests on; for money: sum of `parts` + `rest_minor` + `changed_minor` == `total_minor`, exactly.

    `accounts` are (name, amount) where a score is made of others, such as net of own, received and social: names of
    measures, or "taken" and "brought" (what words of others take from, and one's own bring to, a lifetime value). `law`
    holds the parameters of the fitted law or prior by name. `evidence` is the first of `evidence_count` records;
    `stood` says how many the run counted, where that can be compared.
    """

    score: MeasuredScore
    total_minor: int | None = None
    parts: tuple[Part, ...] = ()
    rest_minor: int = 0
    rest_count: int = 0
    changed_minor: int = 0
    accounts: tuple[tuple[str, int], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_count: int = 0
    stood: int | None = None
    law: Mapping[str, float | str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()

    @property
    def run(self) -> Run:
        """The run that made the score."""
        return self.score.run


Opener = Callable[[MeasuredScore, Viewer, int], Explanation]


def added_up(score: MeasuredScore, parts: Sequence[Part], *, total: int, count: int) -> Explanation:
    """Return the parts of a sum of money with what is left of it."""
    return Explanation(
        score,
        total_minor=round(score.value),
        parts=tuple(parts),
        rest_minor=total - sum(part.amount_minor for part in parts),
        rest_count=count - len(parts),
        changed_minor=round(score.value) - total,
    )


def identities_of(score: Score) -> list[int]:
    """Return the identities behind the subject of a score."""
    if score.subject_kind == "identity":
        return [score.subject_id]
    return list(Identity.objects.filter(person=score.subject_id).values_list("pk", flat=True))


def posts_seen(viewer: Viewer, posts: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return post → its id, thread and title, of those the viewer may see; as Part and Evidence name them."""
    rows = Post.objects.visible_to(viewer).filter(pk__in=posts).values_list("pk", "thread", "thread__title")
    return {pk: {"post_id": pk, "thread_id": thread, "post": title} for pk, thread, title in rows}
