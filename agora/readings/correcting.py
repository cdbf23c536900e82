"""Staff correct a reading in one click; the correction is a row, counts at once, and can be undone."""

from __future__ import annotations

from django.db import transaction

from agora.accounts import audit
from agora.accounts.models import Account
from agora.conversations.models import Post
from agora.core.events import publish
from agora.readings.events import PostsRead
from agora.readings.models import Correction, Intent, Reading
from agora.readings.reading import read


class NotAReading(ValueError):
    """The correction names an intent or a tone that does not exist, or a post without words."""


@transaction.atomic
def correct(post: Post, *, by: Account, aspect: str, value: str) -> Correction:
    """Say that an intent is `present` or `absent` in a post, or what its `polarity` is (-1 to 1)."""
    _apply(Reading.objects.filter(post=post).first() or _first(post), aspect=aspect, value=value)
    correction = Correction.objects.create(post=post, by=by, aspect=aspect, value=value[:20])
    audit.record("correct reading", by=by, subject=post, aspect=aspect, value=value)
    publish(PostsRead(posts=[post.pk]))
    return correction


@transaction.atomic
def undo(correction: Correction, *, by: Account) -> None:
    """Take a correction back and read the post again without it; the corrections before and after it stay."""
    post = correction.post
    correction.delete()
    Intent.objects.filter(reading__post=post, by_staff=True).delete()
    audit.record("undo correction", by=by, subject=post, aspect=correction.aspect, value=correction.value)
    read([post.pk])
    reading = Reading.objects.filter(post=post).first()
    if reading is None:
        return
    for other in Correction.objects.filter(post=post).order_by("pk"):
        _apply(reading, aspect=other.aspect, value=other.value)


def _apply(reading: Reading, *, aspect: str, value: str) -> None:
    if aspect == Correction.Aspect.POLARITY:
        reading.polarity = _polarity(value)
        reading.save(update_fields=["polarity", "at"])
    elif value not in Intent.Kind.values or aspect not in Correction.Aspect.values:
        raise NotAReading(f"{value[:40]!r} is no intent.")
    elif aspect == Correction.Aspect.INTENT_PRESENT:
        Intent.objects.update_or_create(reading=reading, kind=value, defaults={"confidence": 1.0, "by_staff": True})
    else:
        Intent.objects.filter(reading=reading, kind=value).delete()


def _first(post: Post) -> Reading:
    read([post.pk])
    reading = Reading.objects.filter(post=post).first()
    if reading is None:
        raise NotAReading("This post was removed; there is nothing left to read.")
    return reading


def _polarity(value: str) -> float:
    try:
        polarity = float(value)
    except ValueError:
        raise NotAReading("A tone is a number from -1 (negative) to 1 (positive).") from None
    if not -1 <= polarity <= 1:
        raise NotAReading("A tone is a number from -1 (negative) to 1 (positive).")
    return polarity
