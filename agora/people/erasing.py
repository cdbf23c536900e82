"""Erasure that lasts: of an erased identity only a keyed hash stays, and the doors do not let it back in."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from agora.core.models import Source
from agora.people.models import ErasedIdentity


def digest(*, kind: str, origin_id: str) -> bytes:
    """Return the keyed hash by which an erased identity is recognised."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{kind}\x00{origin_id}".encode(), hashlib.sha256)


def erased(source: Source, *, kind: str, origin_ids: Iterable[str]) -> set[str]:
    """Return which of the ids belong to erased identities; free where nobody was erased."""
    digests = {bytes(row) for row in ErasedIdentity.objects.filter(source=source).values_list("digest", flat=True)}
    if not digests:
        return set()
    return {origin_id for origin_id in origin_ids if digest(kind=kind, origin_id=origin_id) in digests}
