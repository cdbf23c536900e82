"""Holding somebody through the API: for a stated reason, with the presences known of them."""

from __future__ import annotations

from typing import Any

import pytest

from agora.accounts.models import AuditEntry
from agora.core.models.sources import source
from agora.people.erasing import digest
from agora.people.models import ErasedIdentity, Identity, Person
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GIL: dict[str, Any] = {
    "name": " Gil ",
    "reason": "influence",
    "because": "Writes about brakes.",
    "country": "DE",
    "identities": [{"source": "forum", "kind": "handle", "origin_id": "7"}],
}


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


@pytest.fixture
def ines(cast: Cast) -> Caller:
    return Caller(cast.ines)


def test_a_voice_heard_before_becomes_theirs_claimed_not_verified(ines: Caller, cast: Cast, there: World) -> None:
    held = ines.post("people", GIL)
    told = held.json()
    assert (held.status_code, told["name"], told["reason"], told["country"]) == (201, "Gil", "influence", "DE")
    assert [(each["origin_id"], each["name"], each["verified"]) for each in told["identities"]] == [("7", "Gil", False)]
    assert Identity.objects.get(source__slug="forum", origin_id="7").person_id == told["id"]
    assert AuditEntry.objects.filter(action="hold person", by=cast.ines, subject=f"person {told['id']}").exists()


def test_a_presence_not_heard_of_yet_is_made(ines: Caller, there: World) -> None:
    presence = {"source": "forum", "kind": "email", "origin_id": "gil@example.org", "url": "https://gil.example/"}
    told = ines.post("people", {**GIL, "identities": [presence]}).json()
    assert [(each["source"], each["kind"]) for each in told["identities"]] == [("forum", "email")]


def test_who_is_held_already_is_named_and_nobody_is_made(ines: Caller, there: World) -> None:
    first = ines.post("people", GIL).json()["id"]
    before = Person.objects.count()
    refused = ines.post("people", GIL)
    assert refused.status_code == 409
    assert refused.json()["errors"] == [{"detail": f"This is person {first} already.", "pointer": "#/identities/0"}]
    assert Person.objects.count() == before


def test_who_was_erased_does_not_come_back(ines: Caller, there: World) -> None:
    known = source("forum", kind="api")
    ErasedIdentity.objects.create(source=known, digest=digest(kind="handle", origin_id="9"))
    erased = {"source": "forum", "kind": "handle", "origin_id": "9"}
    assert ines.post("people", {**GIL, "identities": [erased]}).status_code == 409
    assert not Identity.objects.filter(origin_id="9").exists()


@pytest.mark.parametrize("slug", ["portal", "nowhere"])
def test_presences_are_at_sources_that_are_known_and_not_ours(ines: Caller, there: World, slug: str) -> None:
    refused = ines.post("people", {**GIL, "identities": [{"source": slug, "kind": "handle", "origin_id": "1"}]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/identities/0/source")


@pytest.mark.parametrize(
    ("field", "value"), [("because", " "), ("name", ""), ("reason", "staff"), ("country", "Germany"), ("age", 7)]
)
def test_nobody_is_held_without_a_name_and_a_reason(ines: Caller, there: World, field: str, value: object) -> None:
    refused = ines.post("people", {**GIL, field: value})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"#/{field}")


def test_the_same_person_under_one_key_is_held_once(ines: Caller, there: World) -> None:
    told = {**GIL, "identities": []}
    first, second = (ines.post("people", told, key="k1").json() for _twice in range(2))
    assert first == second
    assert Person.objects.filter(name="Gil").count() == 1
