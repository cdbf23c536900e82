"""Who is held as a person and why, and which voices are theirs."""

from __future__ import annotations

from collections.abc import Mapping

from agora.community import reviews
from agora.core.copying import run, stage
from agora.core.models import Source
from agora.demo.bicycles import SimPerson, World
from agora.people.holding import Holding, hold_many
from agora.people.models import Identity, Person

BECAUSE_NOOR = "Writes a blog about cycling in cities that our customers read; never bought anything from us."
BECAUSE_MEMBER = "Signed up in the portal"
BECAUSE_STAFF = "Works at Velo Lumen"
# The company knows whose voices these are: its members say so on their page.
JOIN = """
UPDATE people_identity v SET person_id = h.person_id FROM people_identity h
WHERE v.person_id IS NULL AND NOT v.is_ours AND h.person_id IS NOT NULL AND v.origin_id = h.origin_id
AND v.source_id = ANY(%(sources)s) AND h.source_id = ANY(%(sources)s) AND h.kind <> 'email'"""
SEEN = """
UPDATE people_identity i SET first_seen_at = w.joined,
 verified_at = CASE WHEN i.kind IN ('account', 'customer') THEN w.joined END
FROM w_joined w WHERE i.origin_id = w.key AND i.source_id = ANY(%(sources)s)"""


def hold(company: World, *, shop: Source, places: Mapping[str, Source]) -> int:
    """Join every customer's voices to their person, hold members, staff and Noor; returns how many persons there are.

    Voices of people who neither bought nor signed up stay identities.
    """
    run("ANALYZE")  # the planner may believe that tables filled a moment ago are empty
    values = {"sources": [shop.pk, *(place.pk for place in places.values())]}
    stage("w_joined", "key text, joined timestamptz", ((person.key, person.joined) for person in company.people))
    run(SEEN, values)
    run(JOIN, values)
    noor = [person for person in company.people if person.archetype == "blogger"]
    hold_many(_holdings(noor, places["blog"], Identity.Kind.HANDLE, BECAUSE_NOOR), reason=Person.Reason.INFLUENCE)
    run(JOIN, values)
    members = [person for person in company.people if person.has_account]
    hold_many(_holdings(members, places["portal"], Identity.Kind.ACCOUNT, BECAUSE_MEMBER), reason=Person.Reason.MEMBER)
    run(JOIN, values)
    hold_many(_staff(company, places["portal"]), reason=Person.Reason.STAFF)
    reviews.verify()
    return Person.objects.count()


def _holdings(people: list[SimPerson], source: Source, kind: str, because: str) -> list[Holding]:
    identities = dict(Identity.objects.filter(source=source, kind=kind, person=None).values_list("origin_id", "pk"))
    return [Holding(identities[p.key], p.name, because, p.country) for p in people if p.key in identities]


def _staff(company: World, portal: Source) -> list[Holding]:
    voices = dict(Identity.objects.filter(source=portal, is_ours=True, person=None).values_list("origin_id", "pk"))
    return [Holding(voices[s.key], s.name, BECAUSE_STAFF) for s in company.staff if s.key in voices]
