from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agora.accounts.models import AuditEntry, Team
from agora.conversations.models import Post
from agora.core import clock
from agora.desk.models import Case, CaseReply
from agora.measures.models import Run, Score
from tests.cast import Cast
from tests.console.scene import Scene, play

LIST = "/console/cases/"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return play(cast)


@pytest.fixture
def ines(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ines)
    return client


def reasons(client: Client, query: str = "") -> list[str]:
    return [row.case.reason for row in client.get(LIST + query).context["rows"]]


def test_the_list_shows_open_cases_with_reason_team_and_voice(ines: Client, scene: Scene) -> None:
    page = ines.get(LIST).content.decode()
    for words in ("Complaint: “squeal”", "Customer service", "Ada", "nobody has it", "overdue"):
        assert words in page


def test_cases_are_found_by_state_and_by_whose_they_are(ines: Client, cast: Cast, scene: Scene) -> None:
    assert len(reasons(ines, "?state=overdue")) == 1
    assert len(reasons(ines, "?whose=team")) == 1
    assert reasons(ines, "?whose=mine") == []
    ines.post(f"{LIST}{scene.case.pk}/assignments/", {"to": cast.ines.pk})
    assert len(reasons(ines, "?whose=mine")) == 1
    assert reasons(ines, "?whose=nobody") == []
    assert reasons(ines, "?state=closed") == []


def test_a_case_that_is_not_due_is_not_overdue(ines: Client, scene: Scene) -> None:
    Case.objects.update(due_at=clock.now() + timedelta(hours=2))
    assert reasons(ines, "?state=overdue") == []
    assert len(reasons(ines)) == 1


@pytest.mark.parametrize("query", ["?state=x", "?whose=x", "?team=x", "?cursor=x"])
def test_a_list_that_does_not_exist_is_refused(ines: Client, scene: Scene, query: str) -> None:
    assert ines.get(LIST + query).status_code == 400


