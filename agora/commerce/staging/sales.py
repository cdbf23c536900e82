"""Orders and returns: the same statements, on two pairs of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agora.commerce.batches import Batch, NewOrder, NewReturn
from agora.commerce.checking import amount_minor
from agora.commerce.models import OrderLine, ReturnLine
from agora.core.copying import fetch, run, stage
from agora.core.text import storable


@dataclass(frozen=True, slots=True)
class Noun:
    """The tables of orders or returns: `own` are the columns only this noun has, `line_own` those of its lines."""

    kind: str
    table: str
    own: tuple[str, ...]
    lines: str
    owner: str
    line_own: tuple[str, ...]
    line_model: type[OrderLine] | type[ReturnLine]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a noun: ids of new and of changed rows, how many lines were written, and returns to match anew."""

    created: list[int]
    changed: list[int]
    lines: int = 0
    unsettled: tuple[int, ...] = ()

    @property
    def all(self) -> list[int]:
        return [*self.created, *self.changed]


ORDERS = Noun(
    "order", "commerce_order", ("country",), "commerce_orderline", "order_id", ("unit_cost_minor",), OrderLine
)
RETURNS = Noun("return", "commerce_return", ("reason", "order_origin"), "commerce_returnline", "of_id", (), ReturnLine)
HEAD = ("buyer_id", "at", "currency", "total_minor")
LINE = ("quantity", "unit_price_minor", "amount_minor")
NOTHING = Came([], [])


def record(
    noun: Noun, batch: Batch, sales: Mapping[str, Any], buyers: Mapping[str, int], products: Mapping[str, int]
) -> Came:
    """Bring in the sales with their lines; every product and buyer they name must be known."""
    if not sales:
        return NOTHING
    _stage_heads(noun, sales, buyers)
    values = {"source": batch.source.pk, "kind": noun.kind, "import": batch.of_import and batch.of_import.pk}
    fresh = {origin: pk for pk, origin in fetch(_insert(noun), values)}
    wanted = [origin for origin in sales if origin not in fresh]
    held = dict(fetch(_known(noun), {**values, "ids": wanted})) if wanted else {}
    _stage_lines(noun, sales, fresh | held, products)
    changed = {pk for (pk,) in fetch(_update(noun), values)} if held else set()
    rewritten = [pk for (pk,) in fetch(_differing(noun), {"ids": list(held.values())})] if held else []
    altered = sorted(changed | set(rewritten))
    # Asked before their lines go: a return that hung on one of them has to look for another.
    unsettled = matched_to(altered) if altered and noun is ORDERS else []
    written = run(_insert_lines(noun), {"ids": list(fresh.values())}) if fresh else 0
    return Came(list(fresh.values()), altered, written + _rewrite(noun, rewritten), tuple(unsettled))


def matched_to(orders: Sequence[int]) -> list[int]:
    """Return the ids of the returns that hang on lines of these orders."""
    return [
        pk
        for (pk,) in fetch(
            "SELECT DISTINCT b.of_id FROM commerce_returnline b JOIN commerce_orderline l ON l.id = b.order_line_id"
            " WHERE l.order_id = ANY(%s)",
            [list(orders)],
        )
    ]


def _rewrite(noun: Noun, sales: list[int]) -> int:
    """Make the lines of changed sales what was staged; a line whose product changed is another line."""
    if not sales:
        return 0
    surplus = [pk for (pk,) in fetch(_surplus(noun), {"ids": sales})]
    # Through the model, so that whatever hangs on a line in any storey goes or lets go.
    noun.line_model.objects.filter(pk__in=surplus).delete()
    return run(_update_lines(noun), {"ids": sales}) + run(_insert_missing(noun), {"ids": sales}) + len(surplus)


def _stage_heads(noun: Noun, sales: Mapping[str, Any], buyers: Mapping[str, int]) -> None:
    columns = "origin_id text, buyer_id bigint, at timestamptz, currency text, total_minor bigint"
    own = "".join(f", {column} text" for column in noun.own)
    stage(f"w_{noun.kind}", columns + own, (_head(sale, buyers) for sale in sales.values()))


def _head(sale: NewOrder | NewReturn, buyers: Mapping[str, int]) -> tuple[object, ...]:
    total = sum(amount_minor(line.quantity, line.unit_price_minor) for line in sale.lines)
    own = (
        (storable(sale.country)[:60],)
        if isinstance(sale, NewOrder)
        else (storable(sale.reason)[:200], sale.order or "")
    )
    return (sale.origin_id, buyers[sale.buyer] if sale.buyer else None, sale.at, sale.currency, total, *own)


