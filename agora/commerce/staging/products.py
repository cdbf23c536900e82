"""Products come in with an address of their own; what a batch does not tell about a known one stays."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from django.utils.text import slugify

from agora.commerce.batches import Batch, NewProduct
from agora.core.copying import fetch, run, stage
from agora.core.text import storable

KIND = "product"
COLUMNS = (
    "origin_id text, slug text, name text, description text, category text, price_minor bigint, currency text,"
    " unit_cost_minor bigint, margin_rate numeric"
)
INSERT = """
INSERT INTO commerce_product (source_id, kind, origin_id, slug, name, description, category, price_minor, currency,
 unit_cost_minor, margin_rate, of_import_id)
SELECT %(source)s, %(kind)s, w.origin_id, w.slug, coalesce(nullif(w.name, ''), w.origin_id), w.description, w.category,
 w.price_minor, w.currency, w.unit_cost_minor, w.margin_rate, %(import)s
FROM w_product w WHERE w.slug <> '' ORDER BY w.origin_id
ON CONFLICT (source_id, kind, origin_id) DO NOTHING RETURNING id"""
TOLD = """
coalesce(nullif(w.name, ''), p.name), coalesce(nullif(w.description, ''), p.description),
 coalesce(nullif(w.category, ''), p.category), coalesce(w.price_minor, p.price_minor), w.currency,
 coalesce(w.unit_cost_minor, p.unit_cost_minor), coalesce(w.margin_rate, p.margin_rate)"""
HELD = "name, description, category, price_minor, currency, unit_cost_minor, margin_rate"
UPDATE = f"""
UPDATE commerce_product p SET ({HELD}) = ROW({TOLD}) FROM w_product w
WHERE p.source_id = %(source)s AND p.kind = %(kind)s AND p.origin_id = w.origin_id
AND ({", ".join(f"p.{column}" for column in HELD.split(", "))}) IS DISTINCT FROM ({TOLD}) RETURNING p.id"""
KNOWN = "SELECT origin_id, id FROM commerce_product WHERE source_id = %s AND kind = %s AND origin_id = ANY(%s)"
# One batch at a time gives out addresses; the next one sees them.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('agora.commerce.slug'))"


def products(batch: Batch, told: dict[str, NewProduct]) -> tuple[list[int], list[int]]:
    """Bring in the products; returns the ids of new and of changed ones."""
    if not told:
        return [], []
    there = known(batch, told)
    fresh = [product for product in told.values() if product.origin_id not in there]
    slugs = _slugs(batch, fresh) if fresh else {}
    stage("w_product", COLUMNS, (_row(product, slugs.get(product.origin_id, "")) for product in told.values()))
    values = {
        "source": batch.source.pk,
        "kind": KIND,
        "import": batch.of_import.pk if batch.of_import else None,
    }
    changed = [pk for (pk,) in fetch(UPDATE, values)]
    created = [pk for (pk,) in fetch(INSERT, values)] if fresh else []
    return created, changed


def known(batch: Batch, origin_ids: Collection[str]) -> dict[str, int]:
    """Return the ids of those products of the batch's source that exist, by origin id."""
    return dict(fetch(KNOWN, [batch.source.pk, KIND, list(origin_ids)])) if origin_ids else {}


def _slugs(batch: Batch, fresh: Iterable[NewProduct]) -> dict[str, str]:
    run(ONE_AT_A_TIME)
    choices = {product.origin_id: _choices(batch, product) for product in fresh}
    wanted = [slug for several in choices.values() for slug in several]
    taken = {slug for (slug,) in fetch("SELECT slug FROM commerce_product WHERE slug = ANY(%s)", [wanted])}
    chosen: dict[str, str] = {}
    for origin_id, several in choices.items():
        chosen[origin_id] = next(slug for slug in several if slug not in taken)
        taken.add(chosen[origin_id])
    return chosen


def _choices(batch: Batch, product: NewProduct) -> tuple[str, str, str]:
    code = slugify(product.origin_id)[:40]
    name = slugify(product.name)[:100] or code or "product"
    # The last choice is nobody else's: it is made from what makes the product unique.
    digest = hashlib.sha256(f"{batch.source.pk}\x00{product.origin_id}".encode()).hexdigest()[:16]
    return name, f"{name}-{code}".strip("-"), f"{name}-{digest}"


def _row(product: NewProduct, slug: str) -> tuple[object, ...]:
    return (
        product.origin_id, slug, _one_line(product.name, 300), storable(product.description),
        _one_line(product.category, 120), product.price_minor, product.currency, product.unit_cost_minor, product.margin_rate,
    )  # fmt: skip


def _one_line(words: str, longest: int) -> str:
    return " ".join(storable(words).split())[:longest]