def test_the_case_page_tells_why_who_and_what_was_done(
    ines: Client, scene: Scene, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = ines.get(f"{LIST}{scene.case.pk}/").content.decode()
    for words in ("Complaint: “squeal”", "Ada", "The brakes squeal terribly", "What was done"):
        assert words in page


def test_what_a_voice_is_worth_in_money_is_for_those_who_see_value(client: Client, cast: Cast, scene: Scene) -> None:
    run = Run.objects.create(measure="value", state="done", engine="", code_version="", is_current=True)
    person = cast.voice(cast.ada).person
    assert person is not None
    of = {"run": run, "subject_kind": "person", "subject_id": person.pk}
    Score.objects.create(measure="csv", value=58_000, low=41_000, high=76_000, **of)
    Score.objects.create(measure="own", value=1_200, **of)
    case = f"{LIST}{scene.case.pk}/"
    for account, shown, hidden in (
        (cast.ana, ("€580", "€410–€760", "€12"), ("others bought after meeting it",)),
        (cast.ines, ("others bought after meeting it",), ("€580", "€410", "€12", "Own value")),
    ):
        client.force_login(account)
        page = client.get(case).content.decode()
        assert [words for words in shown if words not in page] == []
        assert [words for words in hidden if words in page] == []


def test_taking_a_case_is_undone_by_putting_it_back(ines: Client, cast: Cast, scene: Scene) -> None:
    answer = ines.post(f"{LIST}{scene.case.pk}/assignments/", {"to": cast.ines.pk}, follow=True)
    assert "You have this case now." in answer.content.decode()
    ines.post(next(message.extra_tags for message in answer.context["messages"]))
    assert Case.objects.with_holder().get().holder is None


def test_a_case_cannot_be_given_to_a_member(ines: Client, cast: Cast, scene: Scene) -> None:
    assert ines.post(f"{LIST}{scene.case.pk}/assignments/", {"to": cast.ada.pk}).status_code == 404
    assert ines.post(f"{LIST}{scene.case.pk}/assignments/", {"to": "x"}).status_code == 400


def test_a_note_stands_in_the_history_and_needs_words(ines: Client, scene: Scene) -> None:
    there = f"{LIST}{scene.case.pk}/notes/"
    assert ines.post(there, {"body": ""}).status_code == 400
    assert "Called the workshop" in ines.post(there, {"body": "Called the workshop"}, follow=True).content.decode()


def test_a_reply_from_the_case_is_public_and_kept_with_it(ines: Client, cast: Cast, scene: Scene) -> None:
    ines.post(f"{LIST}{scene.case.pk}/replies/", {"body": "Please bring it in."})
    said = CaseReply.objects.get().post
    assert Post.objects.visible_to(cast.cleo).filter(pk=said.pk).exists()
    assert ines.post(f"{LIST}{scene.case.pk}/replies/", {"body": ""}).status_code == 400


def test_a_case_passes_to_another_department_with_the_reason(ines: Client, scene: Scene) -> None:
    Team.objects.create(slug="quality", name="Product quality")
    there = f"{LIST}{scene.case.pk}/department/"
    assert ines.post(there, {"team": "quality", "because": ""}).status_code == 400
    page = ines.post(there, {"team": "quality", "because": "the pads"}, follow=True).content.decode()
    assert "Moved to Product quality: the pads" in page


def test_closing_is_undone_by_opening_again(ines: Client, scene: Scene) -> None:
    there = f"{LIST}{scene.case.pk}/closure/"
    assert ines.post(there, {"outcome": "nonsense"}).status_code == 400
    answer = ines.post(there, {"outcome": "solved", "because": "new pads"}, follow=True)
    assert len(reasons(ines, "?state=closed")) == 1
    ines.post(next(message.extra_tags for message in answer.context["messages"]))
    assert len(reasons(ines)) == 1


def test_a_closed_case_refuses_further_steps_in_plain_words(ines: Client, cast: Cast, scene: Scene) -> None:
    ines.post(f"{LIST}{scene.case.pk}/closure/", {"outcome": "nothing"})
    assert (
        "closed this case already"
        in ines.post(f"{LIST}{scene.case.pk}/closure/", {"outcome": "solved"}, follow=True).content.decode()
    )
    taken = ines.post(f"{LIST}{scene.case.pk}/assignments/", {"to": cast.ines.pk}, follow=True)
    assert "reopen it first" in taken.content.decode()


def test_every_step_is_in_the_audit_trail(ines: Client, cast: Cast, scene: Scene) -> None:
    for step, form in (
        ("assignments", {"to": cast.ines.pk}),
        ("notes", {"body": "n"}),
        ("closure", {"outcome": "solved"}),
    ):
        ines.post(f"{LIST}{scene.case.pk}/{step}/", form)
    actions = set(
        AuditEntry.objects.filter(subject=f"case {scene.case.pk}", by=cast.ines).values_list("action", flat=True)
    )
    assert actions == {"assign case", "note case", "close case"}
    assert "note case" in ines.get(f"{LIST}{scene.case.pk}/").content.decode()


@pytest.mark.parametrize("step", ["replies", "notes", "assignments", "department", "closure", "reopening"])
def test_an_analyst_sees_cases_but_does_not_work_them(client: Client, cast: Cast, scene: Scene, step: str) -> None:
    client.force_login(cast.ana)
    assert client.get(f"{LIST}{scene.case.pk}/").status_code == 200
    assert client.post(f"{LIST}{scene.case.pk}/{step}/", {}).status_code == 403


def test_members_do_not_see_cases(client: Client, cast: Cast, scene: Scene) -> None:
    client.force_login(cast.ada)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{scene.case.pk}/").status_code == 403


def test_a_step_needs_a_post(ines: Client, scene: Scene) -> None:
    assert ines.get(f"{LIST}{scene.case.pk}/closure/").status_code == 405
