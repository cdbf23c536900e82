"""What recognition hears: badges that sources gave, and imports that were taken back."""

from __future__ import annotations

from datetime import datetime

from agora.channels.events import BadgesSeen
from agora.conversations.events import ImportUndone
from agora.core.events import subscribe
from agora.core.models import Import, Source
from agora.recognition.awarding import NewAward, record_awards, take_back


@subscribe(BadgesSeen)
def keep_badges(event: BadgesSeen) -> None:
    """Record the awards, unless their import was taken back in the meantime."""
    of = Import.objects.filter(pk=event.import_id).first() if event.import_id else None
    source = Source.objects.filter(pk=event.source_id).first()
    if not source or (of and of.state == "undone"):
        return
    awards = [
        NewAward(origin_id, author, badge, rank, datetime.fromisoformat(at))
        for origin_id, author, badge, rank, at in event.awards
    ]
    record_awards(source, awards, of_import=of)


@subscribe(ImportUndone)
def forget_badges(event: ImportUndone) -> None:
    """Take back the awards of an import that was undone."""
    if of := Import.objects.filter(pk=event.import_id).first():
        take_back(of)
