"""What changed in the talk: each intent's volume in the last seven days against the seven before, with the words."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.readings.models import Intent, Reading

SPAN = timedelta(days=7)
# Two counts whose difference is within two standard deviations of chance are called alike (both taken as Poisson).
NOTEWORTHY = 2.0
# A question mark or an "is" shows an intent, but tells nobody what the talk is about.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One intent: how often in the last seven days, how often in the seven before, and the words that showed it."""

    kind: str
    label: str
    now: int
    before: int
    words: tuple[str, ...] = ()

    @property
    def z(self) -> float:
        """The difference in standard deviations of chance."""
        total = self.now + self.before
        return (self.now - self.before) / math.sqrt(total) if total else 0.0

    @property
    def remarkable(self) -> bool:
        """Whether chance alone would hardly bring the difference."""
        return abs(self.z) >= NOTEWORTHY

    @property
    def sentence(self) -> str:
        """The change in words."""
        if not self.remarkable:
            return _("no more change than chance explains")
        if not self.before:
            return _("not heard the week before")
        if not self.now:
            return _("not heard this week")
        ratio = self.now / self.before
        if ratio >= 2:
            return (
                _("%(times).0f times the week before") % {"times": ratio}
                if ratio >= 2.5
                else _("twice the week before")
            )
        percent = round(100 * (ratio - 1))
        more = _("%(percent)d %% more than the week before")
        less = _("%(percent)d %% less than the week before")
        return (more if percent > 0 else less) % {"percent": abs(percent)}

    @property
    def tone(self) -> str:
        """How the change is drawn: watch where trouble grew, nothing where chance explains it."""
        if self.z < NOTEWORTHY:
            return ""
        return "watch" if self.kind in {"complaint", "threat_to_leave", "safety", "privacy"} else "note"

    @property
    def href(self) -> str:
        """Where the conversations are."""
        return f"{reverse('console:conversations')}?intent={self.kind}"


def changes(at: datetime, *, viewer: Viewer) -> list[Change]:
    """Return the intents heard in the last fourteen days before `at`, the most remarkable change first; two queries."""
    read = Reading.objects.visible_to(viewer).filter(post__said_at__gte=at - 2 * SPAN, post__said_at__lt=at)
    late = Q(post__said_at__gte=at - SPAN)
    heard = read.exclude(intents=None).values("intents__kind").order_by()
    counts = heard.annotate(now=Count("pk", filter=late), before=Count("pk", filter=~late))
    words = _words(read.filter(late)) if counts else {}
    intents = [
        Change(kind, str(Intent.Kind(kind).label), row["now"], row["before"], words.get(kind, ()))
        for row in counts
        if (kind := row["intents__kind"])
    ]
    return sorted(intents, key=lambda change: (-abs(change.z), -change.now))


def _words(read: object) -> dict[str, tuple[str, ...]]:
    trigger = Func(F("intents__triggers"), function="unnest", output_field=CharField())
    trigger.set_returning = True
    rows = read.values("intents__kind").annotate(word=trigger).annotate(times=Count("pk"))  # type: ignore[attr-defined]
    by_kind: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows.order_by():
        if len(row["word"]) >= SHORTEST:
            by_kind[row["intents__kind"]].append((row["times"], row["word"].lower()))
    return {kind: tuple(word for _times, word in sorted(counts, reverse=True)[:3]) for kind, counts in by_kind.items()}
