"""Panels of words: who met whose, what readers thought of them, and the stars of products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.conversations.models import Reaction
from agora.core.copying import fetch
from agora.measures.panels.arrow import Reader
from agora.measures.panels.subjects import NOBODY, identities, looked_up

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

POST_CLASSES = ("review", "answer", "other")  # the order gives each its code
HELPFUL, UNHELPFUL = (", ".join(f"'{kind.value}'" for kind in kinds) for kinds in (Reaction.HELPS, Reaction.HELPS_NOT))
EXPOSURES = """
SELECT e.id, e.reader_id AS reader, e.author_id AS author, e.post_id AS post, e.kind = 'vote' AS voted, e.at
FROM conversations_exposure e"""
# What a calculation stands on is the newest finished run, shown yet or not.
QUALITIES = """
SELECT s.subject_id AS post, s.value FROM measures_score s WHERE s.measure = 'helpfulness' AND s.subject_kind = 'post'
AND s.run_id = (SELECT max(id) FROM measures_run WHERE measure = 'helpfulness' AND state = 'done')"""

CLASS = """(CASE WHEN t.kind = 'review' AND p.id = v.post_id THEN 0
 WHEN t.kind = 'question' AND p.author_id IS DISTINCT FROM t.opened_by_id THEN 1 ELSE 2 END)::bigint"""
VOTES = f"""
SELECT r.post_id AS post, {CLASS} AS class, coalesce(r.actor_id, 0) AS actor, coalesce(p.author_id, 0) AS author,
 r.kind IN ({HELPFUL}) AS helpful
FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
JOIN conversations_thread t ON t.id = p.thread_id LEFT JOIN community_review v ON v.thread_id = t.id
WHERE r.kind IN ({HELPFUL}, {UNHELPFUL})"""
UPVOTES = f"""
SELECT r.actor_id AS actor, p.author_id AS author
FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
WHERE r.kind IN ({HELPFUL}) AND r.actor_id IS NOT NULL AND p.author_id IS NOT NULL AND r.actor_id <> p.author_id"""
REVIEWS = "SELECT v.post_id AS post FROM community_review v"
# The same of a few posts, while somebody waits.
VOTES_OF = f"""
WITH given AS (
 SELECT r.post_id, r.kind IN ({HELPFUL}) AS helpful, r.kind IN ({HELPFUL}) AND EXISTS (
  SELECT FROM conversations_reaction b JOIN conversations_post q ON q.id = b.post_id
  WHERE b.actor_id = p.author_id AND q.author_id = r.actor_id AND b.kind IN ({HELPFUL})) AS returned
 FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
 LEFT JOIN people_identity a ON a.id = r.actor_id LEFT JOIN people_identity s ON s.id = p.author_id
 WHERE r.kind IN ({HELPFUL}, {UNHELPFUL}) AND r.actor_id IS DISTINCT FROM p.author_id
 AND (a.person_id IS NULL OR a.person_id IS DISTINCT FROM s.person_id) AND r.post_id = ANY(%(posts)s)),
counted AS (
 SELECT post_id, count(*) FILTER (WHERE helpful AND NOT returned) AS helpful,
  count(*) FILTER (WHERE NOT returned) AS votes,
  count(*) FILTER (WHERE returned) AS zeroed FROM given GROUP BY 1)
SELECT p.id AS post, {CLASS} AS class, coalesce(c.helpful, 0)::bigint AS helpful,
 coalesce(c.votes, 0)::bigint AS votes, coalesce(c.zeroed, 0)::bigint AS zeroed
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
LEFT JOIN counted c ON c.post_id = p.id LEFT JOIN community_review v ON v.thread_id = t.id
WHERE (c.post_id IS NOT NULL OR v.post_id = p.id) AND p.id = ANY(%(posts)s) ORDER BY p.id"""

RATINGS = """
SELECT v.product_id AS product, v.rating::bigint AS stars, count(*)::bigint AS reviews
FROM community_review v WHERE NOT EXISTS (SELECT FROM conversations_hold h WHERE h.post_id = v.post_id)
AND NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = v.post_id) GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class ExposuresPanel:
    """One row per exposure: subjects of reader and author (0: the company), the author's identity, post, day.

    quality: the post's helpfulness in the current run, -1 where it has none.
    """

    reader: Ints
    author: Ints
    voice: Ints
    post: Ints
    at: Floats
    exchanged: NDArray[np.bool_]
    quality: Floats


