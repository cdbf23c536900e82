"""Subscriptions with their events, and touches."""

from __future__ import annotations

from collections.abc import Mapping

from agora.commerce.batches import Batch, NewSubscription, NewTouch
from agora.core.copying import fetch, run, stage
from agora.core.text import storable

INSERT = """
INSERT INTO commerce_subscription (source_id, kind, origin_id, buyer_id, product_id, started_at, currency, of_import_id)
SELECT %(source)s, 'subscription', w.origin_id, w.buyer_id, w.product_id, w.started_at, w.currency, %(import)s
FROM w_subscription w WHERE NOT EXISTS (SELECT FROM commerce_subscription s
 WHERE s.source_id = %(source)s AND s.kind = 'subscription' AND s.origin_id = w.origin_id)
ORDER BY w.origin_id ON CONFLICT DO NOTHING RETURNING id"""
UPDATE = """
UPDATE commerce_subscription s SET buyer_id = w.buyer_id, product_id = w.product_id, started_at = w.started_at,
 currency = w.currency
FROM w_subscription w WHERE s.source_id = %(source)s AND s.kind = 'subscription' AND s.origin_id = w.origin_id
AND (s.buyer_id, s.product_id, s.started_at, s.currency)
 IS DISTINCT FROM (w.buyer_id, w.product_id, w.started_at, w.currency) RETURNING s.id"""
EVENTS = """
INSERT INTO commerce_subscriptionevent AS e (subscription_id, kind, at, amount_minor)
SELECT s.id, w.kind, w.at, w.amount_minor FROM w_subscription_event w JOIN commerce_subscription s
 ON s.source_id = %(source)s AND s.kind = 'subscription' AND s.origin_id = w.subscription
ON CONFLICT (subscription_id, kind, at) DO UPDATE SET amount_minor = EXCLUDED.amount_minor
WHERE e.amount_minor <> EXCLUDED.amount_minor RETURNING subscription_id"""
TOUCHES = """
INSERT INTO commerce_touch AS t (source_id, kind, origin_id, identity_id, medium, at, summary)
SELECT %(source)s, 'touch', w.origin_id, w.identity, w.medium, w.at, w.summary FROM w_touch w
ON CONFLICT (source_id, kind, origin_id) DO UPDATE
SET identity_id = EXCLUDED.identity_id, medium = EXCLUDED.medium, at = EXCLUDED.at, summary = EXCLUDED.summary
WHERE (t.identity_id, t.medium, t.at, t.summary)
 IS DISTINCT FROM (EXCLUDED.identity_id, EXCLUDED.medium, EXCLUDED.at, EXCLUDED.summary)"""


def subscriptions(
    batch: Batch, told: Mapping[str, NewSubscription], buyers: Mapping[str, int], products: Mapping[str, int]
) -> tuple[list[int], int]:
    """Bring in subscriptions with events; returns the ids of those that are new or went on, and how many events."""
    if not told:
        return [], 0
    rows = (
        (s.origin_id, buyers[s.buyer] if s.buyer else None, products[s.product], s.started_at, s.currency)
        for s in told.values()
    )
    columns = "origin_id text, buyer_id bigint, product_id bigint, started_at timestamptz, currency text"
    stage("w_subscription", columns, rows)
    values = {"source": batch.source.pk, "import": batch.of_import.pk if batch.of_import else None}
    heads = [*fetch(UPDATE, values), *fetch(INSERT, values)]
    events = {(s.origin_id, e.kind, e.at): e.amount_minor for s in told.values() for e in s.events}
    stage(
        "w_subscription_event",
        "subscription text, kind text, at timestamptz, amount_minor bigint",
        ((*key, amount) for key, amount in events.items()),
    )
    went_on = fetch(EVENTS, values) if events else []
    return sorted({pk for (pk,) in [*heads, *went_on]}), len(went_on)


def touches(batch: Batch, told: Mapping[str, NewTouch], buyers: Mapping[str, int]) -> int:
    """Bring in touches; returns how many are new or changed."""
    if not told:
        return 0
    rows = ((t.origin_id, buyers[t.buyer], t.medium, t.at, storable(t.summary)[:5000]) for t in told.values())
    stage("w_touch", "origin_id text, identity bigint, medium text, at timestamptz, summary text", rows)
    return run(TOUCHES, {"source": batch.source.pk})
