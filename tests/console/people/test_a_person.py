"""The page of a person: words and money on one line of time, and what staff do there."""

from __future__ import annotations

import pytest
from django.test import Client

from agora.accounts.models import AuditEntry
from agora.measures.life_cycle import life_cycle
from agora.measures.models import Score
from agora.people import consent, noting
from agora.people.models import Attribute, Consent, Note, Person, Tagging
from tests.cast import Cast
from tests.console.worth import Worth, play, tied


@pytest.fixture
def worth(cast: Cast) -> Worth:
    return play(cast)


@pytest.fixture
def ines(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ines)
    return client


def address(person: Person, rest: str = "") -> str:
    return f"/console/people/{person.pk}/{rest}"


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


def test_the_title_answers_what_was_spent_and_what_the_word_is_worth(ana: Client, worth: Worth) -> None:
    page = ana.get(address(worth.cleo)).context["page"]
    assert page.title == "Cleo — spent €0.10 · word worth €39 (€21–€56)"


def test_agents_see_that_a_word_carries_and_what_was_bought_but_no_value_in_money(ines: Client, worth: Worth) -> None:
    answer = ines.get(address(worth.cleo))
    page = answer.context["page"]
    assert page.title == "Cleo — spent €0.10 · others buy on their word"
    assert [(entry.kind, entry.amount, entry.href) for entry in page.entries if entry.kind == "credited"] == [
        ("credited", "", "")
    ]
    assert not {"own", "csv", "recv", "net", "clv", "clsv"} & set(page.figures)
    for amount in ("€39", "€21", "/console/scores/person/"):
        assert amount not in answer.content.decode()


def test_what_came_back_is_said_beside_what_was_spent(ines: Client, worth: Worth) -> None:
    page = ines.get(address(worth.ben)).context["page"]
    assert (page.money.spent, page.bought) == ("€100.00", "1 order; €50.00 came back")


def test_words_money_and_credit_stand_on_one_line_of_time(ana: Client, worth: Worth) -> None:
    entries = ana.get(address(worth.cleo)).context["page"].entries
    assert [entry.kind for entry in entries] == ["said", "credited", "bought"]
    assert entries[1].title == "1 sale in June 2026 leaned on 1 post"
    assert entries[1].amount == "€39.00 credit"


def test_a_return_is_told_as_a_return(ines: Client, worth: Worth) -> None:
    entries = ines.get(address(worth.ben)).context["page"].entries
    assert [(entry.kind, entry.amount) for entry in entries] == [("returned", "-€50.00"), ("bought", "€100.00")]


def test_older_moments_are_a_page_away(ines: Client, worth: Worth) -> None:
    page = ines.get(address(worth.cleo, "?before=2026-06-02T12:00:00%2B00:00")).context["page"]
    assert [entry.kind for entry in page.entries] == ["bought"]


@pytest.mark.parametrize("before", ["yesterday", "2026-13-01T00:00:00Z", "2026-06-02"])
def test_a_moment_that_cannot_be_read_is_a_clear_400(ines: Client, worth: Worth, before: str) -> None:
    assert ines.get(address(worth.cleo, f"?before={before}")).status_code == 400


def test_ties_are_drawn_and_listed_with_who_met_whose_words(ines: Client, cast: Cast, worth: Worth) -> None:
    tied(cast)
    answer = ines.get(address(worth.cleo))
    page = answer.context["page"]
    assert [(row.name, row.heard, row.heard_by) for row in page.ties] == [("Ben", 0, 3)]
    assert '<svg class="ties"' in answer.content.decode()


def test_expertise_names_the_topic_and_its_evidence(ines: Client, worth: Worth) -> None:
    Score.objects.create(
        run=worth.run, measure="expertise", subject_kind="person", subject_id=worth.cleo.pk, label="brakes", value=3.2,
        basis={"answers": 10, "questions": 1},
    )  # fmt: skip
    page = ines.get(address(worth.cleo)).content.decode()
    assert "brakes" in page
    assert "10 answers given, 1 question asked" in page


def test_a_note_is_kept_audited_and_taken_back(ines: Client, worth: Worth) -> None:
    answer = ines.post(address(worth.cleo, "notes/"), {"body": "Prefers the phone."}, follow=True)
    note = Note.objects.get()
    undo = address(worth.cleo, f"notes/{note.pk}/removal")
    assert f'action="{undo}"' in answer.content.decode()
    ines.post(undo)
    assert not Note.objects.exists()
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"note person", "remove note"}
    assert "Prefers" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_removed_note_comes_back_with_its_writer_and_moment(ines: Client, cast: Cast, worth: Worth) -> None:
    note = noting.note(worth.cleo, by=cast.max, body="Knows the factory.")
    ines.post(address(worth.cleo, f"notes/{note.pk}/removal"))
    ines.post(address(worth.cleo, f"notes/{note.pk}/restoring"))
    back = Note.objects.get()
    assert (back.body, back.by, back.at) == (note.body, cast.max, note.at)


