"""The statements behind the door for words, continued: the posts.

One statement meets what was offered with what is known (`w_met`: a row's place, its new or known id, thread and author);
the others follow its ids. New ids are drawn there, so that a reply inside the batch is inserted with its parent's id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agora.conversations.batches import Batch, NewPost, Refusal
from agora.conversations.rendering import FEW, UNRENDERED, made_safe
from agora.conversations.staging.statistics import keep_up
from agora.core.copying import fetch, run, stage
from agora.core.text import storable

OFFERED = (
    "place int, origin_id text, kind text, thread text, author text, body text, form text, html text, renderer int,"
    " url text, said_at timestamptz, edited_at timestamptz, reply_to text, reply_to_kind text"
)
MET = "place int, id bigint, known bigint, thread_id bigint, author_id bigint, differs bool, unjoined bool"
# LIMIT 1 keeps each look-up a probe of the unique index: the planner, which knows nothing of staged rows, would otherwise
# hash a whole source for every batch.
KNOWN_POST = (
    "SELECT * FROM conversations_post WHERE source_id = %(source)s AND kind = {kind} AND origin_id = {name} LIMIT 1"
)
MEET = f"""
INSERT INTO w_met (place, id, known, thread_id, author_id, differs, unjoined)
SELECT w.place, CASE WHEN p.id IS NULL AND t.id IS NOT NULL THEN nextval('conversations_post_id_seq') END, p.id, t.id, a.id,
 p.id IS NOT NULL AND (p.body <> w.body OR p.form <> w.form)
  AND (w.edited_at IS NULL OR w.edited_at >= coalesce(p.edited_at, p.said_at)),
 p.id IS NOT NULL AND p.reply_to_id IS NULL AND w.reply_to IS NOT NULL
FROM w_post w
LEFT JOIN LATERAL (SELECT id FROM conversations_thread WHERE source_id = %(source)s AND origin_id = w.thread LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT id FROM people_identity
 WHERE source_id = %(source)s AND kind = %(kind)s AND origin_id = w.author LIMIT 1) a ON true
LEFT JOIN LATERAL ({KNOWN_POST.format(kind="w.kind", name="w.origin_id")}) p ON true"""
COUNT = """
SELECT count(id), count(*) FILTER (WHERE differs), count(*) FILTER (WHERE unjoined),
 count(*) FILTER (WHERE thread_id IS NULL AND known IS NULL) FROM w_met"""
PARENT = KNOWN_POST.format(kind="w.reply_to_kind", name="w.reply_to")
INSERT = f"""
INSERT INTO conversations_post (id, source_id, kind, origin_id, thread_id, author_id, reply_to_id, body, form, html,
 renderer, url, said_at, recorded_at, edited_at, of_import_id)
SELECT m.id, %(source)s, w.kind, w.origin_id, m.thread_id, m.author_id, coalesce(q.id, o.id), w.body, w.form, w.html,
 w.renderer, w.url, w.said_at, now(), nullif(w.edited_at, w.said_at), %(import)s
FROM w_met m JOIN w_post w ON w.place = m.place
LEFT JOIN (w_post wo JOIN w_met o ON o.place = wo.place AND o.id IS NOT NULL)
 ON wo.origin_id = w.reply_to AND wo.kind = w.reply_to_kind AND wo.place <> w.place
LEFT JOIN LATERAL ({PARENT}) q ON true
WHERE m.id IS NOT NULL ON CONFLICT (source_id, kind, origin_id) DO NOTHING RETURNING id"""
EDIT = """
UPDATE conversations_post p SET body = w.body, form = w.form, html = w.html, renderer = w.renderer,
 edited_at = coalesce(w.edited_at, now())
FROM w_met m JOIN w_post w ON w.place = m.place
WHERE m.differs AND p.id = m.known AND NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = p.id)
RETURNING p.id"""
JOIN_REPLIES = f"""
UPDATE conversations_post p SET reply_to_id = j.parent
FROM (SELECT coalesce(m.known, m.id) AS id, q.id AS parent FROM w_met m JOIN w_post w ON w.place = m.place
 CROSS JOIN LATERAL ({PARENT}) q WHERE m.unjoined OR %(all)s) j
