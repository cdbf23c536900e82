"""Badges of a source: whatever the order of the news, each award is kept once and goes with its import."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.channels.events import BadgesSeen
from agora.conversations import undoing
from agora.conversations.batches import Batch, NewAuthor, NewExposure
from agora.conversations.events import ImportUndone
from agora.conversations.writing import record
from agora.core.events import publish
from agora.core.jobs import drain
from agora.core.models import Import, Source
from agora.people.holding import hold
from agora.people.models import Identity
from agora.recognition import awarding
from agora.recognition.awarding import NewAward, record_awards, take_back
from agora.recognition.models import Award, Badge
from agora.recognition.subscribers import forget_badges, keep_badges
from agora.recognition.timeline import awards as told_awards
from tests.cast import NOON
from tests.conversations.heard import forum, hours_later, post, thread

pytestmark = pytest.mark.django_db
PEOPLE = ("ada", "ben", "cleo")


def known(place: Source, *names: str, of: Import | None = None) -> None:
    record(Batch(source=place, authors=[NewAuthor(name, name=name.capitalize()) for name in names], of_import=of))


def award(name: str, to: str = "ada", *, badge: str = "Helper", rank: str = "gold", hours: int = 0) -> NewAward:
    return NewAward(name, to, badge, rank, hours_later(hours))


def seen(place: Source, *awards: NewAward, of: Import | None = None) -> BadgesSeen:
    """The news of awards, as a channel tells it."""
    rows = [[one.origin_id, one.author, one.badge, one.rank, one.at.isoformat()] for one in awards]
    return BadgesSeen(source_id=place.pk, awards=rows, import_id=of.pk if of else None)


def kept() -> list[tuple[str, ...]]:
    rows = Award.objects.order_by("origin_id").values_list(
        "origin_id", "identity__origin_id", "badge__name", "badge__rank"
    )
    return list(rows)


class AnyOrder(TestCase):
    @given(
        st.lists(
            st.tuples(st.sampled_from("abcdef"), st.sampled_from([*PEOPLE, "nobody"]), st.sampled_from(["gold", ""])),
            unique_by=lambda row: row[0],
            max_size=6,
        ),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=30, deadline=None, derandomize=True)
    def test_any_order_of_the_news_told_any_number_of_times_keeps_each_award_once(
        self, rows: list[tuple[str, str, str]], chance: object
    ) -> None:
        place = forum()
        known(place, *PEOPLE)
        awards = [award(name, to, rank=rank) for name, to, rank in rows]
        news = [seen(place, one) for one in awards] * 2
        chance.shuffle(news)  # type: ignore[attr-defined]
        for one in news:
            keep_badges(one)
        assert kept() == sorted((name, to, "Helper", rank) for name, to, rank in rows if to != "nobody")
        assert Badge.objects.count() == len({rank for _, _, rank in rows})


@pytest.mark.parametrize("order", ["seen, undone", "undone, seen", "seen, undone, seen", "undone, undone, seen"])
def test_whichever_news_comes_first_an_undone_import_has_no_awards(order: str) -> None:
    place = forum()
    known(place, "ada")
    of = Import.begin(kind="stackexchange", source=place, label="dump")
    undoing.undo(of)
    for step in order.split(", "):
        keep_badges(seen(place, award("a"), of=of)) if step == "seen" else forget_badges(ImportUndone(import_id=of.pk))
    assert kept() == []


def test_undoing_one_import_leaves_the_awards_of_another_and_those_told_by_hand() -> None:
    place = forum()
    known(place, "ada")
    first, second = (Import.begin(kind="stackexchange", source=place, label=label) for label in ("one", "two"))
    record_awards(place, [award("a"), award("b")], of_import=first)
    record_awards(place, [award("b"), award("c")], of_import=second)
    record_awards(place, [award("d")])
    assert take_back(first) == 2
    assert [row[0] for row in kept()] == ["c", "d"]
    assert take_back(first) == 0


def test_who_held_only_an_award_goes_with_it_and_who_met_words_stays() -> None:
    place = forum()
    record(Batch(source=place, threads=[thread()], posts=[post("1", "ada")]))
    of = Import.begin(kind="stackexchange", source=place, label="dump")
    known(place, "ben", "cleo", of=of)
    record_awards(place, [award("a", "ada"), award("b", "ben"), award("c", "cleo")], of_import=of)
    record(Batch(source=place, exposures=[NewExposure("cleo", "1", NOON, kind="referral")]))
    take_back(of)
    assert set(Identity.objects.values_list("origin_id", flat=True)) == {"ada", "cleo"}


def test_news_of_a_source_that_is_gone_is_left_alone() -> None:
    place = forum()
    known(place, "ada")
    keep_badges(BadgesSeen(source_id=place.pk + 99, awards=[["a", "ada", "Helper", "gold", NOON.isoformat()]]))
    forget_badges(ImportUndone(import_id=4711))
    assert kept() == []


def test_the_same_award_at_two_places_is_two() -> None:
    here, there = forum(), forum(slug="board")
    for place in (here, there):
        known(place, "ada")
        assert record_awards(place, [award("a")]) == 1
    assert Badge.objects.count() == 2
    assert {one.identity.source_id for one in Award.objects.select_related("identity")} == {here.pk, there.pk}


def test_only_handles_are_given_badges() -> None:
    place = forum()
    record(Batch(source=place, authors=[NewAuthor("ada")], author_kind="customer"))
    assert record_awards(place, [award("a")]) == 0


def test_long_names_are_cut_and_what_cannot_be_stored_is_dropped() -> None:
    place = forum()
    known(place, "ada")
    record_awards(place, [award("a", badge="x\x00" * 200, rank="platinum and more")])
    badge = Badge.objects.get()
    assert (badge.name, badge.rank) == ("x" * 120, "platinum a")


def test_no_awards_cost_a_savepoint_and_no_more(django_assert_num_queries: object) -> None:
    place = forum()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert record_awards(place, []) == 0


@pytest.mark.parametrize("count", [3, 30])
def test_a_batch_of_awards_costs_the_same_few_statements(count: int, django_assert_num_queries: object) -> None:
    place = forum()
    known(place, "ada")
    awards = [award(str(number)) for number in range(count)]
    record_awards(place, awards[:1])
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert record_awards(place, awards) == count - 1


def test_badges_are_moments_in_the_lane_of_deeds_newest_first_of_that_person_only() -> None:
    place, other = forum(), forum(slug="board")
    known(place, "ada", "ben")
    known(other, "ada")
    record_awards(place, [award("a", hours=1), award("b", hours=3, badge="Teacher"), award("c", "ben", hours=2)])
    record_awards(other, [award("a", hours=2, badge="Friend")])
    ada = hold(Identity.objects.get(source=place, origin_id="ada"), reason="influence", because="helps")
    Identity.objects.filter(source=other).update(person=ada)
    told = told_awards(ada, None, 9)
    assert [(one.at, one.lane, one.title, one.body) for one in told] == [
        (hours_later(3), "did", "Given the badge Teacher", "at Forum"),
        (hours_later(2), "did", "Given the badge Friend", "at Board"),
        (hours_later(1), "did", "Given the badge Helper", "at Forum"),
    ]
    assert [one.at for one in told_awards(ada, hours_later(3), 1)] == [hours_later(2)]


def test_a_channel_that_tells_many_awards_tells_them_in_pieces() -> None:
    place = forum()
    known(place, "ada")
    publish(seen(place, *(award(str(number), hours=number) for number in range(5))))
    publish(seen(place, *(award(str(number), hours=number) for number in range(3, 8))))
    drain()
    assert Award.objects.count() == 8
    assert Award.objects.get(origin_id="7").at == NOON + timedelta(hours=7)
    assert awarding.record_awards(place, [award("7")]) == 0
