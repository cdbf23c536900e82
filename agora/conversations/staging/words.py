"""The statements behind the door for words: who speaks, and the threads they speak in, on rows that were COPYed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.text import slugify

from agora.conversations.batches import Batch, NewAuthor
from agora.conversations.models import Channel
from agora.conversations.staging.statistics import keep_up
from agora.core import clock
from agora.core.copying import fetch, run, stage
from agora.core.text import storable

# As for posts: LIMIT 1 keeps each look-up a probe of the unique index.
KNOWN_AUTHOR = (
    "SELECT {what} FROM people_identity WHERE source_id = %(source)s AND kind = %(kind)s AND origin_id = {name} LIMIT 1"
)
KNOWN_THREAD = "SELECT id, title, url, kind FROM conversations_thread WHERE source_id = %(source)s AND origin_id = w.origin_id LIMIT 1"
INSERT_AUTHORS = f"""
INSERT INTO people_identity (source_id, kind, origin_id, handle, name, url, about, is_ours, first_seen_at)
SELECT %(source)s, %(kind)s, w.origin_id, w.handle, w.name, w.url, w.about, w.is_ours, w.first_seen_at
FROM w_author w LEFT JOIN LATERAL ({KNOWN_AUTHOR.format(what="id", name="w.origin_id")}) k ON true
WHERE k.id IS NULL ON CONFLICT (source_id, kind, origin_id) DO NOTHING"""
UPDATE_AUTHORS = f"""
WITH c AS MATERIALIZED (SELECT w.*, k.id FROM w_author w
 CROSS JOIN LATERAL ({KNOWN_AUTHOR.format(what="id, handle, name, url, about", name="w.origin_id")}) k
 WHERE w.told AND (k.handle, k.name, k.url, k.about) IS DISTINCT FROM (w.handle, w.name, w.url, w.about))
UPDATE people_identity i SET handle = c.handle, name = c.name, url = c.url, about = c.about FROM c WHERE i.id = c.id
RETURNING i.person_id"""
INSERT_THREADS = f"""
INSERT INTO conversations_thread (source_id, kind, origin_id, channel_id, title, url, opened_by_id, product_id,
 opened_at, last_post_at, post_count, of_import_id)
SELECT %(source)s, w.kind, w.origin_id, w.channel_id, w.title, w.url, a.id, w.product_id, w.opened_at, w.opened_at, 0, %(import)s
FROM w_thread w LEFT JOIN LATERAL ({KNOWN_AUTHOR.format(what="id", name="w.author")}) a ON true
LEFT JOIN LATERAL ({KNOWN_THREAD}) k ON true
WHERE k.id IS NULL ON CONFLICT (source_id, origin_id) DO NOTHING"""
UPDATE_THREADS = f"""
WITH c AS MATERIALIZED (SELECT w.title, w.url, w.kind, k.id, k.title <> w.title AS renamed
 FROM w_thread w CROSS JOIN LATERAL ({KNOWN_THREAD}) k
 WHERE (k.title, k.url, k.kind) IS DISTINCT FROM (w.title, w.url, w.kind))