WHERE p.id = j.id AND p.id <> j.parent AND p.reply_to_id IS DISTINCT FROM j.parent"""
# Ids that were drawn for posts another writer brought meanwhile.
UNDRAW = """
UPDATE w_met m SET id = NULL WHERE m.id IS NOT NULL AND NOT EXISTS (SELECT FROM conversations_post p WHERE p.id = m.id)"""
COUNT_POSTS = """
UPDATE conversations_thread t SET post_count = t.post_count + n.posts, last_post_at = greatest(t.last_post_at, n.latest)
FROM (SELECT m.thread_id, count(*) AS posts, max(w.said_at) AS latest FROM w_met m JOIN w_post w ON w.place = m.place
 WHERE m.id IS NOT NULL GROUP BY 1) n
WHERE t.id = n.thread_id"""
EXPOSE_REPLIES = """
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT p.author_id, q.id, q.author_id, 'reply', p.said_at, (p.said_at AT TIME ZONE 'UTC')::date
FROM w_met m JOIN w_post w ON w.place = m.place AND w.reply_to IS NOT NULL
CROSS JOIN LATERAL (SELECT author_id, reply_to_id, said_at FROM conversations_post WHERE id = coalesce(m.id, m.known) LIMIT 1) p
CROSS JOIN LATERAL (SELECT id, author_id FROM conversations_post WHERE id = p.reply_to_id LIMIT 1) q
WHERE (m.id IS NOT NULL OR m.unjoined) AND p.author_id <> q.author_id
ON CONFLICT (reader_id, post_id, kind, day) DO NOTHING"""
ORPHANS = """
SELECT w.origin_id, w.thread FROM w_met m JOIN w_post w ON w.place = m.place
WHERE m.thread_id IS NULL AND m.known IS NULL ORDER BY m.place"""


@dataclass(frozen=True, slots=True)
class Met:
    """How many of the offered posts are new, differ from what is known, lack their parent, lack their thread."""

    new: int
    differ: int
    unjoined: int
    orphans: int


def posts(batch: Batch) -> tuple[list[int], list[int], list[Refusal]]:
    """Bring in the posts; returns the ids of new and of edited ones, and those whose thread is unknown."""
    if not batch.posts:
        return [], [], []
    values = {"source": batch.source.pk, "kind": batch.author_kind, "import": batch.of_import and batch.of_import.pk}
    stage("w_post", OFFERED, _rows(batch))
    met = _meet(values)
    edited = _ids(EDIT, values) if met.differ else []
    created = _ids(INSERT, values) if met.new else []
    _join(met, created, values)
    if created:
        run(COUNT_POSTS)
    if created or met.unjoined:
        run(EXPOSE_REPLIES)
    keep_up("conversations_post", "conversations_exposure", created=len(created))
    orphans = fetch(ORPHANS) if met.orphans else []
    return created, edited, [Refusal("post", post, f"Its thread {thread!r} is unknown.") for post, thread in orphans]


def _rows(batch: Batch) -> Iterator[tuple[Any, ...]]:
    unique: dict[tuple[str, str], NewPost] = {(post.kind, post.origin_id): post for post in batch.posts}
    at_once = len(unique) <= FEW
    for place, p in enumerate(unique.values()):
        body = storable(p.body)
        html, renderer = made_safe(body, form=p.form) if at_once else UNRENDERED
        yield (
            place, p.origin_id, p.kind, p.thread, p.author, body, p.form, html, renderer, p.url, p.said_at, p.edited_at,
            p.reply_to, p.reply_to_kind,
        )  # fmt: skip


def _meet(values: dict[str, Any]) -> Met:
    run(f"CREATE TEMP TABLE IF NOT EXISTS w_met ({MET}) ON COMMIT DELETE ROWS")
    run("DELETE FROM w_met")
    run(MEET, values)
    return Met(*fetch(COUNT)[0])


def _join(met: Met, created: list[int], values: dict[str, Any]) -> None:
    # Another writer may have brought the same posts between meeting and inserting: ids drawn here were then not used,
    # and replies that were given them are joined anew by the parent's name.
    raced = len(created) < met.new
    if raced:
        run(UNDRAW)
    if met.unjoined or raced:
        run(JOIN_REPLIES, {**values, "all": raced})


def _ids(sql: str, values: dict[str, Any]) -> list[int]:
    return [pk for (pk,) in fetch(sql, values)]
