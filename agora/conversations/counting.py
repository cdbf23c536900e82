"""How much is in a thread, counted anew where posts went or moved."""

from __future__ import annotations

from collections.abc import Collection

from agora.core.copying import run

RECOUNT = """
UPDATE conversations_thread t SET post_count = n.posts, last_post_at = coalesce(n.latest, t.opened_at)
FROM (SELECT t.id, count(p.id) AS posts, max(p.said_at) AS latest FROM conversations_thread t
 LEFT JOIN conversations_post p ON p.thread_id = t.id WHERE t.id = ANY(%s) GROUP BY 1) n WHERE t.id = n.id"""


def recount(threads: Collection[int]) -> None:
    """Count the posts of these threads (ids) and find their latest."""
    run(RECOUNT, [list(threads)])
