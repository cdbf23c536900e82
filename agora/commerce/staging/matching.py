"""Which sale a return takes back: the order the source names, or the buyer's own latest purchase of the product."""

from __future__ import annotations

from collections.abc import Iterable

from agora.core.copying import fetch, run

# OFFSET 0 keeps the planner to one index look-up per row: without statistics, as in the first import into an empty
# database, it would read whole tables for every batch.
LINK_RETURNS = """
UPDATE commerce_return r SET order_id = o.id FROM commerce_order o
WHERE r.id = ANY(%s) AND r.order_origin <> '' AND o.source_id = r.source_id AND o.kind = 'order'
AND o.origin_id = r.order_origin AND r.order_id IS DISTINCT FROM o.id"""
LINK_ORDERS = """
UPDATE commerce_return r SET order_id = f.order_id FROM (
 SELECT w.id, o.id AS order_id FROM commerce_order o CROSS JOIN LATERAL (
  SELECT w.id FROM commerce_return w
  WHERE w.source_id = o.source_id AND w.order_origin = o.origin_id AND w.order_origin <> '' OFFSET 0
 ) w WHERE o.id = ANY(%s)) f
WHERE r.id = f.id AND r.order_id IS DISTINCT FROM f.order_id RETURNING r.id"""
UNLINK = """
UPDATE commerce_return r SET order_id = NULL FROM commerce_order o
WHERE r.id = ANY(%s) AND o.id = r.order_id AND (r.order_origin, r.source_id) <> (o.origin_id, o.source_id)"""
# Returns that came before the order they take back, or whose order has changed.
WAITING = """
SELECT w.id FROM commerce_order o CROSS JOIN LATERAL (
 SELECT r.id FROM commerce_return r WHERE r.buyer_id = o.buyer_id AND r.at >= o.at OFFSET 0
) w WHERE o.id = ANY(%(orders)s)
UNION SELECT id FROM commerce_return WHERE order_id = ANY(%(orders)s)"""
BEST_IN_ORDER = """
SELECT b.id, best.id FROM commerce_return r JOIN commerce_returnline b ON b.of_id = r.id
LEFT JOIN LATERAL (
 SELECT l.id FROM (
  SELECT l.* FROM commerce_orderline l WHERE l.order_id = r.order_id AND l.product_id = b.product_id OFFSET 0
 ) l
 ORDER BY (l.quantity >= b.quantity) DESC, (l.unit_price_minor = b.unit_price_minor) DESC, l.line LIMIT 1
) best ON true
WHERE r.id = ANY(%(ids)s) AND r.order_id IS NOT NULL AND b.order_line_id IS DISTINCT FROM best.id"""
BEST_OF_BUYER = """
SELECT b.id, best.id FROM commerce_return r JOIN commerce_returnline b ON b.of_id = r.id
LEFT JOIN LATERAL (
 SELECT l.id FROM (
  SELECT o.id, o.at, o.origin_id FROM commerce_order o
  WHERE o.buyer_id = r.buyer_id AND o.at <= r.at AND o.currency = r.currency OFFSET 0
 ) o CROSS JOIN LATERAL (
  SELECT l.id, l.line, l.unit_price_minor FROM commerce_orderline l
  WHERE l.order_id = o.id AND l.product_id = b.product_id AND l.quantity >= b.quantity OFFSET 0
 ) l
 ORDER BY (l.unit_price_minor = b.unit_price_minor) DESC, o.at DESC, o.origin_id DESC, l.line LIMIT 1
) best ON true
WHERE r.id = ANY(%(ids)s) AND r.order_id IS NULL AND b.order_line_id IS DISTINCT FROM best.id"""
SETTLE = """
UPDATE commerce_returnline b SET order_line_id = m.sold FROM unnest(%s::bigint[], %s::bigint[]) AS m (id, sold)
WHERE b.id = m.id"""


def settle(*, returns: Iterable[int], orders: Iterable[int]) -> None:
    """Match these returns, and those that waited for these orders, to what they take back.

    The outcome depends on what is recorded, not on the order in which it came.
    """
    mine, sold = list(returns), list(orders)
    run(UNLINK, [mine])
    run(LINK_RETURNS, [mine])
    waiting = [*fetch(LINK_ORDERS, [sold]), *fetch(WAITING, {"orders": sold})] if sold else []
    concerned = {*mine, *(pk for (pk,) in waiting)}
    if not concerned:
        return
    these = {"ids": list(concerned)}
    if better := [*fetch(BEST_IN_ORDER, these), *fetch(BEST_OF_BUYER, these)]:
        run(SETTLE, [[line for line, _ in better], [sold for _, sold in better]])
