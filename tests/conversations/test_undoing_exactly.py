"""An import taken back leaves every table as if it had never been, whatever was said before and by others since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.community.models import AcceptedAnswer, Question
from agora.community.questions import Acceptance, accept_many
from agora.conversations import undoing
from agora.conversations.batches import Batch, NewExposure, NewLink, NewMention, NewPost, NewReaction, Removal
from agora.conversations.models import Exposure, Post, Reaction, Thread
from agora.conversations.writing import record
from agora.core.jobs import drain
from agora.core.models import Import, Source
from agora.core.states import IllegalStep
from agora.desk import cases
from agora.people.holding import hold
from agora.people.models import Identity, Person
from agora.readings.models import Reading
from agora.search.models import Entry
from tests.cast import NOON, Cast
from tests.conversations.heard import forum, hours_later, kept, met, post, tables, thread, vote

# Search drops what it lost by a job of its own: until then entries of deleted posts are in no answer.
OLD = Batch(
    source=Source(),
    threads=[thread(topics=("Brakes",)), thread("u", kind="question", by="ben")],
    posts=[
        post("1", "ada"), post("2", "ben", to="1", hours=1), post("3", "ben", thread="u"),
        post("4", "cleo", thread="u", to="3", hours=2),
    ],
    reactions=[vote("v1", "cleo", "2"), vote("v2", "ada", "4", kind="up", hours=3)],
    mentions=[NewMention("1", "ben")],
    links=[NewLink("l", "t", "u", "related", NOON)],
)  # fmt: skip


def history(place: Source) -> None:
    """What was there before: two threads, replies, votes, a removal, an accepted answer."""
    record(replace(OLD, source=place))
    record(Batch(source=place, removals=[Removal("2", hours_later(8), "a slip")]))
    drain()
    accept_many(place, [Acceptance("u", "4")])


def imported(place: Source, **rows: object) -> Import:
    """An import that brought these rows and ended."""
    of = Import.begin(kind="activitystreams", source=place, label="archive")
    record(Batch(source=place, of_import=of, **rows))  # type: ignore[arg-type]
    of.finish({})
    return of


PEOPLE = st.sampled_from(["ada", "cleo", "dora", "dora", "emil", None])
NEW = [f"n{number}" for number in range(5)]


@st.composite
def archives(draw: st.DrawFn) -> dict[str, object]:
    """New words among the old: posts in old and new threads, votes on both, exposures, mentions."""
    homes = st.sampled_from(["t", "u", "w"])
    parents = st.sampled_from([None, "1", "1", "2", "3", "4", *NEW])
    posts = [
        post(name, draw(PEOPLE), to=draw(parents), thread=draw(homes), hours=draw(st.integers(0, 14)))
        for name in draw(st.lists(st.sampled_from(NEW), unique=True, max_size=5))
    ]
    words = st.sampled_from(["1", "3", "4", *[one.origin_id for one in posts]])
    votes = [
        vote(f"w{number}", draw(PEOPLE), draw(words), hours=draw(st.integers(0, 50)))
        for number in range(draw(st.integers(0, 4)))
    ]
    mentions = [NewMention(draw(words), draw(st.sampled_from(["ada", "fritz"]))) for _ in posts[:1]]
    return {"threads": [thread("w", by="dora")], "posts": posts, "reactions": votes, "mentions": mentions}


class ByProperty(TestCase):
    @given(archives())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def test_after_undo_the_words_are_those_of_before(self, archive: dict[str, object]) -> None:
        place = forum()
        history(place)
        before = kept()
        of = imported(place, **archive)
        drain()
        undoing.undo(of)
        drain()
        after = kept()
        # A mention added to an old post is no row of the import's: it stays, and with it whom it names.
        after["named"] = [row for row in after["named"] if row[1] != "fritz" and row != ("3", "ada")]
        for noun in ("threads", "posts", "votes", "met", "topics", "removed"):
            assert after[noun] == before[noun], noun
        assert not Identity.objects.filter(origin_id__in=["dora", "emil"]).exists()

    @given(archives(), st.lists(st.tuples(PEOPLE, st.sampled_from(["1", "3", "4"]), st.integers(0, 14)), max_size=4))
    @settings(max_examples=40, deadline=None, derandomize=True)
    def test_what_others_said_since_stands_as_if_the_import_had_never_been(
        self, archive: dict[str, object], since: list[tuple[str | None, str, int]]
    ) -> None:
        homes = {"1": "t", "3": "u", "4": "u"}
        later = [
            post(f"s{number}", by, to=to, thread=homes[to], hours=hours)
            for number, (by, to, hours) in enumerate(since)
        ]  # fmt: skip
        one, other = forum(slug="one"), forum(slug="other")
        for place in (one, other):
            history(place)
        of = imported(one, **archive)
        for place in (one, other):
            record(Batch(source=place, posts=later))
        undoing.undo(of)
        assert _meetings(one) == _meetings(other)
        assert _threads(one) == _threads(other)


def _meetings(place: Source) -> set[tuple[object, ...]]:
    rows = Exposure.objects.filter(post__source=place)
    return set(rows.values_list("reader__origin_id", "post__origin_id", "kind", "day"))


def _threads(place: Source) -> set[tuple[object, ...]]:
    return set(Thread.objects.filter(source=place).values_list("origin_id", "post_count", "last_post_at"))


pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Source:
    place = forum()
    history(place)
    return place


def test_every_column_of_every_table_is_as_before(place: Source) -> None:
    before = tables()
    of = imported(
        place,
        threads=[thread("w", by="dora", kind="question")],
        posts=[post("n1", "dora", thread="w"), post("n2", "ada", to="1"), post("n3", "ben", to="n2")],
        reactions=[vote("w1", "dora", "1"), vote("w2", "ada", "n1")],
    )
    drain()
    assert Question.objects.count() == 2
    undoing.undo(of)
    drain()
    after = tables()
    after["search.Entry"] = [row for row in after["search.Entry"] if row in before["search.Entry"]]
    assert after == before


def test_undoing_twice_is_refused_and_changes_nothing_more(place: Source) -> None:
    of = imported(place, posts=[post("n1", "dora")])
    undoing.undo(of)
    record(Batch(source=place, posts=[post("n1", "dora")]))
    before = kept()
    with pytest.raises(IllegalStep):
        undoing.undo(of)
    assert kept() == before


def test_an_import_told_again_after_its_undo_brings_the_same_words(place: Source) -> None:
    rows = {"threads": [thread("w")], "posts": [post("n1", "dora", thread="w"), post("n2", "ben", to="1", hours=30)]}
    of = imported(place, **rows)
    first = kept()
    undoing.undo(of)
    imported(place, **rows)
    assert kept() == first


def test_of_two_imports_each_takes_its_own(place: Source) -> None:
    first = imported(place, posts=[post("n1", "dora")])
    second = imported(place, posts=[post("n1", "dora"), post("n2", "emil")])
    assert undoing.undo(second)["posts"] == 1
    assert Post.objects.filter(origin_id="n1").exists()
    assert undoing.undo(first) == {"reactions": 0, "posts": 1, "threads": 0, "identities": 1}


def test_a_reply_of_others_to_an_imported_post_stays_without_its_parent(place: Source) -> None:
    of = imported(place, posts=[post("n1", "dora")])
    record(Batch(source=place, posts=[post("s", "ada", to="n1", hours=30)]))
    undoing.undo(of)
    reply = Post.objects.get(origin_id="s")
    assert (reply.reply_to_id, reply.thread.origin_id) == (None, "t")
    assert ("ada", "dora", "reply") not in met()
    assert not Exposure.objects.filter(author__origin_id="dora").exists()


def test_somebody_who_answered_twice_on_a_day_has_still_met_the_words_by_the_answer_that_stays(place: Source) -> None:
    of = imported(place, posts=[post("n1", "dora", to="1", hours=1)])
    record(Batch(source=place, posts=[post("s", "dora", to="1", hours=2)]))
    undoing.undo(of)
    rows = Exposure.objects.filter(reader__origin_id="dora").values_list("post__origin_id", "kind", "day")
    assert list(rows) == [("1", "reply", NOON.date())]


def test_a_vote_that_changed_since_leaves_no_meeting_behind(place: Source) -> None:
    of = imported(place, reactions=[vote("w1", "dora", "1", hours=1)])
    record(Batch(source=place, reactions=[vote("w1", "dora", "1", kind="unhelpful", hours=60)]))
    undoing.undo(of)
    assert not Reaction.objects.filter(origin_id="w1").exists()
    assert not Exposure.objects.filter(reader__origin_id="dora").exists()


def test_a_vote_that_was_there_before_and_was_only_changed_stays(place: Source) -> None:
    of = imported(place, reactions=[vote("v1", "cleo", "2", kind="unhelpful", hours=60)])
    assert undoing.undo(of)["reactions"] == 0
    assert ("v1", "2", "cleo", "unhelpful") in kept()["votes"]


def test_who_was_held_for_a_reason_meanwhile_stays_with_their_person(place: Source) -> None:
    of = imported(place, posts=[post("n1", "dora"), post("n2", "emil")])
    dora = hold(Identity.objects.get(origin_id="dora"), reason="influence", because="asks well")
    dora.notes.create(body="Rang us up.")
    undoing.undo(of)
    assert Person.objects.get() == dora
    assert not Identity.objects.filter(origin_id="emil").exists()


def test_who_met_words_that_stay_is_still_known(place: Source) -> None:
    of = imported(place, posts=[post("n1", "dora")])
    record(Batch(source=place, exposures=[NewExposure("dora", "1", NOON, kind="referral")]))
    undoing.undo(of)
    assert ("dora", "ada", "referral") in met()


def test_what_hangs_on_imported_posts_goes_with_them(cast: Cast, place: Source) -> None:
    of = imported(
        place,
        threads=[thread("w", kind="question", by="dora")],
        posts=[post("n1", "dora", thread="w"), post("n2", "emil", thread="w", hours=1)],
    )
    drain()
    accept_many(place, [Acceptance("w", "n2")])
    opened = cases.open_by_hand(Post.objects.get(origin_id="n1"), team=cast.service, reason="x", by=cast.ines)
    readings = Reading.objects.count()
    undoing.undo(of)
    drain()
    assert AcceptedAnswer.objects.get().post.origin_id == "4"
    assert Reading.objects.count() == readings - 2
    assert not type(opened).objects.filter(pk=opened.pk).exists()
    assert set(Entry.objects.filter(kind="post").values_list("subject_id", flat=True)) == set(
        Post.objects.filter(tombstone=None).values_list("pk", flat=True)
    )


def test_an_import_that_was_killed_can_be_undone(place: Source) -> None:
    before = kept()
    of = Import.begin(kind="activitystreams", source=place, label="archive")
    record(Batch(source=place, of_import=of, posts=[post("n1", "dora")]))
    undoing.undo(of)
    of.refresh_from_db()
    assert (of.state, of.problem) == ("undone", "It was killed.")
    assert kept() == before


def test_more_than_a_piece_is_undone_whole(place: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "ROWS_AT_ONCE", 2)
    before = kept()
    posts: list[NewPost] = [post(f"n{number}", f"p{number}", to="1", hours=number) for number in range(7)]
    votes: list[NewReaction] = [vote(f"w{number}", f"p{number}", "1", hours=number) for number in range(5)]
    of = imported(place, posts=posts, reactions=votes)
    assert undoing.undo(of) == {"reactions": 5, "posts": 7, "threads": 0, "identities": 7}
    assert kept() == before


def test_identities_first_seen_before_the_import_stay(place: Source) -> None:
    Identity.objects.create(source=place, kind="handle", origin_id="fritz", first_seen_at=NOON)
    of = imported(place, posts=[post("n1", "fritz")])
    assert undoing.undo(of)["identities"] == 0
    assert Identity.objects.filter(origin_id="fritz").exists()
