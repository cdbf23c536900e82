"""Keeps the one search index: set-based, by events, and never wider than what its reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from agora.core.copying import Parameters, fetch, run
from agora.search.languages import SQL as BY_LANGUAGE

# Words without tags, at most so many characters: a tsvector has a limit of 1 MB.
LONGEST = 100_000
# The parser takes "-7" for a number and an address for one word; what is asked for is split at every such sign.
PARTED = "translate({}, '-@./:#+', '       ')"
POSTS = f"""
SELECT p.id AS subject_id, p.thread_id, t.title, left(regexp_replace(p.body, '<[^>]*>', ' ', 'g'), {LONGEST}) AS body,
 {BY_LANGUAGE} AS configuration, p.said_at AS at, '' AS number, c.is_public AND NOT EXISTS (
  SELECT FROM conversations_hold h WHERE h.post_id = p.id OR h.thread_id = p.thread_id) AS is_public
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
JOIN conversations_channel c ON c.id = t.channel_id LEFT JOIN readings_reading r ON r.post_id = p.id
WHERE NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = p.id)"""
PRODUCTS = """
SELECT p.id AS subject_id, NULL::bigint AS thread_id, p.name AS title,
 left(concat_ws(' ', p.category, p.description), 20000) AS body, 'agora_english' AS configuration,
 NULL::timestamptz AS at, p.origin_id AS number, true AS is_public
FROM commerce_product p WHERE true"""
PEOPLE = """
SELECT p.id AS subject_id, NULL::bigint AS thread_id, p.name AS title, i.names AS body, 'agora_simple' AS configuration,
 NULL::timestamptz AS at, '' AS number, false AS is_public
FROM people_person p CROSS JOIN LATERAL (
 SELECT coalesce(string_agg(concat_ws(' ', handle, name, origin_id), ' ' ORDER BY id), '') AS names
 FROM people_identity WHERE person_id = p.id) i
WHERE true"""
TITLE, BODY = "to_tsvector(o.configuration::regconfig, o.title)", "to_tsvector(o.configuration::regconfig, o.body)"
NAME = f"to_tsvector(o.configuration::regconfig, {PARTED.format('o.title')})"
NUMBER = f"to_tsvector('agora_simple', {PARTED.format('o.number')})"
ALL_NAMES = PARTED.format("o.title || ' ' || o.body")
NAMES = f"to_tsvector(o.configuration::regconfig, {ALL_NAMES})"
# What an entry says besides its vector, which follows from it: one that says the right thing is left alone, unstemmed. Who
# changes how vectors are made empties the configurations in a migration, and every entry is made anew.
SAID = "thread_id, title, body, configuration, is_public, at"
# LIMIT 1 keeps each look-up a probe of the unique index.
INDEX = f"""
INSERT INTO search_entry (kind, subject_id, {SAID}, vector)
SELECT %(kind)s, o.subject_id, {", ".join(f"o.{column}" for column in SAID.split(", "))}, {{vector}}
FROM ({{ought}} AND {{which}}) o
LEFT JOIN LATERAL (SELECT {SAID} FROM search_entry WHERE kind = %(kind)s AND subject_id = o.subject_id LIMIT 1) e ON true
WHERE ({", ".join(f"e.{column}" for column in SAID.split(", "))}) IS DISTINCT FROM
 ({", ".join(f"o.{column}" for column in SAID.split(", "))})
ON CONFLICT (kind, subject_id) DO UPDATE SET
 {", ".join(f"{column} = excluded.{column}" for column in [*SAID.split(", "), "vector"])}"""
FORGET = """
DELETE FROM search_entry e WHERE e.kind = %(kind)s AND {which} AND NOT EXISTS ({ought} AND p.id = e.subject_id)"""
# Two jobs over the same posts: the later one must see what the earlier one did not, or a held post could come back.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('agora.search.' || %(kind)s))"
NAMED, BETWEEN = "{id} = ANY(%(ids)s)", "{id} > %(after)s AND {id} <= %(to)s"
AT_ONCE, LAST_ID = 10_000, 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Noun:
    """One kind of entry: its table, what the index ought to say of each row (`p`), and the vector made of that (`o`)."""

    kind: str
    table: str
    ought: str
    vector: str


_POSTS = _Noun("post", "conversations_post", POSTS, f"setweight({TITLE}, 'B') || setweight({BODY}, 'C')")
_PRODUCTS = _Noun(
    "product",
    "commerce_product",
    PRODUCTS,
    f"setweight({NAME}, 'A') || setweight({NUMBER}, 'A') || setweight({BODY}, 'C')",
)
_PEOPLE = _Noun("person", "people_person", PEOPLE, NAMES)


def index_posts(ids: Sequence[int]) -> int:
    """Bring the index to what these posts are now; removed ones leave it. Returns how many entries changed."""
    return _index(_POSTS, NAMED, {"ids": list(ids)})


def index_threads(ids: Sequence[int]) -> int:
    """Bring the index to what the posts of these threads are now, slice by slice; returns how many entries changed."""
    changed, last = 0, 0
    mine = "SELECT id FROM conversations_post WHERE thread_id = ANY(%s) AND id > %s ORDER BY id LIMIT %s"
    while posts := [pk for (pk,) in fetch(mine, [list(ids), last, AT_ONCE])]:
        changed, last = changed + index_posts(posts), posts[-1]
    return changed


def index_channel(channel: int) -> int:
    """Bring the index to what the posts of this channel (id) are now; returns how many entries changed."""
    changed, last = 0, 0
    mine = "SELECT id FROM conversations_thread WHERE channel_id = %s AND id > %s ORDER BY id LIMIT 1000"
    while threads := [pk for (pk,) in fetch(mine, [channel, last])]:
        changed, last = changed + index_threads(threads), threads[-1]
    return changed


def index_products(ids: Sequence[int]) -> int:
    """Bring the index to what these products are now; those that are gone leave it. Returns how many entries changed."""
    return _index(_PRODUCTS, NAMED, {"ids": list(ids)})


def index_people(ids: Sequence[int]) -> int:
    """Bring the index to what these persons are now, whom only staff find; returns how many entries changed."""
    return _index(_PEOPLE, NAMED, {"ids": list(ids)})


def mend() -> int:
    """Compare the whole index with what it ought to say and mend what differs; returns how many entries did.

    Goes through the tables in slices of 10,000 rows; only words that differ are stemmed.
    """
    return sum(_mend(noun) for noun in (_POSTS, _PRODUCTS, _PEOPLE))


def _mend(noun: _Noun) -> int:
    changed, after = 0, -LAST_ID
    end = f"SELECT max(id) FROM (SELECT id FROM {noun.table} WHERE id > %s ORDER BY id LIMIT {AT_ONCE}) slice"
    while after < LAST_ID:
        to = fetch(end, [after])[0][0] or LAST_ID
        changed += _index(noun, BETWEEN, {"after": after, "to": to})
        after = to
    return changed


@transaction.atomic
def _index(noun: _Noun, which: str, values: dict[str, object]) -> int:
    parameters: Parameters = {**values, "kind": noun.kind}
    run(ONE_AT_A_TIME, parameters)
    indexed = run(INDEX.format(ought=noun.ought, vector=noun.vector, which=which.format(id="p.id")), parameters)
    return indexed + run(FORGET.format(ought=noun.ought, which=which.format(id="e.subject_id")), parameters)
