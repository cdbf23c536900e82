from __future__ import annotations

from agora.conversations.events import PostsWritten
from agora.core.events import subscribe
from agora.readings.reading import read


@subscribe(PostsWritten)
def read_posts(event: PostsWritten) -> None:
    """Read what was written or edited."""
    read([*event.created, *event.edited])
