from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from agora.accounts.models import Account, AuditEntry, Team, Token
from agora.accounts.roles import Role
from agora.commerce.models import MarginRate
from agora.core.jobs import drain, waiting
from agora.core.models import Import, Rejection
from agora.core.models.sources import source
from agora.desk.models import Case, Route
from agora.measures.models import Incrementality
from agora.readings.models import Intent
from tests.cast import Cast
from tests.console.scene import Scene, complaints_route, play

ROOMS = "/console/settings/"


def enter(client: Client, account: Account) -> Client:
    client.force_login(account)
    return client


@pytest.fixture
def max_(client: Client, cast: Cast) -> Client:
    return enter(client, cast.max)


def undo_of(answer: object) -> str:
    """Where the latest message of a page is undone."""
    return [message.extra_tags for message in answer.context["messages"]][-1]  # type: ignore[attr-defined]


@pytest.mark.parametrize("room", ["", "departments/", "routes/", "tokens/", "margin/", "incrementality/"])
def test_staff_see_the_rooms_and_members_do_not(client: Client, cast: Cast, room: str) -> None:
    assert enter(client, cast.ines).get(ROOMS + room).status_code == 200
    assert enter(client, cast.ada).get(ROOMS + room).status_code == 403


@pytest.mark.parametrize(("room", "who"), [("audit/", "max"), ("roles/", "root")])
def test_some_rooms_are_for_some_roles(client: Client, cast: Cast, room: str, who: str) -> None:
    assert enter(client, getattr(cast, who)).get(ROOMS + room).status_code == 200
    assert enter(client, cast.ines).get(ROOMS + room).status_code == 403
    assert room not in client.get(ROOMS).content.decode()


@pytest.mark.parametrize(
    "address",
    ["departments/new/", "departments/service/", "departments/service/members/", "routes/new/", "margin/new/"],
)
def test_an_agent_changes_no_settings(client: Client, cast: Cast, address: str) -> None:
    assert cast.service
    assert enter(client, cast.ines).post(ROOMS + address, {"name": "x", "rate": "5"}).status_code == 403


def test_sources_show_how_much_came_from_them(max_: Client, cast: Cast) -> None:
    play(cast)
    row = next(row for row in max_.get(ROOMS).context["sources"] if row.source.kind == "portal")
    assert (row.posts, row.orders, row.latest) == (2, 0, None)


def an_import(state: str = "done") -> Import:
    shop = source("shop", kind="orders", name="Shop")
    known = Import.begin(kind="orders", source=shop, label="orders.csv")
    known.reject([Rejection(of=known, line=3, column="at", value="soon", reason="“soon” is no time.")])
    known.finish({"orders": 12}) if state == "done" else known.fail("The disk is full.")
    return known


def test_an_import_shows_what_it_brought_and_what_it_refused(max_: Client) -> None:
    known = an_import()
    page = max_.get(f"{ROOMS}imports/{known.pk}/").content.decode()
    for words in (
        "Shop or order file into Shop",
        "orders.csv",
        "1 row was refused",
        "“soon” is no time.",
        "Take it back",
    ):
        assert words in page
    assert "<td>shop or order file</td>" in max_.get(ROOMS).content.decode()
    assert max_.get(f"{ROOMS}imports/{known.pk}/?cursor=x").status_code == 400
    assert max_.get(f"{ROOMS}imports/999999/").status_code == 404


def test_an_agent_sees_an_import_but_cannot_take_it_back(client: Client, cast: Cast) -> None:
    known = an_import()
    enter(client, cast.ines)
    assert "Take it back" not in client.get(f"{ROOMS}imports/{known.pk}/").content.decode()
    assert client.post(f"{ROOMS}imports/{known.pk}/undoing/").status_code == 403


def test_what_was_taken_back_once_cannot_be_taken_back_again(max_: Client) -> None:
    known = an_import()
    known.step("undone")
    assert max_.post(f"{ROOMS}imports/{known.pk}/undoing/").status_code == 400


def test_taking_an_import_back_is_done_by_a_job_and_audited(max_: Client, cast: Cast) -> None:
    known = an_import()
    max_.post(f"{ROOMS}imports/{known.pk}/undoing/")
    drain()
    known.refresh_from_db()
    assert known.state == "undone"
    assert AuditEntry.objects.filter(action="undo import", by=cast.max).exists()


def test_the_page_of_an_import_waits_while_it_is_taken_back(max_: Client) -> None:
    known = an_import()
    here = f"{ROOMS}imports/{known.pk}/"
    for _twice in range(2):
        page = max_.post(f"{here}undoing/", follow=True).content.decode()
    assert waiting() == 1
    assert f'hx-get="{here}undoing/progress"' in page
    assert "waiting for a worker" in page
    assert "Take it back" not in page
    drain()
    ended = max_.get(f"{here}undoing/progress").content.decode()
    assert "The import is taken back." in ended
    assert "hx-get" not in ended


