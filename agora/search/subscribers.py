from __future__ import annotations

from agora.conversations.events import PostsHidden
from agora.core.events import subscribe
from agora.readings.events import PostsRead
from agora.search.indexing import index_posts


@subscribe(PostsRead)
def index_read_posts(event: PostsRead) -> None:
    """Index posts once their language is known."""
    index_posts(event.posts)


@subscribe(PostsHidden)
def reindex_hidden_posts(event: PostsHidden) -> None:
    """Hide or show posts that were held, released or removed."""
    index_posts(event.posts)
