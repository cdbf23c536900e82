"""Buyers become identities; those who bought are held as persons, with the sale that is the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from agora.commerce.batches import Batch, NewBuyer, NewOrder, NewReturn, NewSubscription, Refusal
from agora.core import clock
from agora.core.copying import fetch, run, stage
from agora.core.events import publish
from agora.core.text import storable
from agora.people import erasing
from agora.people.events import PeopleChanged
from agora.people.holding import Holding, hold_many
from agora.people.models import Identity, Person

KIND = Identity.Kind.CUSTOMER.value
_EMAIL = re.compile(r"[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+")
INSERT = """
INSERT INTO people_identity (source_id, kind, origin_id, handle, name, url, about, is_ours, first_seen_at)
SELECT %(source)s, %(kind)s, w.origin_id, '', w.name, '', '', false, %(now)s
FROM w_buyer w
LEFT JOIN people_identity i ON i.source_id = %(source)s AND i.kind = %(kind)s AND i.origin_id = w.origin_id
WHERE i.id IS NULL ORDER BY w.origin_id ON CONFLICT DO NOTHING"""
RENAME = """
UPDATE people_identity i SET name = w.name FROM w_buyer w
WHERE w.name <> '' AND i.source_id = %(source)s AND i.kind = %(kind)s AND i.origin_id = w.origin_id
AND i.name <> w.name RETURNING i.person_id"""
KNOWN = "SELECT origin_id, id FROM people_identity WHERE source_id = %s AND kind = %s AND origin_id = ANY(%s)"
# An address that already belongs to somebody else stays there: joining people is for staff to decide.
INSERT_EMAILS = """
INSERT INTO people_identity (source_id, kind, origin_id, handle, name, url, about, is_ours, first_seen_at, person_id)
SELECT DISTINCT ON (w.email) %(source)s, 'email', w.email, '', i.name, '', '', false, %(now)s, i.person_id
FROM w_email w JOIN people_identity i ON i.id = w.identity WHERE i.person_id IS NOT NULL
ORDER BY w.email, i.id ON CONFLICT DO NOTHING RETURNING person_id"""

Sale = NewOrder | NewReturn | NewSubscription


def identities(batch: Batch, named: Iterable[str]) -> tuple[dict[str, int], int]:
    """Bring in everybody `named` or told; returns identity ids by origin id, and how many are new."""
    told = {buyer.origin_id: buyer for buyer in batch.buyers}
    everybody = dict.fromkeys(named) | told
    if not everybody:
        return {}, 0
    rows = [(origin_id, storable(told[origin_id].name)[:200] if origin_id in told else "") for origin_id in everybody]
    stage("w_buyer", "origin_id text, name text", rows)
    values = {"source": batch.source.pk, "kind": KIND, "now": clock.now()}
    if told:
        _tell(fetch(RENAME, values))
    created = run(INSERT, values)
    return dict(fetch(KNOWN, [batch.source.pk, KIND, list(everybody)])), created


def hold(batch: Batch, sales: Iterable[Sale], known: Mapping[str, int]) -> int:
    """Hold the person behind every buyer of `sales`, because of their earliest; returns how many are new."""
    first: dict[str, Sale] = {}
    for sale in sales:
        if sale.buyer and (sale.buyer not in first or _moment(sale) < _moment(first[sale.buyer])):
            first[sale.buyer] = sale
    told = {buyer.origin_id: buyer for buyer in batch.buyers}
    holdings = [
        Holding(known[buyer], *_reason(batch, told.get(buyer) or NewBuyer(buyer), sale))
        for buyer, sale in first.items()
    ]
    return hold_many(holdings, reason=Person.Reason.CUSTOMER) if holdings else 0


def emails(batch: Batch, known: Mapping[str, int]) -> list[Refusal]:
    """Keep the e-mail addresses told with buyers as claimed identities; returns those that are no addresses."""
    told = {buyer.origin_id: buyer.email.strip().lower() for buyer in batch.buyers if buyer.email.strip()}
    good = {buyer: email for buyer, email in told.items() if len(email) <= 254 and _EMAIL.fullmatch(email)}
    gone = erasing.erased(batch.source, kind="email", origin_ids=good.values()) if good else set()
    rows = [(email, known[buyer]) for buyer, email in good.items() if email not in gone]
    if rows:
        stage("w_email", "email text, identity bigint", rows)
        _tell(fetch(INSERT_EMAILS, {"source": batch.source.pk, "now": clock.now()}))
    return [
        Refusal("buyer", buyer, f"{storable(email)[:80]!r} is no e-mail address; the buyer is in without it.")
        for buyer, email in told.items()
        if buyer not in good
    ]


def _tell(changed: Iterable[tuple[int | None, ...]]) -> None:
    if persons := sorted({person for (person,) in changed if person}):
        publish(PeopleChanged(persons=persons))


def _moment(sale: Sale) -> tuple[float, str]:
    at = sale.started_at if isinstance(sale, NewSubscription) else sale.at
    return at.timestamp(), sale.origin_id


def _reason(batch: Batch, buyer: NewBuyer, sale: Sale) -> tuple[str, str, str]:
    noun = type(sale).__name__.removeprefix("New")
    at = sale.started_at if isinstance(sale, NewSubscription) else sale.at
    country = buyer.country or getattr(sale, "country", "")
    because = f"{noun} {sale.origin_id} of {at:%Y-%m-%d} at {batch.source.name}"
    return buyer.name or f"Customer {buyer.origin_id}", because, country if len(country) == 2 else ""
