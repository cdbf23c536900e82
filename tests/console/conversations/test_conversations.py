from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from agora.accounts.models import AuditEntry
from agora.channels.models import Delivery
from agora.conversations import flagging, writing
from agora.conversations.batches import Batch, NewAuthor, NewPost, NewThread
from agora.conversations.models import Flag, Hold, Post, Tombstone
from agora.conversations.writing import record
from agora.core import clock
from agora.core.jobs import drain
from agora.core.limits import spend
from agora.core.models.sources import source
from agora.desk.models import Case, CaseReply
from agora.measures.models import Run, Score, Segment
from agora.readings.models import Correction, Intent, Reading
from agora.search.finding import find
from tests.cast import Cast
from tests.console.scene import Scene, play, say

INBOX = "/console/conversations/"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return play(cast)


@pytest.fixture
def ines(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ines)
    return client


def shown(client: Client, query: str = "") -> str:
    answer = client.get(INBOX + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_inbox_shows_who_speaks_what_they_mean_and_since_when_they_wait(ines: Client, scene: Scene) -> None:
    page = shown(ines)
    assert "Brakes squeal" in page
    assert "Ada" in page
    assert "complaint" in page
    assert "unanswered by us" in page


def test_the_words_that_showed_an_intent_stand_behind_its_badge(ines: Client, scene: Scene) -> None:
    trigger = Intent.objects.get(reading__post=scene.complaint, kind="complaint").triggers[0]
    assert f"“{trigger}”" in shown(ines)


def test_strangers_sign_in_first_and_members_are_refused(client: Client, cast: Cast, scene: Scene) -> None:
    assert client.get(INBOX).status_code == 302
    client.force_login(cast.ada)
    assert client.get(INBOX).status_code == 403
    assert client.get(f"{INBOX}{scene.complaint.thread_id}/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("?intent=complaint", "Brakes squeal", "A fine bell"),
        ("?tone=positive", "A fine bell", "Brakes squeal"),
        ("?case=open", "Brakes squeal", "A fine bell"),
        ("?case=none", "A fine bell", "Brakes squeal"),
        ("?q=bell", "A fine bell", "Brakes squeal"),
        ("?language=en&intent=recommendation", "A fine bell", "Brakes squeal"),
    ],
)
def test_a_filter_leaves_only_what_it_names(ines: Client, scene: Scene, query: str, found: str, left_out: str) -> None:
    page = shown(ines, query)
    assert found in page
    assert left_out not in page


def test_the_filter_by_place_knows_sources_and_channels(ines: Client, scene: Scene) -> None:
    thread = scene.complaint.thread
    elsewhere = source("forum", kind="simulated", name="Forum")
    assert "Brakes squeal" in shown(ines, f"?place=channel-{thread.channel_id}")
    assert "Brakes squeal" in shown(ines, f"?place=source-{thread.source_id}")
    # A source without a channel is no place one could choose.
    assert ines.get(f"{INBOX}?place=source-{elsewhere.pk}").status_code == 400


def test_flagged_posts_can_be_asked_for(ines: Client, cast: Cast, scene: Scene) -> None:
    Flag.objects.create(post=scene.praise, by=cast.voice(cast.cleo), reason="spam")
    page = shown(ines, "?flag=yes")
    assert "A fine bell" in page
    assert "Brakes squeal" not in page


@pytest.mark.parametrize(
    "query", ["?intent=nonsense", "?place=channel-x", "?cursor=rubbish", "?tone=42", "?case=maybe"]
)
def test_an_address_that_says_nothing_is_refused_in_plain_words(ines: Client, scene: Scene, query: str) -> None:
    assert ines.get(INBOX + query).status_code == 400


def test_long_inboxes_come_in_pages_without_losing_or_repeating_any(ines: Client, cast: Cast, scene: Scene) -> None:
    for number in range(30):
        say(cast, cast.ben, f"Talk number {number:02}", "Hello everybody, nice weather.")
    first = ines.get(INBOX)
    second = ines.get(INBOX + first.context["next"])
    titles = [row.thread.title for answer in (first, second) for row in answer.context["rows"]]
    assert len(titles) == len(set(titles)) == 32


