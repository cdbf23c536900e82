"""What the measures hear."""

from __future__ import annotations

from agora.conversations.events import ReactionsGiven
from agora.core.events import subscribe
from agora.measures.remeasuring import remeasure_helpfulness


@subscribe(ReactionsGiven)
def move_the_ranking(event: ReactionsGiven) -> None:
    """Let votes move the ranking now, not only at night."""
    remeasure_helpfulness(event.posts)