@dataclass(frozen=True, slots=True)
class VotesPanel:
    """One row per review and per post with votes: votes counted, helpful ones, and those zeroed as exchanged."""

    post: Ints
    klass: Ints
    helpful: Ints
    votes: Ints
    zeroed: Ints


@dataclass(frozen=True, slots=True)
class RatingsPanel:
    """Stars per product: `counts` (products, 5) of reviews that are neither held nor removed."""

    product: Ints
    counts: Ints


def exposures(reader: Reader) -> ExposuresPanel:
    """Return who met whose words; what our own people read is left out."""
    who = identities(reader)
    read = reader.columns(EXPOSURES, by=["id"])
    author = who.subjects(read["author"])
    rows = np.flatnonzero(~who.are_ours(read["reader"]) & (author != NOBODY) & (who.subjects(read["reader"]) != NOBODY))
    read = {name: values[rows] for name, values in read.items()}
    ours, rated = who.are_ours(read["author"]), reader.columns(QUALITIES)
    exchanged = read["voted"].astype(np.bool_)
    votes, upvotes = np.flatnonzero(exchanged), reader.columns(UPVOTES)
    exchanged[votes] = _returned(read["reader"][votes], read["author"][votes], upvotes["actor"], upvotes["author"])
    return ExposuresPanel(
        reader=who.subjects(read["reader"]),
        author=np.where(ours, NOBODY, author[rows]),
        voice=np.where(ours, NOBODY, read["author"]),
        post=read["post"],
        at=read["at"],
        exchanged=exchanged,
        quality=looked_up(read["post"], rated["post"], rated["value"], missing=-1.0),
    )


def votes(reader: Reader) -> VotesPanel:
    """Return the votes per post; nobody's own votes, none that were exchanged."""
    who = identities(reader)
    read = reader.columns(VOTES, by=["post"])
    own = who.subjects(read["actor"]) == who.subjects(read["author"])
    read = {name: values[~own] for name, values in read.items()}
    actor, author, helpful = read["actor"], read["author"], read["helpful"].astype(np.bool_)
    upvotes = helpful & (actor != NOBODY) & (author != NOBODY)
    returned = upvotes & _returned(actor, author, actor[upvotes], author[upvotes])
    reviews = reader.columns(REVIEWS)["post"]
    post, place = np.unique(np.concatenate([reviews, read["post"]]), return_inverse=True)
    klass = np.zeros(post.size, dtype=np.int64)
    place = place[reviews.size :]
    klass[place] = read["class"]

    def counted(rows: NDArray[np.bool_]) -> Ints:
        return np.bincount(place[rows], minlength=post.size)

    return VotesPanel(post, klass, counted(helpful & ~returned), counted(~returned), counted(returned))


def votes_of(posts: list[int]) -> VotesPanel:
    """Return the votes of `posts` alone, as the current transaction sees them."""
    table = np.array(fetch(VOTES_OF, {"posts": posts}), dtype=np.int64).reshape(-1, 5)
    return VotesPanel(*table.T)


def _returned(actor: Ints, author: Ints, ups: Ints, upped: Ints) -> NDArray[np.bool_]:
    """Whether actor and author, (n,) each, have both voted words of the other up; (ups, upped) are all such votes."""
    people = 1 + max(int(column.max(initial=0)) for column in (actor, author, ups, upped))
    upvotes = np.unique(ups * people + upped)
    mutual = upvotes[np.isin(upvotes % people * people + upvotes // people, upvotes, assume_unique=True)]
    return np.isin(actor * people + author, mutual)


def ratings(reader: Reader) -> RatingsPanel:
    """Return the stars of every reviewed product."""
    read = reader.columns(RATINGS)
    products, place = np.unique(read["product"], return_inverse=True)
    counts = np.zeros((products.size, 5), dtype=np.int64)
    np.add.at(counts, (place, read["stars"] - 1), read["reviews"])
    return RatingsPanel(products.astype(np.int64), counts)
