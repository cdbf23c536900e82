"""Reviews that came in as threads: their ratings, and the purchases that stand behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from agora.community.events import ReviewsRecorded
from agora.core.copying import fetch, run, stage
from agora.core.events import publish
from agora.core.models import Source

RECORD = """
INSERT INTO community_review AS r (thread_id, post_id, product_id, rating)
SELECT DISTINCT ON (t.id) t.id, p.id, t.product_id, w.rating FROM w_rating w
JOIN conversations_thread t ON t.source_id = %(source)s AND t.origin_id = w.thread AND t.kind = 'review'
JOIN LATERAL (SELECT id FROM conversations_post WHERE thread_id = t.id ORDER BY said_at, id LIMIT 1) p ON true
WHERE t.product_id IS NOT NULL AND w.rating BETWEEN 1 AND 5
ORDER BY t.id, w.place DESC
ON CONFLICT (thread_id) DO UPDATE SET rating = excluded.rating WHERE r.rating <> excluded.rating
RETURNING thread_id, product_id"""
LOST = """
SELECT w.thread FROM w_rating w WHERE w.rating NOT BETWEEN 1 AND 5 OR NOT EXISTS (
 SELECT FROM conversations_thread t JOIN community_review r ON r.thread_id = t.id
 WHERE t.source_id = %(source)s AND t.origin_id = w.thread)"""
# The earliest line of the reviewer's person, at whichever shop and by whichever identity, up to the review itself.
VERIFY = """
WITH due AS MATERIALIZED (
 SELECT r.thread_id, r.product_id, p.author_id, p.said_at FROM community_review r
 JOIN conversations_post p ON p.id = r.post_id
 WHERE p.author_id IS NOT NULL AND (%(posts)s::bigint[] IS NULL OR r.post_id = ANY(%(posts)s))
 AND (%(buyers)s::bigint[] IS NULL OR p.author_id = ANY(%(buyers)s) OR p.author_id IN (
  SELECT a.id FROM people_identity b JOIN people_identity a ON a.person_id = b.person_id WHERE b.id = ANY(%(buyers)s)))
 AND NOT EXISTS (SELECT FROM community_verifiedpurchase v WHERE v.review_id = r.thread_id))
INSERT INTO community_verifiedpurchase (review_id, order_line_id)
SELECT due.thread_id, bought.id FROM due CROSS JOIN LATERAL (
 SELECT l.id FROM commerce_order o JOIN commerce_orderline l ON l.order_id = o.id
 WHERE o.buyer_id IN (SELECT due.author_id UNION SELECT b.id FROM people_identity a
  JOIN people_identity b ON b.person_id = a.person_id WHERE a.id = due.author_id)
 AND o.at <= due.said_at AND l.product_id = due.product_id AND l.quantity > 0
 ORDER BY o.at, l.id LIMIT 1) bought
ON CONFLICT DO NOTHING"""


@transaction.atomic
def record(source: Source, ratings: Iterable[tuple[str, int]]) -> list[str]:
    """Give the source's review threads (by origin id) their ratings of 1 to 5; a rating told again, differently, changes.

    Returns the threads that could not be rated: unknown, not a review of a product, without a post, or no such rating.
    """
    rows = [(place, thread, rating) for place, (thread, rating) in enumerate(ratings)]
    if not rows:
        return []
    stage("w_rating", "place int, thread text, rating int", rows)
    recorded = fetch(RECORD, {"source": source.pk})
    if recorded:
        threads, products = zip(*recorded, strict=True)
        publish(ReviewsRecorded(reviews=list(threads), products=sorted(set(products))))
    return [thread for (thread,) in fetch(LOST, {"source": source.pk})]


def verify(*, posts: Collection[int] | None = None, buyers: Collection[int] | None = None) -> int:
    """Mark reviews whose author had bought the product before; all, or those by these posts or by these buyers.

    Ids of posts and of identities; returns how many reviews are newly marked.
    """
    given = {"posts": None if posts is None else list(posts), "buyers": None if buyers is None else list(buyers)}
    return run(VERIFY, given)