def test_the_weight_of_a_voice_stands_beside_its_words(client: Client, cast: Cast, scene: Scene) -> None:
    run = Run.objects.create(measure="value", state="done", engine="", code_version="", is_current=True)
    person = cast.voice(cast.ada).person
    assert person is not None
    Score.objects.create(run=run, measure="csv", subject_kind="person", subject_id=person.pk, value=58_000)
    client.force_login(cast.ana)
    assert "word worth €580" in shown(client)
    client.force_login(cast.ines)
    assert "word carries" in shown(client)
    assert "€580" not in shown(client)


def test_the_menu_counts_new_words_and_the_cases_of_ones_departments(client: Client, cast: Cast, scene: Scene) -> None:
    def waiting(address: str) -> tuple[str, str]:
        client.get(address)
        counted = client.get("/console/waiting/").context["waiting"]
        return counted.conversations, counted.cases

    client.force_login(cast.ines)
    assert waiting("/console/cases/") == ("2", "1")
    assert waiting(f"{INBOX}?intent=complaint") == ("2", "1")
    assert waiting(INBOX) == ("", "1")
    for thread, account in ((scene.praise.thread, cast.cleo), (scene.complaint.thread, cast.max)):
        writing.write(
            thread=thread, author=cast.voice(account), body="Mine too.", at=clock.now() + timedelta(minutes=1)
        )
    assert waiting("/console/") == ("1", "1")
    client.force_login(cast.ana)
    assert waiting("/console/") == ("2", "")


@pytest.mark.parametrize("forged", ["x", "1.", "1.99999999999999", "-1.-5"])
def test_a_forged_moment_of_the_last_look_breaks_nothing(ines: Client, cast: Cast, scene: Scene, forged: str) -> None:
    ines.cookies["inbox_seen"] = forged.replace("1", str(cast.ines.pk), 1)
    assert ines.get("/console/waiting/").context["waiting"].conversations == "2"


def test_the_menu_says_no_number_above_ninety_nine(ines: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agora.console.conversations.waiting.MOST", 1)
    play(cast)
    assert 'title="with new words since you last opened the list">1+<' in ines.get("/console/waiting/").content.decode()


def test_the_inbox_and_a_conversation_cost_few_queries(
    ines: Client, cast: Cast, scene: Scene, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        post = say(cast, cast.ben, f"Talk {number}", "Why is it so quiet?")
        Flag.objects.create(post=post, by=cast.voice(cast.cleo), reason="spam")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        ines.get(INBOX)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        ines.get(f"{INBOX}{scene.complaint.thread_id}/?intent=complaint")


def test_a_saved_filter_is_kept_forgotten_and_brought_back(ines: Client, scene: Scene) -> None:
    answer = ines.post("/console/segments/of/conversations/", {"name": "Angry", "query": "intent=complaint"})
    assert answer.headers["Location"] == f"{INBOX}?intent=complaint"
    assert "Angry" in shown(ines)
    segment = Segment.objects.get()
    forgotten = ines.post(f"/console/segments/{segment.pk}/deletion/", follow=True)
    assert not Segment.objects.exists()
    undo = next(message.extra_tags for message in forgotten.context["messages"])
    ines.post(undo)
    assert Segment.objects.get().query == "intent=complaint"


def test_two_saved_filters_cannot_have_one_name(ines: Client, scene: Scene) -> None:
    for query in ("intent=complaint", "intent=praise"):
        ines.post("/console/segments/of/conversations/", {"name": "Mine", "query": query})
    assert Segment.objects.get().query == "intent=complaint"


def test_a_forged_restoring_is_refused(ines: Client, scene: Scene) -> None:
    assert ines.post("/console/segments/restored/forged:words/").status_code == 400


def test_a_reading_is_set_right_in_one_click_and_undone_in_another(ines: Client, scene: Scene) -> None:
    there = f"/console/posts/{scene.complaint.pk}/corrections/"
    answer = ines.post(there, {"aspect": "absent", "value": "complaint"}, follow=True)
    assert not Intent.objects.filter(reading__post=scene.complaint, kind="complaint").exists()
    undo = next(message.extra_tags for message in answer.context["messages"])
    ines.post(undo)
    assert Intent.objects.filter(reading__post=scene.complaint, kind="complaint").exists()
    assert not Correction.objects.exists()


def test_undoing_one_correction_keeps_the_others(ines: Client, scene: Scene) -> None:
    there = f"/console/posts/{scene.praise.pk}/corrections/"
    for aspect, value in (("polarity", "0"), ("present", "safety"), ("polarity", "-0.8")):
        ines.post(there, {"aspect": aspect, "value": value})
    latest = Correction.objects.filter(aspect="polarity").latest("pk")
    ines.post(f"/console/corrections/{latest.pk}/undoing/")
    reading = Reading.objects.get(post=scene.praise)
    assert reading.polarity == 0
    assert reading.intents.filter(kind="safety", by_staff=True).exists()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"aspect": "absent", "value": "x"},
        {"aspect": "polarity", "value": "nan"},
        {"aspect": "polarity", "value": "7"},
    ],
)
def test_a_correction_that_says_nothing_is_refused(ines: Client, scene: Scene, form: dict[str, str]) -> None:
    assert ines.post(f"/console/posts/{scene.complaint.pk}/corrections/", form).status_code == 400
    assert not Correction.objects.exists()


