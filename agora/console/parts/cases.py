"""Cases as rows of a list: why, who speaks, what their word carries, whose it is, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agora.accounts.models import Account
from agora.console.parts.weights import Voice, Weight, voice, weigh, weight_of
from agora.core.text import excerpt
from agora.desk.models import Case, CaseClosure


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list: why, who speaks, what their word carries, whose it is, by when."""

    case: Case
    voice: Voice
    weight: Weight
    excerpt: str
    holder: str
    tone: str
    closure: CaseClosure | None

    @property
    def at(self) -> datetime:
        """When it is due, or when it was closed."""
        return self.closure.at if self.closure else self.case.due_at


def rows_of(cases: list[Case], *, viewer: Account) -> list[CaseRow]:
    """Return the rows of cases that come with post, author, team and holder; one query."""
    weights = weigh((case.post.author for case in cases), viewer=viewer)
    return [_row(case, weight_of(case.post.author, weights)) for case in cases]


def _row(case: Case, weight: Weight) -> CaseRow:
    closure = getattr(case, "closure", None)
    tone = "" if closure else case.urgency
    words = excerpt(case.post.words, length=140)
    holder = getattr(case, "holder_name", None) or ""
    return CaseRow(case, voice(case.post.author), weight, words, holder, tone, closure)
