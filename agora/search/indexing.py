"""Keeps the one search index: set-based, by events, and never wider than what its reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from agora.core.copying import run
from agora.search.languages import SQL as BY_LANGUAGE

# Words without tags, at most so many characters: a tsvector has a limit of 1 MB.
LONGEST = 100_000
# The parser takes "-7" for a number and an address for one word; what is asked for is split at every such sign.
PARTED = "translate({}, '-@./:#+', '       ')"
WORDS = f"left(regexp_replace(p.body, '<[^>]*>', ' ', 'g'), {LONGEST})"
INDEX_POSTS = f"""
INSERT INTO search_entry (kind, subject_id, thread_id, title, body, vector, is_public, at)
SELECT 'post', p.id, p.thread_id, t.title, {WORDS},
 setweight(to_tsvector({BY_LANGUAGE}, t.title), 'B') || setweight(to_tsvector({BY_LANGUAGE}, {WORDS}), 'C'),
 c.is_public AND NOT EXISTS (SELECT FROM conversations_hold h WHERE h.post_id = p.id OR h.thread_id = p.thread_id), p.said_at
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id JOIN conversations_channel c ON c.id = t.channel_id
LEFT JOIN readings_reading r ON r.post_id = p.id
WHERE p.id = ANY(%(ids)s) AND NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = p.id)
ON CONFLICT (kind, subject_id) DO UPDATE SET thread_id = excluded.thread_id, title = excluded.title, body = excluded.body,
 vector = excluded.vector, is_public = excluded.is_public, at = excluded.at"""
FORGET_POSTS = """
DELETE FROM search_entry e USING conversations_tombstone d
WHERE e.kind = 'post' AND e.subject_id = d.post_id AND d.post_id = ANY(%(ids)s)"""
HIDE_THREADS = """
UPDATE search_entry e SET is_public = false FROM conversations_hold h
WHERE e.kind = 'post' AND h.thread_id = e.thread_id AND h.post_id = ANY(%(ids)s)"""
INDEX_PRODUCTS = f"""
INSERT INTO search_entry (kind, subject_id, title, body, vector, is_public)
SELECT 'product', id, name, left(concat_ws(' ', category, description), 20000),
 setweight(to_tsvector('agora_english', {PARTED.format("name")}), 'A') ||
 setweight(to_tsvector('agora_simple', {PARTED.format("origin_id")}), 'A') ||
 setweight(to_tsvector('agora_english', left(concat_ws(' ', category, description), 20000)), 'C'), true
FROM commerce_product WHERE (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
ON CONFLICT (kind, subject_id) DO UPDATE SET title = excluded.title, body = excluded.body, vector = excluded.vector
WHERE search_entry.title <> excluded.title OR search_entry.body <> excluded.body"""
INDEX_PEOPLE = f"""
INSERT INTO search_entry (kind, subject_id, title, body, vector, is_public)
SELECT 'person', p.id, p.name, i.names, to_tsvector('agora_simple', {PARTED.format("p.name || ' ' || i.names")}), false
FROM people_person p, LATERAL (SELECT coalesce(string_agg(concat_ws(' ', handle, name, origin_id), ' '), '') AS names
 FROM people_identity WHERE person_id = p.id) i
WHERE (%(ids)s::bigint[] IS NULL OR p.id = ANY(%(ids)s))
ON CONFLICT (kind, subject_id) DO UPDATE SET title = excluded.title, body = excluded.body, vector = excluded.vector
WHERE search_entry.title <> excluded.title OR search_entry.body <> excluded.body"""
FORGET_GONE = """
DELETE FROM search_entry e WHERE
 (kind = 'product' AND NOT EXISTS (SELECT FROM commerce_product p WHERE p.id = e.subject_id)) OR
 (kind = 'person' AND NOT EXISTS (SELECT FROM people_person p WHERE p.id = e.subject_id)) OR
 (kind = 'post' AND NOT EXISTS (SELECT FROM conversations_post p WHERE p.id = e.subject_id))"""


def index_posts(ids: Sequence[int]) -> None:
    """Index these posts as they are now; removed ones leave the index."""
    values = {"ids": list(ids)}
    run(INDEX_POSTS, values)
    run(FORGET_POSTS, values)
    run(HIDE_THREADS, values)


def index_products(ids: Sequence[int] | None = None) -> None:
    """Index these products, or all."""
    run(INDEX_PRODUCTS, {"ids": None if ids is None else list(ids)})


def index_people(ids: Sequence[int] | None = None) -> None:
    """Index these persons, or all; only staff find them."""
    run(INDEX_PEOPLE, {"ids": None if ids is None else list(ids)})


def forget_gone() -> int:
    """Drop entries whose subject no longer exists; returns how many."""
    return run(FORGET_GONE)