def test_a_reply_goes_out_where_the_words_were_said(ines: Client, cast: Cast, scene: Scene) -> None:
    thread = scene.praise.thread
    answer = ines.post(f"{INBOX}{thread.pk}/replies/", {"body": "Thank you, Ben!", "to": scene.praise.pk})
    said = Post.objects.get(thread=thread, author=cast.voice(cast.ines))
    assert answer.headers["Location"].endswith(f"#post-{said.pk}")
    assert said.reply_to == scene.praise
    assert Delivery.objects.filter(channel="portal", state="sent").exists()
    assert AuditEntry.objects.filter(action="reply", by=cast.ines).exists()
    assert "we spoke last" in shown(ines, "?q=bell")


def test_a_reply_to_a_post_with_an_open_case_belongs_to_the_case(ines: Client, scene: Scene) -> None:
    ines.post(f"{INBOX}{scene.complaint.thread_id}/replies/", {"body": "We are on it.", "to": scene.complaint.pk})
    assert CaseReply.objects.get().case == scene.case


@pytest.mark.parametrize("form", [{"body": ""}, {"body": "x" * 20_001}])
def test_a_reply_without_words_or_with_too_many_says_so(ines: Client, scene: Scene, form: dict[str, str]) -> None:
    answer = ines.post(f"{INBOX}{scene.complaint.thread_id}/replies/", {**form, "to": scene.complaint.pk})
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()


def test_a_reply_cannot_be_sent_to_a_post_of_another_conversation(ines: Client, scene: Scene) -> None:
    answer = ines.post(f"{INBOX}{scene.praise.thread_id}/replies/", {"body": "Hello", "to": scene.complaint.pk})
    assert answer.status_code == 404


def test_where_agora_cannot_speak_the_page_says_so_and_nothing_leaves(ines: Client, scene: Scene) -> None:
    scene.praise.source.__class__.objects.filter(pk=scene.praise.source_id).update(kind="stackexchange")
    there = f"{INBOX}{scene.praise.thread_id}/"
    assert "cannot answer at Portal" in ines.get(there).content.decode()
    assert ines.post(f"{there}replies/", {"body": "Hello", "to": scene.praise.pk}).status_code == 400
    assert not Delivery.objects.exists()


def test_an_analyst_reads_and_corrects_but_does_not_speak(client: Client, cast: Cast, scene: Scene) -> None:
    client.force_login(cast.ana)
    there = f"{INBOX}{scene.complaint.thread_id}/"
    assert "Set right" in client.get(there).content.decode()
    assert client.post(f"{there}replies/", {"body": "Hello", "to": scene.complaint.pk}).status_code == 403
    assert client.post(f"/console/posts/{scene.complaint.pk}/hold/", {"because": "no"}).status_code == 403


def test_a_held_post_is_hidden_from_members_and_released_by_undo(ines: Client, cast: Cast, scene: Scene) -> None:
    answer = ines.post(f"/console/posts/{scene.praise.pk}/hold/", {"because": "advertising"}, follow=True)
    assert not Post.objects.visible_to(cast.cleo).filter(pk=scene.praise.pk).exists()
    assert "held back" in answer.content.decode()
    undo = next(message.extra_tags for message in answer.context["messages"])
    ines.post(undo)
    assert Post.objects.visible_to(cast.cleo).filter(pk=scene.praise.pk).exists()
    assert not Hold.objects.exists()


