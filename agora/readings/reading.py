"""What was meant: language, polarity and intents of posts, by tier 0, with the words that showed it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.conf import settings
from django.db import transaction

from agora.commerce.models import Product
from agora.conversations.models import Post
from agora.core.copying import run, stage
from agora.core.events import publish
from agora.readings.events import PostsRead
from agora_analytics.text import MODEL_ID, Gazetteer, TextReading
from agora_analytics.text import read as read_texts

AT_ONCE = 1_000
LONGEST = 20_000  # characters of a post that are read
NAMED_PRODUCTS = 2_000  # a gazetteer beyond this costs more than it finds

UPSERT_READINGS = """
INSERT INTO readings_reading (post_id, model_id, language, language_confidence, polarity, at)
SELECT post_id, %(model)s, language, language_confidence, polarity, now() FROM w_reading
ON CONFLICT (post_id) DO UPDATE SET model_id = excluded.model_id, language = excluded.language,
 language_confidence = excluded.language_confidence, at = now(),
 polarity = CASE WHEN EXISTS (
  SELECT FROM readings_correction c WHERE c.post_id = excluded.post_id AND c.aspect = 'polarity')
  THEN readings_reading.polarity ELSE excluded.polarity END"""
# A staff correction outlives every later reading: what staff put there stays, what staff denied stays away.
DROP_INTENTS = """
DELETE FROM readings_intent i USING readings_reading r, w_reading w
WHERE r.post_id = w.post_id AND i.reading_id = r.id AND NOT i.by_staff"""
INSERT_INTENTS = """
INSERT INTO readings_intent (reading_id, kind, confidence, triggers, by_staff)
SELECT r.id, w.kind, w.confidence, w.triggers, false FROM w_intent w JOIN readings_reading r ON r.post_id = w.post_id
WHERE (SELECT c.aspect FROM readings_correction c WHERE c.post_id = w.post_id AND c.value = w.kind
 ORDER BY c.id DESC LIMIT 1) IS DISTINCT FROM 'absent'
ON CONFLICT DO NOTHING"""


def read(post_ids: Sequence[int]) -> int:
    """Read the posts (again), keep staff's corrections, and say so; returns how many were read."""
    done = 0
    posts = iter(Post.objects.filter(pk__in=post_ids, tombstone=None).only("pk", "body", "form").order_by("pk"))
    gazetteer = _gazetteer()
    while chunk := list(islice(posts, AT_ONCE)):
        _store(chunk, read_texts([post.words[:LONGEST] for post in chunk], gazetteer=gazetteer))
        done += len(chunk)
    return done


@transaction.atomic
def _store(posts: list[Post], readings: list[TextReading]) -> None:
    pairs = list(zip(posts, readings, strict=True))
    rows = ((post.pk, r.language, r.language_confidence, r.polarity) for post, r in pairs)
    stage("w_reading", "post_id bigint, language text, language_confidence float8, polarity float8", rows)
    run(UPSERT_READINGS, {"model": MODEL_ID})
    run(DROP_INTENTS)
    intents = (
        (post.pk, intent.kind, intent.confidence, [trigger.words[:120] for trigger in intent.triggers[:8]])
        for post, reading in pairs
        for intent in reading.intents
    )
    stage("w_intent", "post_id bigint, kind text, confidence float8, triggers text[]", intents)
    run(INSERT_INTENTS)
    publish(PostsRead(posts=[post.pk for post in posts]))


def _gazetteer() -> Gazetteer:
    names = Product.objects.order_by("pk").values_list("name", flat=True)[:NAMED_PRODUCTS]
    return Gazetteer(products=tuple(names), competitors=tuple(settings.COMPETITORS))
