"""What a member sees of what is known about them: by the same reads that staff use, narrowed to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agora.accounts.models import Account
from agora.commerce.models import Order
from agora.conversations.models import Post
from agora.people import consent
from agora.people.holding import identity_of
from agora.people.models import Consent, Identity, Person

ORDERS_SHOWN = 20
# What a member is asked: purpose, channel, the question in plain words and what follows from a yes.
OFFERS = (
    (
        "measurement",
        "portal",
        _("Count what I read here"),
        _("Helps us to see whose words help others. Without it your reading leaves no trace."),
    ),
    (
        "service",
        "email",
        _("Write to me about what I bought"),
        _("Safety notices, recalls, and help you did not ask for."),
    ),
    ("service", "phone", _("Call me about what I bought"), _("Only when it matters and is quicker than writing.")),
    ("news", "email", _("Send me news and offers"), _("By e-mail, seldom.")),
    ("research", "email", _("Ask me what I think of products"), _("Questions about ideas and previews, by e-mail.")),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A purpose on a channel, and whether the member allows it now."""

    name: str
    purpose: str
    channel: str
    label: str
    help: str
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A line of what is known: a name, a value, and where it comes from."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MePage:
    """What one member sees about themselves."""

    identity: Identity
    offers: tuple[Offer, ...]
    facts: tuple[KnownFact, ...]
    orders: tuple[Order, ...]
    order_count: int


def read(account: Account) -> MePage:
    """Read what is known about the member behind `account`."""
    me = identity_of(account)
    person = me.person
    if person is None:
        return MePage(me, (), (), (), 0)
    orders = own_orders(account, person)
    newest = list(orders[: ORDERS_SHOWN + 1])
    count = len(newest) if len(newest) <= ORDERS_SHOWN else orders.count()
    return MePage(me, offers(person), tuple(_facts(account, person)), tuple(newest[:ORDERS_SHOWN]), count)


def offers(person: Person) -> tuple[Offer, ...]:
    """Return what may be allowed or refused, each with the person's latest word."""
    return tuple(
        Offer(
            f"{purpose}-{channel}",
            purpose,
            channel,
            str(label),
            str(words),
            consent.permits(person, purpose=purpose, channel=channel),
        )
        for purpose, channel, label, words in OFFERS
    )


def decide(person: Person, *, allowed: set[str], by: Account) -> int:
    """Write the member's answers into the consent ledger; `allowed` names the offers. Returns how many changed."""
    decisions = {(offer.purpose, offer.channel): offer.name in allowed for offer in offers(person)}
    return consent.decide_all(person, decisions, how="my page in the portal", by=by)


def own_orders(account: Account, person: Person) -> Any:
    """The member's own orders, newest first: for staff, too, only their own."""
    return (
        Order.objects.visible_to(account)
        .filter(buyer__person=person)
        .select_related("source")
        .order_by("-at")
        .distinct()
    )


def own_posts(account: Account, person: Person) -> Any:
    """The member's own words, held ones included for staff only, newest first."""
    return Post.objects.visible_to(account).filter(author__person=person).select_related("thread").order_by("-said_at")


def _facts(account: Account, person: Person) -> Iterator[KnownFact]:
    yield KnownFact(str(_("E-mail")), account.email, str(_("you signed up with it")))
    yield KnownFact(str(_("We hold your record because")), person.get_reason_display(), person.because)
    for identity in person.identities.visible_to(account).select_related("source"):
        presence = identity.handle or identity.name or identity.origin_id
        note = _("verified") if identity.verified else _("claimed, not verified")
        yield KnownFact(f"{identity.source.name}: {identity.get_kind_display()}", presence, str(note))
    for attribute in person.attributes.all():
        yield KnownFact(
            attribute.name.replace("-", " ").capitalize(), attribute.value, str(_("written down by staff or imported"))
        )
    if tags := ", ".join(tag.name for tag in person.tags.all()):
        yield KnownFact(str(_("Tags")), tags, str(_("put there by staff")))
    notes = person.notes.count()
    if notes:
        words = ngettext("%(n)d note", "%(n)d notes", notes) % {"n": notes}
        yield KnownFact(str(_("Notes by staff")), words, str(_("in full in your export")))
    met = Post.objects.visible_to(account).filter(exposures__reader__person=person).distinct().count()
    yield KnownFact(
        str(_("Posts you met")),
        str(met),
        str(_("read, voted on or answered; reading only if you allow it")),
    )


def ledger(person: Person) -> list[Consent]:
    """Every decision on record, newest first."""
    return list(person.consents.all())
