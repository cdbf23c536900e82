"""Segments: a choice of people or conversations is saved by name, and forgotten again; both are audited."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agora.accounts import audit
from agora.accounts.models import Account
from agora.measures.models import Segment


class NameTaken(ValueError):
    """There is a saved choice of this kind and name."""


def save(of: str, name: str, query: str, *, by: Account) -> Segment:
    """Keep `query` (a list's query string) of people or conversations under a name. Raises NameTaken."""
    segment = Segment(of=of, name=name, query=query, by=by)
    try:
        with transaction.atomic():
            segment.save()
            audit.record("save segment", by=by, subject=segment, name=name, query=query)
    except IntegrityError as error:
        raise NameTaken(_("There is a saved choice of this name already; choose another name.")) from error
    return segment


@transaction.atomic
def delete(segment: Segment, *, by: Account) -> None:
    """Forget a saved choice; what it chose stays as it is."""
    audit.record("delete segment", by=by, subject=segment, name=segment.name, query=segment.query)
    segment.delete()
