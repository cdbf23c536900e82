from __future__ import annotations

from agora.conversations.events import PostFlagged
from agora.conversations.models import Flag
from agora.core.events import subscribe
from agora.desk import routing
from agora.readings.events import PostsRead


@subscribe(PostsRead)
def route_read_posts(event: PostsRead) -> None:
    """Route what was read."""
    routing.route(event.posts)


@subscribe(PostFlagged)
def route_flagged_post(event: PostFlagged) -> None:
    """Route what was flagged."""
    if flag := Flag.objects.select_related("post__thread").filter(pk=event.flag_id).first():
        routing.route_flag(flag)