UPDATE conversations_thread t SET title = c.title, url = c.url, kind = c.kind FROM c WHERE t.id = c.id
RETURNING t.id, c.renamed"""
INSERT_TOPICS = """
INSERT INTO conversations_topic (slug, name) SELECT w.slug, min(w.name) FROM w_topic w
LEFT JOIN conversations_topic o ON o.slug = w.slug WHERE o.id IS NULL GROUP BY 1 ON CONFLICT DO NOTHING"""
TOLD_TOPICS = """
WITH told AS MATERIALIZED (SELECT t.id AS thread_id, o.id AS topic_id FROM w_topic w
 CROSS JOIN LATERAL (SELECT id FROM conversations_thread
  WHERE source_id = %(source)s AND origin_id = w.thread LIMIT 1) t
 CROSS JOIN LATERAL (SELECT id FROM conversations_topic WHERE slug = w.slug LIMIT 1) o)"""
# A thread that tells its topics tells all of them: those it no longer names go.
DROP_TOPICS = f"""
{TOLD_TOPICS} DELETE FROM conversations_threadtopic j WHERE j.thread_id IN (SELECT thread_id FROM told)
AND NOT EXISTS (SELECT FROM told WHERE told.thread_id = j.thread_id AND told.topic_id = j.topic_id)"""
JOIN_TOPICS = f"""
{TOLD_TOPICS} INSERT INTO conversations_threadtopic (thread_id, topic_id)
SELECT DISTINCT thread_id, topic_id FROM told ON CONFLICT DO NOTHING"""


def authors(batch: Batch) -> tuple[int, list[int]]:
    """Bring in everybody the batch names; returns how many are new, and the persons (ids) who are told differently."""
    told = {author.origin_id: author for author in batch.authors}
    known = named(batch)
    rows = (
        _author_row(told.get(origin_id) or NewAuthor(origin_id), origin_id in told) for origin_id in told.keys() | known
    )
    columns = "origin_id text, handle text, name text, url text, about text, is_ours bool, first_seen_at timestamptz, told bool"
    stage("w_author", columns, rows)
    values = {"source": batch.source.pk, "kind": batch.author_kind}
    changed = {person for (person,) in fetch(UPDATE_AUTHORS, values) if person} if told else set()
    created = run(INSERT_AUTHORS, values) if known or told else 0
    keep_up("people_identity", created=created)
    return created, sorted(changed)


def named(batch: Batch) -> set[str]:
    """Return everybody the batch names, by origin id."""
    return set(_named(batch))


def threads(batch: Batch) -> tuple[int, list[int]]:
    """Bring in the threads with channels and topics; returns how many are new, and which (ids) bear another title."""
    if not batch.threads:
        _topics(batch)
        return 0, []
    channels = _channels(batch)
    unique = {thread.origin_id: thread for thread in batch.threads}
    columns = (
        "origin_id text, kind text, title text, opened_at timestamptz, channel_id bigint, author text, product_id bigint,"
        " url text"
    )
    rows = (
        (t.origin_id, t.kind, _title(t.title), t.opened_at, channels[t.channel], t.author, t.product, t.url)
        for t in unique.values()
    )
    stage("w_thread", columns, rows)
    values = _values(batch)
    renamed = [thread for thread, renamed in fetch(UPDATE_THREADS, values) if renamed]
    created = run(INSERT_THREADS, values)
    keep_up("conversations_thread", created=created)
    _topics(batch)
    return created, renamed


def _named(batch: Batch) -> Iterable[str]:
    yield from (thread.author for thread in batch.threads if thread.author)
    yield from (post.author for post in batch.posts if post.author)
    yield from (reaction.actor for reaction in batch.reactions if reaction.actor)
    yield from (exposure.reader for exposure in batch.exposures)
    yield from (mention.author for mention in batch.mentions)


def _author_row(author: NewAuthor, told: bool) -> tuple[str, str, str, str, str, bool, datetime, bool]:
    handle = author.handle or ("" if author.name else author.origin_id)
    seen = author.first_seen_at or clock.now()
    return (
        author.origin_id, storable(handle)[:200], storable(author.name)[:200], author.url[:500], storable(author.about),
        author.is_ours, seen, told,
    )  # fmt: skip


def _channels(batch: Batch) -> dict[str, int]:
    wanted = {thread.channel for thread in batch.threads}
    known = dict(Channel.objects.filter(source=batch.source, slug__in=wanted).values_list("slug", "pk"))
    for slug in sorted(wanted - known.keys()):
        known[slug] = Channel.objects.get_or_create(source=batch.source, slug=slug, defaults={"name": slug})[0].pk
    return known


def _topics(batch: Batch) -> None:
    named = {(None, name.strip()[:80]) for name in batch.topics if slugify(name)}
    pairs = {
        (thread.origin_id, topic.strip()[:80]) for thread in batch.threads for topic in thread.topics if slugify(topic)
    }
    if not named and not pairs:
        return
    rows = [*named, *sorted(pairs)]
    stage("w_topic", "thread text, name text, slug text", ((thread, name, slugify(name)[:80]) for thread, name in rows))
    run(INSERT_TOPICS)
    run(DROP_TOPICS, _values(batch))
    run(JOIN_TOPICS, _values(batch))


def _title(title: str) -> str:
    title = " ".join(storable(title).split())
    return title if len(title) <= 300 else title[:299] + "…"


def _values(batch: Batch) -> dict[str, object]:
    return {"source": batch.source.pk, "kind": batch.author_kind, "import": batch.of_import and batch.of_import.pk}
