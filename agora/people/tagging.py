"""Tags: words staff put on people, each one audited."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from agora.accounts import audit
from agora.accounts.models import Account
from agora.people.models import Person, Tag


class NoWord(ValueError):
    """The tag has no letter or digit in it."""


@transaction.atomic
def tag(person: Person, word: str, *, by: Account) -> Tag:
    """Put a word on a person and return the tag; twice is once. Raises NoWord."""
    slug = slugify(word, allow_unicode=False)[:60]
    if not slug:
        raise NoWord(f"{word[:40]!r} has no letter or digit to make a tag of.")
    label, _ = Tag.objects.get_or_create(slug=slug, defaults={"name": word.strip()[:60]})
    _, new = person.taggings.get_or_create(tag=label, defaults={"by": by})
    if new:
        audit.record("tag person", by=by, subject=person, tag=slug)
    return label


@transaction.atomic
def untag(person: Person, slug: str, *, by: Account) -> bool:
    """Take a tag off a person; returns whether it was there."""
    gone, _ = person.taggings.filter(tag__slug=slug).delete()
    if gone:
        audit.record("untag person", by=by, subject=person, tag=slug)
    return bool(gone)
