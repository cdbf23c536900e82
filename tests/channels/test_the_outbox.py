"""THE door out: who may be written to, on which leave, and what stays on record of what left and what did not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from agora.channels import outbox
from agora.channels.connector import connectors
from agora.channels.models import Delivery
from agora.conversations import writing
from agora.conversations.models import Post
from agora.core.models import Source
from agora.core.models.sources import source
from agora.core.states import IllegalStep
from agora.people.consent import decide
from agora.people.models import Consent, Identity, Person
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
PURPOSES = [str(purpose) for purpose in Consent.Purpose]
DAY = timedelta(days=1)

# The ledger before the sending (oldest first: channel, yes or no) and whether a mail may leave.
LEAVE: list[tuple[list[tuple[str, bool]], bool]] = [
    ([], False),
    ([("email", True)], True),
    ([("email", False)], False),
    ([("any", True)], True),
    ([("any", False)], False),
    ([("phone", True)], False),
    ([("portal", True), ("post", True)], False),
    ([("phone", False), ("email", True)], True),
    ([("email", True), ("email", False)], False),
    ([("email", False), ("email", True)], True),
    ([("email", True), ("phone", False)], True),
    ([("any", True), ("any", False)], False),
    ([("any", True), ("email", False)], False),
    ([("email", False), ("any", True)], False),
    ([("email", True), ("any", False)], False),
    ([("any", False), ("email", True)], True),
    ([("any", True), ("email", True), ("email", False), ("any", True)], False),
    ([("any", False), ("email", True), ("phone", False)], True),
]


class Refusing(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: object) -> int:
        raise OSError("the server does not answer " + "." * 600)


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: object, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = tmp_path / "mail" / "kept"  # type: ignore[attr-defined]


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada", reason="member")


def message(subject: str = "New lamps") -> EmailMessage:
    return EmailMessage(subject, "We have new lamps.", to=["ada@example.org"])


def on_record() -> list[tuple[str, str, str, str, str]]:
    return [(d.channel, d.purpose, d.basis, d.subject, d.state) for d in Delivery.objects.order_by("pk")]


@pytest.mark.parametrize(("ledger", "may"), LEAVE)
def test_mail_leaves_only_on_leave_and_both_ways_are_on_record(
    ada: Person, ledger: list[tuple[str, bool]], may: bool
) -> None:
    for day, (channel, given) in enumerate(ledger):
        decide(ada, purpose="news", channel=channel, given=given, how="form", at=NOON + day * DAY)
    if may:
        assert outbox.send(message(), to=ada, purpose="news") == Delivery.objects.get()
        assert on_record() == [("email", "news", "consent", "New lamps", "sent")]
    else:
        with pytest.raises(outbox.NotPermitted, match="Ada has not allowed news by e-mail"):
            outbox.send(message(), to=ada, purpose="news")
        assert on_record() == [("email", "news", "no consent", "", "refused")]
    assert [m.subject for m in mail.outbox] == (["New lamps"] if may else [])
    assert Delivery.objects.get().person == ada


@pytest.mark.parametrize("allowed", PURPOSES)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_yes_to_one_purpose_is_no_yes_to_another(ada: Person, allowed: str, purpose: str) -> None:
    decide(ada, purpose=allowed, channel="email", given=True, how="form")
    if purpose == allowed:
        outbox.send(message(), to=ada, purpose=purpose)
    else:
        with pytest.raises(outbox.NotPermitted):
            outbox.send(message(), to=ada, purpose=purpose)
    assert len(mail.outbox) == (purpose == allowed)


def test_the_yes_of_one_person_is_none_of_anothers(ada: Person) -> None:
    ben = Person.objects.create(name="Ben", reason="member")
    decide(ben, purpose="news", channel="email", given=True, how="form")
    with pytest.raises(outbox.NotPermitted):
        outbox.send(message(), to=ada, purpose="news")
    assert not mail.outbox


def test_a_yes_withdrawn_between_two_mails_stops_the_second(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="form", at=NOON)
    outbox.send(message("one"), to=ada, purpose="news")
    decide(ada, purpose="news", channel="email", given=False, how="settings", at=NOON + DAY)
    with pytest.raises(outbox.NotPermitted):
        outbox.send(message("two"), to=ada, purpose="news")
    assert [m.subject for m in mail.outbox] == ["one"]
    assert [state for *_, state in on_record()] == ["sent", "refused"]


def test_what_somebody_asked_for_leaves_without_consent_and_is_on_record() -> None:
    outbox.answer_request(message("Your code " + "x" * 300), request_kind="login_code")
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.channel, delivery.purpose) == (None, "email", "request")
    assert (delivery.basis, delivery.state) == ("asked for: login_code", "sent")
    assert delivery.subject == ("Your code " + "x" * 300)[:200]
    assert len(mail.outbox) == 1


def test_a_long_subject_is_cut_on_record_and_whole_in_the_mail(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="form")
    outbox.send(message("y" * 300), to=ada, purpose="news")
    assert Delivery.objects.get().subject == "y" * 200
    assert mail.outbox[0].subject == "y" * 300


def test_the_words_of_a_mail_are_not_on_record(ada: Person) -> None:
    decide(ada, purpose="news", channel="email", given=True, how="form")
    outbox.send(message(), to=ada, purpose="news")
    assert "new lamps." not in str(Delivery.objects.values().get())


@pytest.mark.parametrize("way", ["send", "answer_request"])
def test_mail_that_could_not_leave_says_so_on_record_and_aloud(ada: Person, settings: object, way: str) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"  # type: ignore[attr-defined]
    decide(ada, purpose="news", channel="email", given=True, how="form")
    with pytest.raises(OSError, match="does not answer"):
        if way == "send":
            outbox.send(message(), to=ada, purpose="news")
        else:
            outbox.answer_request(message(), request_kind="login_code")
    delivery = Delivery.objects.get()
    assert delivery.state == "failed"
    assert delivery.problem.startswith("the server does not answer")
    assert len(delivery.problem) == 500


def test_the_folder_that_keeps_mail_is_for_this_user_alone(ada: Person, settings: object) -> None:
    kept: Path = settings.EMAIL_FILE_PATH  # type: ignore[attr-defined]
    for _ in range(2):
        outbox.answer_request(message(), request_kind="login_code")
    assert kept.is_dir()
    assert kept.stat().st_mode & 0o077 == 0


STEPS = {
    ("waiting", "sent"), ("waiting", "failed"), ("failed", "waiting"),
}  # fmt: skip
STATES = ("waiting", "refused", "failed", "sent")


@pytest.mark.parametrize("after", STATES)
@pytest.mark.parametrize("before", STATES)
def test_a_delivery_moves_along_its_graph_only(before: str, after: str) -> None:
    delivery = Delivery.objects.create(channel="email", purpose="news", basis="consent", state=before)
    if (before, after) in STEPS:
        delivery.step(after)
    else:
        with pytest.raises(IllegalStep):
            delivery.step(after)
    delivery.refresh_from_db()
    assert delivery.state == (after if (before, after) in STEPS else before)


def asked_at(cast: Cast, where: Source) -> Post:
    author = cast.voice(cast.ada) if where == cast.portal else None
    author = author or Identity.objects.create(
        source=where, kind="handle", origin_id="ada", handle="ada", first_seen_at=NOON
    )
    return writing.open_thread(
        author=author, kind="question", title="Why?", body="Why does it squeal?", channel="questions"
    )


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_agora_speaks_only_where_it_can(cast: Cast, kind: str) -> None:
    where = cast.portal if kind == "portal" else source(f"{kind}-1", kind=kind, name="There")
    asked = asked_at(cast, where)
    if kind in {"portal", "simulated"}:
        answer = outbox.reply(asked, body="Clean the rims.", by=cast.ines)
        assert (answer.thread_id, answer.reply_to, answer.source, answer.body) == (
            asked.thread_id, asked, where, "Clean the rims.",
        )  # fmt: skip
        assert on_record() == [("portal", "service", f"public reply to post {asked.pk}", "", "sent")]
    else:
        with pytest.raises(outbox.NotPermitted, match="Agora cannot answer at There yet"):
            outbox.reply(asked, body="Clean the rims.", by=cast.ines)
        assert Post.objects.count() == 1
        assert on_record() == []
    assert bool(outbox.silence(where)) == (kind not in {"portal", "simulated"})


def test_agora_does_not_speak_at_a_source_whose_kind_is_gone(cast: Cast) -> None:
    cast.shop.kind = "gone"
    assert outbox.silence(cast.shop) == "Agora cannot answer at Shop yet; answer there by hand and note it."


def test_an_answer_at_the_portal_is_said_by_the_employees_own_voice(cast: Cast) -> None:
    answer = outbox.reply(asked_at(cast, cast.portal), body="Clean the rims.", by=cast.ines)
    assert answer.author == cast.voice(cast.ines)
    assert answer.author.is_ours


def test_an_answer_elsewhere_is_said_by_one_identity_of_that_place(cast: Cast) -> None:
    town = source("town", kind="simulated", name="Town")
    asked = asked_at(cast, town)
    first, again = (outbox.reply(asked, body=words, by=cast.ines) for words in ("One.", "Two."))
    speaker = first.author
    assert speaker == again.author
    assert speaker is not None
    assert speaker != cast.voice(cast.ines)
    assert (speaker.source, speaker.kind, speaker.origin_id) == (town, "account", cast.voice(cast.ines).origin_id)
    assert (speaker.name, speaker.handle, speaker.is_ours, speaker.verified) == ("Ines", "Ines", True, True)
    assert speaker.person == cast.voice(cast.ines).person


def test_sign_in_mail_leaves_through_the_outbox_under_its_own_name(client: Client, cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, primary=True, verified=True)
    client.post("/account/login/code/", {"email": cast.ada.email})
    assert [line[:3] for line in on_record()] == [("email", "request", "asked for: login_code")]
    assert mail.outbox[0].to == [cast.ada.email]


class Counting(MD5PasswordHasher):
    """Counts how often a password was hashed."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


def test_signing_up_with_a_known_address_costs_as_much_hashing_as_with_a_new_one(cast: Cast, settings: object) -> None:
    EmailAddress.objects.create(user=cast.ada, email=cast.ada.email, primary=True, verified=True)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]  # type: ignore[attr-defined]
    costs = []
    for email in ("new@example.org", cast.ada.email):
        before = Counting.count
        Client().post("/account/signup/", {"email": email, "name": "Nora", "password1": "a phrase nobody guesses"})
        costs.append(Counting.count - before)
    assert costs[0] == costs[1] > 0
    assert [m.to for m in mail.outbox] == [["new@example.org"], [cast.ada.email]]
    assert {state for *_, state in on_record()} == {"sent"}