def test_taking_back_that_failed_says_so_and_can_be_tried_again(max_: Client) -> None:
    known = an_import()
    here = f"{ROOMS}imports/{known.pk}/"
    max_.post(f"{here}undoing/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    page = max_.get(here).content.decode()
    assert "Taking this import back failed" in page
    assert "Take it back" in page
    max_.post(f"{here}undoing/")
    assert waiting() == 1


def test_a_department_is_set_up_filled_and_emptied_with_undo(max_: Client, cast: Cast) -> None:
    max_.post(f"{ROOMS}departments/new/", {"name": "Product quality", "purpose": "what breaks"})
    team = Team.objects.get(slug="product-quality")
    answer = max_.post(f"{ROOMS}departments/product-quality/members/", {"account": cast.ines.pk}, follow=True)
    assert cast.ines in team.members.all()
    max_.post(undo_of(answer))
    assert not team.members.exists()


def test_two_departments_cannot_have_one_name_and_members_do_not_join(max_: Client, cast: Cast) -> None:
    assert cast.service
    Team.objects.create(slug="sales", name="Sales")
    assert max_.post(f"{ROOMS}departments/new/", {"name": "Sales"}).status_code == 400
    assert max_.post(f"{ROOMS}departments/new/", {"name": "!!!"}).status_code == 400
    assert max_.post(f"{ROOMS}departments/service/members/", {"account": cast.ada.pk}).status_code == 404
    assert max_.post(f"{ROOMS}departments/service/members/", {"account": "x"}).status_code == 400


def rule(**values: object) -> dict[str, object]:
    return {
        "name": "Complaints", "on": "reading", "intents": ["complaint"], "team": "service", "due_hours": 8,
        "position": 10, "is_active": "on", **values,
    }  # fmt: skip


def test_a_rule_is_tried_on_the_last_posts_without_keeping_anything(max_: Client, cast: Cast) -> None:
    scene: Scene = play(cast)
    answer = max_.post(f"{ROOMS}routes/new/", rule(**{"try": "yes"}))
    trial = answer.context["trial"]
    assert (trial.of, trial.matched, [post.pk for post in trial.posts]) == (2, 1, [scene.complaint.pk])
    assert "It would take 1 of the last 2 posts." in answer.content.decode()
    assert not Route.objects.exists()
    assert Case.objects.count() == 1


def test_a_rule_by_tone_finds_posts_in_which_no_intent_was_read(max_: Client, cast: Cast) -> None:
    scene = play(cast)
    Intent.objects.filter(reading__post=scene.complaint).delete()
    answer = max_.post(f"{ROOMS}routes/new/", rule(intents=[], polarity_below="-0.2", **{"try": "yes"}))
    assert [post.pk for post in answer.context["trial"].posts] == [scene.complaint.pk]


def test_a_rule_is_kept_changed_and_switched_off_with_undo(max_: Client, cast: Cast) -> None:
    assert cast.service
    max_.post(f"{ROOMS}routes/new/", rule())
    route = Route.objects.get()
    max_.post(f"{ROOMS}routes/{route.pk}/", rule(words="squeal, rattle"))
    answer = max_.post(f"{ROOMS}routes/{route.pk}/switch/", follow=True)
    route.refresh_from_db()
    assert (route.words, route.is_active) == ("squeal, rattle", False)
    assert "with one of: squeal, rattle" in answer.content.decode()
    max_.post(undo_of(answer))
    route.refresh_from_db()
    assert route.is_active
    assert AuditEntry.objects.filter(action="edit route", by=cast.max).count() == 2


@pytest.mark.parametrize(
    "wrong", [{"team": "nobody"}, {"intents": ["x"]}, {"due_hours": 0}, {"polarity_below": "-3"}, {"name": ""}]
)
def test_a_rule_that_says_nothing_is_refused_at_its_field(max_: Client, cast: Cast, wrong: dict[str, object]) -> None:
    assert cast.service
    answer = max_.post(f"{ROOMS}routes/new/", rule(**wrong))
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()
    assert not Route.objects.exists()


def test_rules_are_listed_in_the_order_in_which_they_are_asked(max_: Client, cast: Cast) -> None:
    complaints_route(cast, name="Second", position=20)
    complaints_route(cast, name="First", position=10)
    assert [rule.route.name for rule in max_.get(f"{ROOMS}routes/").context["routes"]] == ["First", "Second"]


def test_a_token_is_shown_once_opens_and_is_revoked(client: Client, cast: Cast) -> None:
    enter(client, cast.ines)
    answer = client.post(f"{ROOMS}tokens/new/", {"name": "sync", "scopes": ["read"], "days": 30})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get(f"{ROOMS}tokens/").content.decode()
    token = Token.presented(secret)
    assert token is not None
    client.post(f"{ROOMS}tokens/{token.pk}/revoking/")
    assert Token.presented(secret) is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": ["all"]}, {"scopes": []}, {"days": 4000}])
def test_a_token_needs_a_name_a_scope_and_an_end(client: Client, cast: Cast, wrong: dict[str, object]) -> None:
    form = {"name": "sync", "scopes": ["read"], "days": 30, **wrong}
    assert enter(client, cast.ines).post(f"{ROOMS}tokens/new/", form).status_code == 400
    assert not Token.objects.exists()


def test_only_the_owner_and_an_administrator_revoke_a_token(client: Client, cast: Cast) -> None:
    token, _secret = Token.issue(account=cast.ines, name="hers", scopes=["read"])
    assert enter(client, cast.max).post(f"{ROOMS}tokens/{token.pk}/revoking/").status_code == 404
    assert enter(client, cast.root).post(f"{ROOMS}tokens/{token.pk}/revoking/").status_code == 302


def test_the_margin_is_stated_with_its_reason_and_stays_in_the_log(max_: Client, cast: Cast) -> None:
    assert "an assumption" in max_.get(f"{ROOMS}margin/").content.decode()
    max_.post(f"{ROOMS}margin/new/", {"rate": "42.5", "because": "the books of last year"})
    assert MarginRate.current() == (Decimal("0.4250"), True)
    page = max_.get(f"{ROOMS}margin/").content.decode()
    assert "42.5" in page
    assert "the books of last year" in page
    assert max_.post(f"{ROOMS}margin/new/", {"rate": "142"}).status_code == 400


def test_an_administrator_gives_roles_and_takes_the_key_away(client: Client, cast: Cast) -> None:
    assert cast.ada
    enter(client, cast.root)
    assert "ada@example.org" in client.get(f"{ROOMS}roles/?q=ada").content.decode()
    client.post(f"{ROOMS}roles/{cast.ada.pk}/", {"role": "analyst", "is_active": "on"})
    assert Account.objects.get(pk=cast.ada.pk).role == Role.ANALYST
    client.post(f"{ROOMS}roles/{cast.ada.pk}/", {"role": "analyst"})
    assert not Account.objects.get(pk=cast.ada.pk).is_active
    assert client.post(f"{ROOMS}roles/{cast.ada.pk}/", {"role": "king"}).status_code == 400


def test_the_last_administrator_cannot_give_the_key_away(client: Client, cast: Cast) -> None:
    enter(client, cast.root)
    assert client.post(f"{ROOMS}roles/{cast.root.pk}/", {"role": "member", "is_active": "on"}).status_code == 400
    assert Account.objects.get(pk=cast.root.pk).role == Role.ADMINISTRATOR


def test_the_audit_log_tells_who_changed_what(max_: Client, cast: Cast) -> None:
    max_.post(f"{ROOMS}departments/new/", {"name": "Logistics"})
    page = max_.get(f"{ROOMS}audit/?by={cast.max.pk}").content.decode()
    assert "create team" in page
    assert "Nothing fits" in max_.get(f"{ROOMS}audit/?about=case+1").content.decode()
    assert max_.get(f"{ROOMS}audit/?by=x").status_code == 400
    assert max_.get(f"{ROOMS}audit/?cursor=x").status_code == 400


def test_the_share_that_words_cause_is_stated_with_its_origin_and_audited(max_: Client, cast: Cast) -> None:
    page = max_.get(ROOMS + "incrementality/").content.decode()
    assert "an assumption: nobody has stated it yet" in page
    told = {
        "share": "25",
        "low": "15",
        "high": "35",
        "origin": "experiment",
        "because": "Reviews hidden from one half.",
    }
    max_.post(ROOMS + "incrementality/new/", told)
    stated = Incrementality.objects.in_force()
    assert (stated.share, stated.low, stated.high, stated.origin) == (0.25, 0.15, 0.35, "experiment")
    assert AuditEntry.objects.get(action="state incrementality").detail["share"] == 0.25


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"share": "125", "origin": "assumed"}, "less than or equal to 100"),
        ({"share": "25", "origin": "matched"}, "A measured share has an interval"),
        ({"share": "25", "low": "30", "high": "40", "origin": "matched"}, "the share lies between them"),
        ({"share": "25", "low": "20", "origin": "assumed"}, "needs both ends"),
    ],
)
def test_a_share_that_cannot_be_is_refused_in_words(max_: Client, told: dict[str, str], why: str) -> None:
    refused = max_.post(ROOMS + "incrementality/new/", told)
    assert refused.status_code == 400
    assert why in refused.content.decode()
    assert not Incrementality.objects.exists()
