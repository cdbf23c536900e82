"""Of the demo's people, besides words and money: where they live and belong, and what they consented to."""

from __future__ import annotations

from collections.abc import Mapping

from agora.core.models import Source
from agora.demo.bicycles import World
from agora.people.models import Affiliation, Attribute, Consent, Identity, Organization

HOW = "ticked at sign-up in the portal"


def persons(company: World, sources: list[Source]) -> dict[str, int]:
    """Return the person id of each key that is held."""
    rows = Identity.objects.filter(source__in=sources, is_ours=False).exclude(person=None).exclude(kind="email")
    return dict(rows.values_list("origin_id", "person"))


def belong(company: World, *, shop: Source) -> None:
    """Record towns, and clubs and firms with those of their members who are held."""
    held = persons(company, [shop])
    Attribute.objects.bulk_create(
        Attribute(person_id=held[person.key], name="city", value=person.city)
        for person in company.people
        if person.key in held and person.city
    )
    joined = {person.key: max(person.joined, company.started).date() for person in company.people}
    for club in company.organizations:
        organization = Organization.objects.get_or_create(name=club.name)[0]
        Affiliation.objects.bulk_create(
            Affiliation(person_id=held[key], organization=organization, since=joined[key])
            for key in club.member_keys
            if key in held
        )


def consent(company: World, *, shop: Source, places: Mapping[str, Source]) -> None:
    """Add what people consented to, and when, to the consent ledger."""
    held = persons(company, [shop, *places.values()])
    Consent.objects.bulk_create(
        (
            Consent(person_id=held[person.key], purpose=purpose, channel=channel, given=True, at=at, how=HOW)
            for person in company.people
            if person.key in held
            for purpose, channel, at in person.consents
        ),
        ignore_conflicts=True,
    )
