"""The statements behind the door for words, continued: reactions, exposures, mentions, links, removals."""

from __future__ import annotations

from agora.conversations.batches import Batch, Refusal
from agora.conversations.staging.statistics import keep_up
from agora.core.copying import fetch, run, stage
from agora.core.text import storable
from agora.people.consent import measured

# As for posts: LIMIT 1 keeps each look-up a probe of the unique index.
KNOWN_POST = """
(SELECT id, author_id FROM conversations_post
 WHERE source_id = %(source)s AND kind = w.post_kind AND origin_id = w.post LIMIT 1)"""
KNOWN_ACTOR = """
(SELECT id, person_id FROM people_identity
 WHERE source_id = %(source)s AND kind = %(kind)s AND origin_id = w.actor LIMIT 1)"""
KNOWN_REACTION = """
(SELECT id, kind, origin_kind FROM conversations_reaction
 WHERE source_id = %(source)s AND origin_id = w.origin_id LIMIT 1)"""
JOIN_POST, JOIN_ACTOR = f" CROSS JOIN LATERAL {KNOWN_POST} p", f" CROSS JOIN LATERAL {KNOWN_ACTOR} a"
INSERT_REACTIONS = f"""
INSERT INTO conversations_reaction (source_id, kind, origin_kind, origin_id, post_id, actor_id, at, of_import_id)
SELECT %(source)s, w.kind, w.origin_kind, w.origin_id, p.id, a.id, w.at, %(import)s
FROM w_reaction w {JOIN_POST} LEFT JOIN LATERAL {KNOWN_ACTOR} a ON true LEFT JOIN LATERAL {KNOWN_REACTION} k ON true
WHERE k.id IS NULL ON CONFLICT (source_id, origin_id) DO NOTHING RETURNING post_id"""
CHANGE_REACTIONS = f"""
WITH c AS MATERIALIZED (SELECT w.kind, w.origin_kind, w.at, k.id FROM w_reaction w CROSS JOIN LATERAL {KNOWN_REACTION} k
 WHERE (k.kind, k.origin_kind) <> (w.kind, w.origin_kind))
UPDATE conversations_reaction r SET kind = c.kind, origin_kind = c.origin_kind, at = c.at FROM c
WHERE r.id = c.id RETURNING r.post_id"""
EXPOSE_VOTERS = f"""
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT a.id, p.id, p.author_id, 'vote', w.at, (w.at AT TIME ZONE 'UTC')::date
FROM w_reaction w {JOIN_POST} {JOIN_ACTOR} WHERE p.author_id <> a.id ON CONFLICT DO NOTHING"""
LOST_REACTIONS = f"""
SELECT w.origin_id, w.post FROM w_reaction w LEFT JOIN LATERAL {KNOWN_POST} p ON true WHERE p.id IS NULL"""
# A mere reading is kept with the reader's consent only.
INSERT_EXPOSURES = f"""
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT DISTINCT ON (a.id, p.id, w.kind, (w.at AT TIME ZONE 'UTC')::date) a.id, p.id, p.author_id, w.kind, w.at,
 (w.at AT TIME ZONE 'UTC')::date
FROM w_exposure w {JOIN_POST} {JOIN_ACTOR}
WHERE p.author_id <> a.id AND (w.kind <> 'read' OR {measured("a.person_id")})
ORDER BY a.id, p.id, w.kind, (w.at AT TIME ZONE 'UTC')::date, w.at ON CONFLICT DO NOTHING"""
INSERT_MENTIONS = f"""
INSERT INTO conversations_mention (post_id, identity_id) SELECT DISTINCT p.id, a.id FROM w_mention w {JOIN_POST} {JOIN_ACTOR}
ON CONFLICT DO NOTHING"""
INSERT_LINKS = """
INSERT INTO conversations_threadlink (source_id, kind, origin_id, thread_id, other_id, at)
SELECT %(source)s, w.kind, w.origin_id, t.id, o.id, w.at FROM w_link w
JOIN conversations_thread t ON t.source_id = %(source)s AND t.origin_id = w.thread
JOIN conversations_thread o ON o.source_id = %(source)s AND o.origin_id = w.other
ON CONFLICT DO NOTHING"""
BURY = """
INSERT INTO conversations_tombstone (post_id, because, at) SELECT p.id, w.because, w.at
FROM w_removal w JOIN conversations_post p ON p.source_id = %(source)s AND p.kind = w.kind AND p.origin_id = w.post
ON CONFLICT DO NOTHING RETURNING post_id"""


def reactions(batch: Batch) -> tuple[int, list[int], list[Refusal]]:
    """Bring in votes; returns how many are new, the ids of the posts concerned, and those whose post is unknown."""
    if not batch.reactions:
        return 0, [], []
    unique = {reaction.origin_id: reaction for reaction in batch.reactions}
    columns = "origin_id text, post text, post_kind text, kind text, origin_kind text, actor text, at timestamptz"
    rows = ((r.origin_id, r.post, r.post_kind, r.kind, r.origin_kind, r.actor, r.at) for r in unique.values())
    stage("w_reaction", columns, rows)
    values = {"source": batch.source.pk, "kind": batch.author_kind, "import": batch.of_import and batch.of_import.pk}
    changed = {post for (post,) in fetch(CHANGE_REACTIONS, values)}
    created = [post for (post,) in fetch(INSERT_REACTIONS, values)]
    keep_up("conversations_reaction", created=len(created))
    if any(reaction.actor for reaction in batch.reactions):
        run(EXPOSE_VOTERS, values)
    lost = fetch(LOST_REACTIONS, values) if len(created) < len(unique) else []
    refusals = [Refusal("reaction", vote, f"Its post {post!r} is unknown.") for vote, post in lost]
    return len(created), sorted({*changed, *created}), refusals


def exposures(batch: Batch) -> int:
    """Bring in who met whose words; returns how many are new."""
    if not batch.exposures:
        return 0
    rows = ((e.reader, e.post, e.post_kind, e.kind, e.at) for e in batch.exposures)
    stage("w_exposure", "actor text, post text, post_kind text, kind text, at timestamptz", rows)
    return run(INSERT_EXPOSURES, {"source": batch.source.pk, "kind": batch.author_kind})


def mentions(batch: Batch) -> int:
    """Bring in whom posts name; returns how many are new."""
    if not batch.mentions:
        return 0
    rows = ((m.author, m.post, m.post_kind) for m in batch.mentions)
    stage("w_mention", "actor text, post text, post_kind text", rows)
    return run(INSERT_MENTIONS, {"source": batch.source.pk, "kind": batch.author_kind})


def links(batch: Batch) -> int:
    """Bring in links between threads; returns how many are new."""
    if not batch.links:
        return 0
    rows = ((link.origin_id, link.thread, link.other, link.kind, link.at) for link in batch.links)
    stage("w_link", "origin_id text, thread text, other text, kind text, at timestamptz", rows)
    return run(INSERT_LINKS, {"source": batch.source.pk})


def removals(batch: Batch) -> list[int]:
    """Take back posts: the place stays, the words go; returns their ids."""
    if not batch.removals:
        return []
    rows = ((gone.post, gone.kind, storable(gone.because)[:300], gone.at) for gone in batch.removals)
    stage("w_removal", "post text, kind text, because text, at timestamptz", rows)
    buried = [post for (post,) in fetch(BURY, {"source": batch.source.pk})]
    run("UPDATE conversations_post SET body = '', html = '' WHERE id = ANY(%(ids)s)", {"ids": buried})
    return buried
