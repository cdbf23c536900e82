"""Panels of words: who met whose, what readers thought of them, and the stars of products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agora.core.copying import fetch
from agora.measures.panels.arrow import DAYS, SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# The order gives each kind its code.
EXPOSURE_KINDS = ("read", "vote", "reply", "reaction", "answer", "referral")
POST_CLASSES = ("review", "answer", "other")
_KIND_ARRAY = "array_position(ARRAY[" + ", ".join(f"'{kind}'" for kind in EXPOSURE_KINDS) + "], e.kind::text)"
HELPFUL, UNHELPFUL = "'helpful', 'up', 'like', 'favorite'", "'unhelpful', 'down'"

# Pairs who voted each other's words up, both ways: such votes say nothing about the words.
EXCHANGED = f"""
exchanged AS MATERIALIZED (
 SELECT DISTINCT r.actor_id AS actor, p.author_id AS author
 FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
 WHERE r.kind IN ({HELPFUL}) AND r.actor_id IS NOT NULL AND p.author_id IS NOT NULL AND r.actor_id <> p.author_id),
mutual AS MATERIALIZED (
 SELECT x.actor, x.author FROM exchanged x JOIN exchanged y ON y.actor = x.author AND y.author = x.actor)"""

# What a calculation stands on is the newest finished run, shown yet or not.
NEWEST = "(SELECT max(id) FROM measures_run WHERE measure = '{0}' AND state = 'done')"
EXPOSURES = f"""
WITH {EXCHANGED}
SELECT {SUBJECT.format("r")}::bigint AS reader,
 CASE WHEN a.is_ours THEN 0 ELSE {SUBJECT.format("a")} END::bigint AS author,
 (CASE WHEN a.is_ours THEN 0 ELSE a.id END)::bigint AS voice, e.post_id AS post, ({_KIND_ARRAY} - 1)::bigint AS kind,
 {DAYS.format("e.at")} AS at, (e.kind = 'vote' AND m.actor IS NOT NULL) AS exchanged,
 coalesce(q.value, -1.0) AS quality, coalesce(t.strength, 0.0) AS tie
FROM conversations_exposure e
JOIN people_identity r ON r.id = e.reader_id
JOIN people_identity a ON a.id = e.author_id
LEFT JOIN mutual m ON m.actor = e.reader_id AND m.author = e.author_id
LEFT JOIN measures_score q ON q.run_id = {NEWEST.format("helpfulness")} AND q.measure = 'helpfulness'
 AND q.subject_kind = 'post' AND q.subject_id = e.post_id
LEFT JOIN measures_tie t ON t.run_id = {NEWEST.format("influence")} AND t.one_id = e.reader_id AND t.other_id = e.author_id
WHERE NOT r.is_ours ORDER BY e.id"""

CLASS = """CASE WHEN t.kind = 'review' AND p.id = v.post_id THEN 0
 WHEN t.kind = 'question' AND p.author_id IS DISTINCT FROM t.opened_by_id THEN 1 ELSE 2 END"""
# Votes that were returned: of all votes by the pairs above, of a few posts one by one.
OF_ALL = {
    "before": f"{EXCHANGED},", "returned": "m.actor IS NOT NULL", "only_votes": "", "only_posts": "",
    "beside": "LEFT JOIN mutual m ON m.actor = r.actor_id AND m.author = p.author_id",
}  # fmt: skip
OF_A_FEW = {
    "before": "", "beside": "", "only_votes": "AND r.post_id IN ({ids})", "only_posts": "AND p.id IN ({ids})",
    "returned": f"""EXISTS (
  SELECT FROM conversations_reaction b JOIN conversations_post q ON q.id = b.post_id
  WHERE b.actor_id = p.author_id AND q.author_id = r.actor_id AND b.kind IN ({HELPFUL}))""",
}  # fmt: skip
VOTES = f"""
WITH {{before}} given AS (
 SELECT r.post_id, r.kind IN ({HELPFUL}) AS helpful, r.kind IN ({HELPFUL}) AND {{returned}} AS returned
 FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
 LEFT JOIN people_identity a ON a.id = r.actor_id LEFT JOIN people_identity s ON s.id = p.author_id {{beside}}
 WHERE r.kind IN ({HELPFUL}, {UNHELPFUL}) AND r.actor_id IS DISTINCT FROM p.author_id
 AND (a.person_id IS NULL OR a.person_id IS DISTINCT FROM s.person_id) {{only_votes}}),
counted AS (
 SELECT post_id, count(*) FILTER (WHERE helpful AND NOT returned) AS helpful, count(*) FILTER (WHERE NOT returned) AS votes,
  count(*) FILTER (WHERE returned) AS zeroed FROM given GROUP BY 1)
SELECT p.id AS post, ({CLASS})::bigint AS class, coalesce(c.helpful, 0)::bigint AS helpful,
 coalesce(c.votes, 0)::bigint AS votes, coalesce(c.zeroed, 0)::bigint AS zeroed
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
LEFT JOIN counted c ON c.post_id = p.id LEFT JOIN community_review v ON v.thread_id = t.id
WHERE (c.post_id IS NOT NULL OR v.post_id = p.id) {{only_posts}} ORDER BY p.id"""

RATINGS = """
SELECT v.product_id AS product, v.rating::bigint AS stars, count(*)::bigint AS reviews
FROM community_review v WHERE NOT EXISTS (SELECT FROM conversations_hold h WHERE h.post_id = v.post_id)
AND NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = v.post_id) GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class ExposuresPanel:
    """One row per exposure: subjects of reader and author (0: the company), the author's identity, post, kind, day.

    quality: the post's helpfulness in the current run, -1 where it has none; tie: its strength in the current run.
    """

    reader: Ints
    author: Ints
    voice: Ints
    post: Ints
    kind: Ints
    at: Floats
    exchanged: NDArray[np.bool_]
    quality: Floats
    tie: Floats


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
    read = reader.columns(EXPOSURES)
    return ExposuresPanel(
        read["reader"], read["author"], read["voice"], read["post"], read["kind"], read["at"],
        read["exchanged"].astype(np.bool_), read["quality"], read["tie"],
    )  # fmt: skip


def votes(reader: Reader) -> VotesPanel:
    """Return the votes per post; nobody's own votes, none that were exchanged."""
    return _votes(reader.columns(VOTES.format(**OF_ALL)))


def votes_of(posts: list[int]) -> VotesPanel:
    """Return the votes of `posts` alone, as the current transaction sees them."""
    found = fetch(VOTES.format(**OF_A_FEW).format(ids=", ".join(str(int(post)) for post in posts)))
    table = np.array(found, dtype=np.int64).reshape(-1, 5)
    return _votes(dict(zip(("post", "class", "helpful", "votes", "zeroed"), table.T, strict=True)))


def _votes(read: dict[str, NDArray[Any]]) -> VotesPanel:
    return VotesPanel(read["post"], read["class"], read["helpful"], read["votes"], read["zeroed"])


def ratings(reader: Reader) -> RatingsPanel:
    """Return the stars of every reviewed product."""
    read = reader.columns(RATINGS)
    products, place = np.unique(read["product"], return_inverse=True)
    counts = np.zeros((products.size, 5), dtype=np.int64)
    np.add.at(counts, (place, read["stars"] - 1), read["reviews"])
    return RatingsPanel(products.astype(np.int64), counts)
