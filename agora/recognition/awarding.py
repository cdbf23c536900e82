"""Awards that sources tell of, recorded set-based; the same award again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from agora.conversations.models import Exposure
from agora.core.copying import run, stage
from agora.core.models import Import, Source
from agora.core.text import storable
from agora.people import unused
from agora.recognition.models import Award

INSERT_BADGES = """
INSERT INTO recognition_badge (source_id, name, rank)
SELECT DISTINCT %(source)s::bigint, badge, rank FROM w_award ON CONFLICT DO NOTHING"""
INSERT_AWARDS = """
INSERT INTO recognition_award (source_id, origin_id, badge_id, identity_id, at, of_import_id)
SELECT %(source)s, w.origin_id, b.id, i.id, w.at, %(import)s FROM w_award w
JOIN recognition_badge b ON b.source_id = %(source)s AND b.name = w.badge AND b.rank = w.rank
JOIN people_identity i ON i.source_id = %(source)s AND i.kind = 'handle' AND i.origin_id = w.author
ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class NewAward:
    """A badge as its source tells it: `author` is an origin id, `rank` gold, silver, bronze or empty."""

    origin_id: str
    author: str
    badge: str
    rank: str
    at: datetime


@transaction.atomic
def record_awards(source: Source, awards: Sequence[NewAward], *, of_import: Import | None = None) -> int:
    """Record awards, and the badges they are of; awards to somebody unknown (or erased) are left out. Returns how many
    are new.
    """
    if not awards:
        return 0
    rows = ((a.origin_id, a.author, storable(a.badge)[:120], a.rank[:10], a.at) for a in awards)
    stage("w_award", "origin_id text, author text, badge text, rank text, at timestamptz", rows)
    values = {"source": source.pk, "import": of_import and of_import.pk}
    run(INSERT_BADGES, values)
    return run(INSERT_AWARDS, values)


@transaction.atomic
def take_back(of: Import) -> int:
    """Delete the awards an import brought, and identities that were held by nothing else; returns how many awards."""
    awards = Award.objects.filter(of_import=of)
    met = Exposure.objects.filter(reader=OuterRef("identity"))
    identities = set(awards.exclude(Exists(met)).values_list("identity_id", flat=True))
    gone = awards.delete()[0]
    unused.forget(identities, source=of.source, since=of.started_at)
    return gone