def _stage_lines(noun: Noun, sales: Mapping[str, Any], ids: Mapping[str, int], products: Mapping[str, int]) -> None:
    columns = (
        "owner bigint, line int, product_id bigint, quantity bigint, unit_price_minor numeric, amount_minor bigint"
    )
    own = "".join(f", {column} numeric" for column in noun.line_own)
    stage(f"w_{noun.kind}_line", columns + own, _lines(noun, sales, ids, products))


def _lines(
    noun: Noun, sales: Mapping[str, Any], ids: Mapping[str, int], products: Mapping[str, int]
) -> Iterator[tuple[object, ...]]:
    for origin, sale in sales.items():
        owner = ids[origin]
        for number, line in enumerate(sale.lines, start=1):
            price = line.unit_price_minor
            row = (owner, number, products[line.product], line.quantity, price, amount_minor(line.quantity, price))
            yield (*row, line.unit_cost_minor) if noun.line_own else row


def _insert(noun: Noun) -> str:
    columns = ", ".join((*HEAD, *noun.own))
    values = ", ".join(f"w.{column}" for column in (*HEAD, *noun.own))
    return f"""
INSERT INTO {noun.table} (source_id, kind, origin_id, {columns}, of_import_id)
SELECT %(source)s, %(kind)s, w.origin_id, {values}, %(import)s FROM w_{noun.kind} w
WHERE NOT EXISTS (
 SELECT FROM {noun.table} s WHERE s.source_id = %(source)s AND s.kind = %(kind)s AND s.origin_id = w.origin_id)
ORDER BY w.origin_id ON CONFLICT DO NOTHING RETURNING id, origin_id"""


def _known(noun: Noun) -> str:
    return f"""
SELECT origin_id, id FROM {noun.table} WHERE source_id = %(source)s AND kind = %(kind)s AND origin_id = ANY(%(ids)s)
FOR UPDATE"""


def _update(noun: Noun) -> str:
    columns = (*HEAD, *noun.own)
    told = ", ".join(f"w.{column}" for column in columns)
    held = ", ".join(f"s.{column}" for column in columns)
    return f"""
UPDATE {noun.table} s SET ({", ".join(columns)}) = ROW({told}) FROM w_{noun.kind} w
WHERE s.source_id = %(source)s AND s.kind = %(kind)s AND s.origin_id = w.origin_id
AND ({held}) IS DISTINCT FROM ({told}) RETURNING s.id"""


def _differing(noun: Noun) -> str:
    columns = ("product_id", *LINE, *noun.line_own)
    return f"""
SELECT DISTINCT coalesce(l.{noun.owner}, w.owner)
FROM (SELECT * FROM {noun.lines} WHERE {noun.owner} = ANY(%(ids)s)) l
FULL JOIN (SELECT * FROM w_{noun.kind}_line WHERE owner = ANY(%(ids)s)) w
 ON w.owner = l.{noun.owner} AND w.line = l.line
WHERE ({", ".join(f"l.{c}" for c in columns)}) IS DISTINCT FROM ({", ".join(f"w.{c}" for c in columns)})"""


def _surplus(noun: Noun) -> str:
    return f"""
SELECT l.id FROM {noun.lines} l WHERE l.{noun.owner} = ANY(%(ids)s) AND NOT EXISTS (
 SELECT FROM w_{noun.kind}_line w WHERE w.owner = l.{noun.owner} AND w.line = l.line AND w.product_id = l.product_id)"""


def _update_lines(noun: Noun) -> str:
    columns = (*LINE, *noun.line_own)
    told = ", ".join(f"w.{column}" for column in columns)
    return f"""
UPDATE {noun.lines} l SET ({", ".join(columns)}) = ROW({told}) FROM w_{noun.kind}_line w
WHERE l.{noun.owner} = ANY(%(ids)s) AND w.owner = l.{noun.owner} AND w.line = l.line
AND ({", ".join(f"l.{column}" for column in columns)}) IS DISTINCT FROM ({told})"""


def _insert_lines(noun: Noun) -> str:
    columns = ("line", "product_id", *LINE, *noun.line_own)
    return f"""
INSERT INTO {noun.lines} ({noun.owner}, {", ".join(columns)})
SELECT w.owner, {", ".join(f"w.{column}" for column in columns)}
FROM w_{noun.kind}_line w WHERE w.owner = ANY(%(ids)s)"""


def _insert_missing(noun: Noun) -> str:
    return f"""{_insert_lines(noun)} AND NOT EXISTS (
 SELECT FROM {noun.lines} l WHERE l.{noun.owner} = w.owner AND l.line = w.line)"""
