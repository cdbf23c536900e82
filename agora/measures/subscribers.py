"""What the measures hear."""

from __future__ import annotations

from agora.conversations.events import ReactionsGiven
from agora.core.events import subscribe


@subscribe(ReactionsGiven)
def move_the_ranking(event: ReactionsGiven) -> None:
    """Let votes move the ranking now, not only at night."""
    # Loaded by the worker that hears it, not by every web process: it brings numba along.
    from agora.measures.remeasuring import remeasure_helpfulness

    remeasure_helpfulness(event.posts)
