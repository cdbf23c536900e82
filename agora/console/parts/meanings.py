"""What posts were read to mean, ready to be drawn: intents with the words that showed them, the tone, the language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agora.accounts.models import Viewer
from agora.pages.marks import Mark
from agora.readings.models import Correction, Intent, Reading
from agora.readings.tones import tone_of

# What asks for somebody is marked, the rest stays quiet.
TONES = {
    "complaint": "bad",
    "threat_to_leave": "bad",
    "safety": "bad",
    "privacy": "watch",
    "praise": "good",
    "recommendation": "good",
    "purchase_intent": "note",
    "question": "note",
    "suggestion": "note",
}
# What one click says about the tone.
POLARITIES = (("-0.8", gettext_lazy("negative")), ("0", gettext_lazy("neutral")), ("0.8", gettext_lazy("positive")))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one post was read to mean; `corrections` is how often staff set it right."""

    badges: tuple[Mark, ...] = ()
    polarity: float | None = None
    language: str = ""
    model: str = ""
    corrections: int = 0
    read: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """The intents that are there."""
        return frozenset(badge.kind for badge in self.badges)

    @property
    def tone(self) -> str:
        """The tone in a word; empty where no model could say."""
        return tone_word(self.polarity)

    @property
    def others(self) -> list[tuple[str, str]]:
        """The intents that are not there, as choices."""
        return [(kind, label) for kind, label in Intent.Kind.choices if kind not in self.kinds]


def meanings(post_ids: Iterable[int], *, viewer: Viewer) -> dict[int, Meaning]:
    """Return post id → what it was read to mean, in two queries."""
    ids = list(post_ids)
    of_post = Correction.objects.visible_to(viewer).filter(post=OuterRef("post")).order_by()
    counts = of_post.values("post").annotate(times=Count("pk")).values("times")
    readings = Reading.objects.visible_to(viewer).filter(post__in=ids).prefetch_related("intents")
    annotated = readings.annotate(times=Coalesce(Subquery(counts), 0))
    return {reading.post_id: _meaning(reading, getattr(reading, "times", 0)) for reading in annotated}


def tone_word(polarity: float | None) -> str:
    """Return a polarity (-1 to 1) in a word."""
    if polarity is None:
        return ""
    return {"negative": _("negative"), "neutral": _("neutral"), "positive": _("positive")}[tone_of(polarity)]


def _meaning(reading: Reading, corrections: int) -> Meaning:
    badges = tuple(_badge(intent) for intent in reading.intents.all())
    language = "" if reading.language == "und" else reading.language
    return Meaning(badges, reading.polarity, language, reading.model_id, corrections, read=True)


def _badge(intent: Intent) -> Mark:
    label, tone = str(intent.get_kind_display()), TONES.get(intent.kind, "")
    if intent.by_staff:
        return Mark(label, tone, "check", _("said by staff"), intent.kind)
    words = ", ".join(f"“{word}”" for word in intent.triggers[:3])
    sure = _("%(percent)d %% sure") % {"percent": round(100 * intent.confidence)}
    reason = _("shown by %(words)s; %(sure)s") % {"words": words, "sure": sure} if words else sure
    return Mark(label, tone, title=reason, kind=intent.kind)
