from __future__ import annotations

import json

from django.test import Client

from agora.commerce.models import Order
from agora.core import clock
from agora.people import consent
from agora.people.models import Consent, Identity, Note
from tests.cast import Cast
from tests.portal import spoken


def test_what_is_allowed_is_written_down_once_and_withdrawn_as_easily(client: Client, cast: Cast) -> None:
    person = cast.voice(cast.ada).person
    client.force_login(cast.ada)
    client.post("/me/consents/", {"allow": ["measurement-portal", "news-email", "nonsense"]})
    client.post("/me/consents/", {"allow": ["measurement-portal", "news-email"]})
    assert Consent.objects.count() == 2
    assert consent.permits(person, purpose="measurement", channel="portal")
    client.post("/me/consents/", {"allow": []})
    assert not consent.permits(person, purpose="news", channel="email")
    assert Consent.objects.count() == 4


def test_a_new_name_is_seen_beside_earlier_words(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    client.force_login(cast.ada)
    client.post("/me/name/", {"name": "Ada L.", "time_zone": "Europe/Vienna"})
    assert "Ada L." in client.get(f"/threads/{asked.pk}/").content.decode()


def test_a_time_zone_that_is_none_is_refused_and_nothing_changes(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada)
    assert client.post("/me/name/", {"name": "", "time_zone": "Mars/Base"}).status_code == 422
    cast.ada.refresh_from_db()
    assert (cast.ada.name, cast.ada.time_zone) == ("Ada", "UTC")


def _order(cast: Cast, account: str, number: str) -> None:
    person = cast.voice(getattr(cast, account)).person
    buyer = Identity.objects.create(
        source=cast.shop, kind="customer", origin_id=number, person=person, first_seen_at=clock.now()
    )
    Order.objects.create(
        source=cast.shop, origin_id=f"order-{number}", buyer=buyer, at=clock.now(), currency="EUR", total_minor=1234
    )


def test_everybody_sees_their_own_orders_only_staff_included(client: Client, cast: Cast) -> None:
    _order(cast, "ada", "1")
    _order(cast, "ines", "2")
    for who, own, other in (("ada", "order-1", "order-2"), ("ines", "order-2", "order-1")):
        client.force_login(getattr(cast, who))
        page = client.get("/me/").content.decode()
        assert own in page
        assert "€12.34" in page
        assert other not in page


def test_the_export_holds_all_of_one_person_and_nothing_of_others(client: Client, cast: Cast) -> None:
    asked = spoken.question(cast)
    given = spoken.answer(cast, asked, "Secret of Ben.")
    _order(cast, "ada", "1")
    _order(cast, "ben", "2")
    Note.objects.create(person=cast.voice(cast.ada).person, by=cast.ines, body="Called about brakes.")
    client.force_login(cast.ada)
    client.post(f"/posts/{given.pk}/vote/", {"helpful": "yes"})
    response = client.get("/me/export/")
    told = json.loads(response.content)
    assert "no-store" in response.headers["Cache-Control"]
    assert [post["thread"] for post in told["posts"]] == ["Why do my brakes squeal?"]
    assert [order["origin_id"] for order in told["orders"]] == ["order-1"]
    assert told["votes"][0]["vote"] == "helpful"
    assert told["notes_by_staff"][0]["body"] == "Called about brakes."
    assert "Secret of Ben." not in response.content.decode()


def test_signing_out_everywhere_ends_all_sessions_of_one_account_only(cast: Cast) -> None:
    here, there, other = Client(), Client(), Client()
    for client, account in ((here, cast.ada), (there, cast.ada), (other, cast.ben)):
        client.force_login(account)
    here.post("/me/sign-out-everywhere/")
    assert [client.get("/me/").status_code for client in (here, there, other)] == [302, 302, 200]


def test_a_profile_shows_public_words_and_expertise_and_never_money(client: Client, cast: Cast) -> None:
    spoken.answer(cast, spoken.question(cast))
    _order(cast, "ben", "1")
    me = cast.voice(cast.ben)
    spoken.score("expertise", "person", me.person_id, value=3.1, label="brakes")
    spoken.score("csv", "person", me.person_id, value=7_654_321.0)
    page = client.get(f"/people/{me.pk}/").content.decode()
    assert "Clean the rims." in page
    assert "expert: brakes" in page
    assert "€" not in page
    assert "76,543" not in page
    assert "7654321" not in page


def test_who_said_nothing_in_public_has_no_profile_for_others(client: Client, cast: Cast) -> None:
    me = cast.voice(cast.cleo)
    assert client.get(f"/people/{me.pk}/").status_code == 404
    client.force_login(cast.cleo)
    assert "Nothing said yet" in client.get(f"/people/{me.pk}/").content.decode()