def test_a_note_of_somebody_else_cannot_be_removed_here(ines: Client, cast: Cast, worth: Worth) -> None:
    note = noting.note(worth.ben, by=cast.max, body="x")
    assert ines.post(address(worth.cleo, f"notes/{note.pk}/removal")).status_code == 404
    assert Note.objects.exists()


def test_a_tag_goes_on_off_and_on_again(ines: Client, worth: Worth) -> None:
    ines.post(address(worth.cleo, "tags/"), {"word": "Test rider"})
    ines.post(address(worth.cleo, "tags/"), {"word": "test RIDER"})
    assert Tagging.objects.get().tag.slug == "test-rider"
    ines.post(address(worth.cleo, "tags/test-rider/removal"))
    assert not Tagging.objects.exists()
    ines.post(address(worth.cleo, "tags/test-rider/restoring"))
    assert Tagging.objects.get().tag.name == "Test rider"


def test_a_decision_is_a_new_line_and_holds_from_now_on(ines: Client, cast: Cast, worth: Worth) -> None:
    consent.decide(worth.cleo, purpose="news", channel="email", given=True, how="ticked at sign-up")
    said = {"purpose": "news", "channel": "email", "given": "no", "how": "on the phone, 3 March"}
    ines.post(address(worth.cleo, "consents/"), said)
    assert not consent.permits(worth.cleo, purpose="news", channel="email")
    assert Consent.objects.filter(person=worth.cleo).count() == 2
    page = ines.get(address(worth.cleo)).content.decode()
    assert "on the phone, 3 March" in page
    assert "written down by Ines" in page


@pytest.mark.parametrize(
    ("rest", "fields", "error"),
    [
        ("notes/", {"body": ""}, "Note: This field is required."),
        ("tags/", {"word": "!!!"}, "Use at least one letter or digit."),
        (
            "consents/",
            {"purpose": "war", "channel": "email", "given": "yes", "how": "so"},
            "Purpose: Select a valid choice",
        ),
        (
            "consents/",
            {"purpose": "news", "channel": "email", "given": "yes"},
            "How did they say so?: This field is required.",
        ),
    ],
)
def test_a_form_with_a_mistake_says_where_and_keeps_nothing(
    ines: Client, worth: Worth, rest: str, fields: dict[str, str], error: str
) -> None:
    answer = ines.post(address(worth.cleo, rest), fields)
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert not (Note.objects.exists() or Tagging.objects.exists() or Consent.objects.exists())


def test_an_analyst_reads_but_does_not_write(client: Client, cast: Cast, worth: Worth) -> None:
    client.force_login(cast.ana)
    assert "Keep the note" not in client.get(address(worth.cleo)).content.decode()
    assert client.post(address(worth.cleo, "notes/"), {"body": "x"}).status_code == 403
    assert not Note.objects.exists()


def test_a_person_nobody_knows_is_not_found(ines: Client, db: None) -> None:
    assert ines.get("/console/people/999999/").status_code == 404
    assert ines.get("/console/people/99999999999999999999999/").status_code == 404


def test_a_person_without_anything_says_what_will_be_here(ana: Client, db: None) -> None:
    page = ana.get(address(Person.objects.create(name="Nobody Yet", reason="request"))).content.decode()
    for words in (
        "Nothing has happened yet",
        "No tie is known yet",
        "Nothing has been measured",
        "nothing said, so no",
    ):
        assert words in page


def test_names_and_notes_are_never_markup(ines: Client, cast: Cast, worth: Worth) -> None:
    Person.objects.filter(pk=worth.cleo.pk).update(name="<b>Cleo</b>")
    Attribute.objects.create(person=worth.cleo, name="size", value="<script>")
    page = ines.get(address(worth.cleo)).content.decode()
    assert "<b>Cleo" not in page
    assert "<script></dd>" not in page


@pytest.mark.parametrize(
    ("facts", "steps"),
    [
        ({"orders": 0, "spoke": False, "worth_low": None, "alive": None}, ["stranger"]),
        ({"orders": 0, "spoke": True, "worth_low": None, "alive": None}, ["prospect"]),
        ({"orders": 1, "spoke": True, "worth_low": 1.0, "alive": 0.9}, ["prospect", "customer", "advocate"]),
        (
            {"orders": 3, "spoke": False, "worth_low": 0.0, "alive": 0.3},
            ["prospect", "customer", "repeat customer", "lapsing"],
        ),
        ({"orders": 1, "spoke": False, "worth_low": None, "alive": 0.01}, ["prospect", "customer", "lapsed"]),
    ],
)
def test_the_life_cycle_says_how_far_a_relationship_came(facts: dict[str, object], steps: list[str]) -> None:
    way = life_cycle(**facts)  # type: ignore[arg-type]
    assert [step.label for step in way] == steps
    assert [step.current for step in way] == [False] * (len(way) - 1) + [True]


def test_the_page_costs_few_queries(
    ines: Client, cast: Cast, worth: Worth, django_assert_max_num_queries: object
) -> None:
    tied(cast)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        ines.get(address(worth.cleo))
