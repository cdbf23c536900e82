"""How much is in a thread, counted anew where posts went or moved."""

from __future__ import annotations

from collections.abc import Collection

from agora.core.copying import run

RECOUNT = """
UPDATE conversations_thread t SET
 post_count = (SELECT count(*) FROM conversations_post p WHERE p.thread_id = t.id),
 last_post_at = coalesce((SELECT max(p.said_at) FROM conversations_post p WHERE p.thread_id = t.id), t.opened_at)
WHERE t.id = ANY(%s)"""


def recount(threads: Collection[int]) -> None:
    """Count the posts of these threads (ids) and find their latest."""
    run(RECOUNT, [list(threads)])