def test_holding_asks_why(ines: Client, scene: Scene) -> None:
    assert ines.post(f"/console/posts/{scene.praise.pk}/hold/", {"because": " "}).status_code == 400
    assert not Hold.objects.exists()


def test_a_case_is_opened_by_hand(ines: Client, cast: Cast, scene: Scene) -> None:
    form = {"team": "service", "because": "Ben may help others", "due_hours": 48}
    answer = ines.post(f"/console/posts/{scene.praise.pk}/cases/", form)
    case = Case.objects.get(post=scene.praise)
    assert answer.headers["Location"] == f"/console/cases/{case.pk}/"
    assert (case.team, case.reason) == (cast.service, "Ben may help others")


def test_a_case_for_a_department_that_does_not_exist_is_refused(ines: Client, scene: Scene) -> None:
    form = {"team": "nobody", "because": "why", "due_hours": 4}
    assert ines.post(f"/console/posts/{scene.praise.pk}/cases/", form).status_code == 400


def test_writing_without_pause_meets_the_limit(ines: Client, cast: Cast, scene: Scene) -> None:
    there = f"{INBOX}{scene.complaint.thread_id}/replies/"
    spend(f"reply:{cast.ines.pk}", limit=200, seconds=3600, cost=198)
    codes = [ines.post(there, {"body": "", "to": scene.complaint.pk}).status_code for _ in range(3)]
    assert codes == [400, 400, 429]


def test_an_empty_inbox_says_how_it_begins(ines: Client) -> None:
    assert "Nobody has said anything yet" in shown(ines)


def test_a_reply_at_another_place_is_spoken_by_an_identity_of_that_place(
    ines: Client, cast: Cast, scene: Scene
) -> None:
    forum = source("forum", kind="simulated", name="Forum")
    words = Batch(
        source=forum,
        authors=[NewAuthor("zoe", name="Zoe")],
        threads=[NewThread("t1", "discussion", "Heard elsewhere", clock.now(), author="zoe")],
        posts=[NewPost("1", "t1", "Does anybody answer here?", clock.now(), author="zoe")],
    )
    heard = Post.objects.get(pk=record(words).created[0])
    ines.post(f"{INBOX}{heard.thread_id}/replies/", {"body": "We do.", "to": heard.pk})
    said = Post.objects.select_related("author").get(thread=heard.thread_id, reply_to=heard)
    assert said.author is not None
    assert (said.author.source, said.author.is_ours) == (forum, True)
    assert said.author.person == cast.voice(cast.ines).person


def test_a_released_opening_brings_its_whole_conversation_back_into_the_search(
    ines: Client, cast: Cast, scene: Scene
) -> None:
    writing.write(thread=scene.praise.thread, author=cast.voice(cast.cleo), body="A marvellous clang, indeed.")
    drain()
    for step in ("hold", "release"):
        ines.post(f"/console/posts/{scene.praise.pk}/{step}/", {"because": "a look"})
        drain()
        found = find("marvellous", viewer=AnonymousUser())
        assert len(found) == (0 if step == "hold" else 1)


def test_of_posts_said_at_one_moment_only_the_first_holds_its_conversation(cast: Cast, scene: Scene) -> None:
    first = scene.praise
    second = writing.write(thread=first.thread, author=cast.voice(cast.cleo), body="Yes.", at=first.said_at)
    assert flagging.hold(second, by=cast.ines, because="x").thread is None
    assert flagging.hold(first, by=cast.ines, because="x").thread == first.thread


def test_a_removed_post_cannot_be_set_right(ines: Client, scene: Scene) -> None:
    Reading.objects.filter(post=scene.praise).delete()
    Tombstone.objects.create(post=scene.praise, because="its author took it back", at=clock.now())
    answer = ines.post(f"/console/posts/{scene.praise.pk}/corrections/", {"aspect": "present", "value": "praise"})
    assert answer.status_code == 400
    assert "removed at its source" in ines.get(f"{INBOX}{scene.praise.thread_id}/").content.decode()
