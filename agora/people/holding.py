"""Persons are held for a stated reason; everyone else who speaks stays an identity."""

from __future__ import annotations

from django.db import transaction

from agora.accounts.models import Account
from agora.core import clock
from agora.core.models.sources import portal
from agora.people.models import Identity, Person


def identity_of(account: Account) -> Identity:
    """Return the account's presence at our portal, made at its first use together with its person."""
    known = Identity.objects.select_related("person", "source").filter(account=account).first()
    return known or _welcome(account)


@transaction.atomic
def _welcome(account: Account) -> Identity:
    Account.objects.select_for_update().get(pk=account.pk)
    if known := Identity.objects.filter(account=account).first():
        return known
    reason = Person.Reason.STAFF if account.is_staff else Person.Reason.MEMBER
    person = Person.objects.create(name=account.name or account.email, reason=reason)
    return Identity.objects.create(
        source=portal(),
        kind=Identity.Kind.ACCOUNT,
        origin_id=f"account:{account.pk}",
        name=account.name,
        handle=account.name,
        person=person,
        account=account,
        is_ours=account.is_staff,
        first_seen_at=clock.now(),
        verified_at=clock.now(),
    )


def hold(identity: Identity, *, reason: str, because: str) -> Person:
    """Hold the person behind `identity` for a stated reason; returns the person already held if there is one."""
    if identity.person:
        return identity.person
    identity.person = Person.objects.create(name=str(identity), reason=reason, because=because)
    identity.save(update_fields=["person"])
    return identity.person
