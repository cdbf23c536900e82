from __future__ import annotations

from datetime import timedelta

import pytest

from agora.channels.events import BadgesSeen
from agora.conversations import undoing
from agora.conversations.batches import Batch, NewAuthor
from agora.conversations.writing import record
from agora.core.events import publish
from agora.core.jobs import drain
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.people.holding import hold
from agora.people.models import Identity
from agora.people.timeline import moments
from agora.recognition.awarding import NewAward, record_awards
from agora.recognition.models import Award, Badge
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum() -> Source:
    forum = source("forum", kind="stackexchange", name="Forum")
    record(Batch(source=forum, authors=[NewAuthor("1", name="Ada"), NewAuthor("2", name="Ben")]))
    return forum


AWARDS = [
    NewAward("a", "1", "Helper", "gold", NOON),
    NewAward("b", "1", "Helper", "gold", NOON + timedelta(days=1)),
    NewAward("c", "2", "Helper", "bronze", NOON),
    NewAward("d", "nobody", "Helper", "bronze", NOON),
]


def test_awards_come_in_once_and_badges_differ_by_class(forum: Source) -> None:
    assert (record_awards(forum, AWARDS), record_awards(forum, AWARDS)) == (3, 0)
    assert sorted(Badge.objects.values_list("name", "rank")) == [("Helper", "bronze"), ("Helper", "gold")]
    assert Award.objects.filter(identity__name="Ada", badge__rank="gold").count() == 2


def test_an_award_to_somebody_unknown_makes_nobody_up(forum: Source) -> None:
    record_awards(forum, AWARDS)
    assert not Award.objects.filter(origin_id="d").exists()
    assert Identity.objects.count() == 2


def test_badges_that_a_channel_saw_are_recorded_on_the_news_of_them(forum: Source) -> None:
    publish(BadgesSeen(source_id=forum.pk, awards=[["a", "1", "Helper", "gold", NOON.isoformat()]]))
    drain()
    assert (Award.objects.get().identity.name, Award.objects.get().at) == ("Ada", NOON)


def test_an_award_is_a_moment_on_the_timeline_of_the_person(forum: Source) -> None:
    record_awards(forum, AWARDS)
    ada = hold(Identity.objects.get(name="Ada"), reason="influence", because="helps many")
    told = [(moment.at, moment.title) for moment in moments(ada)]
    assert told == [(NOON + timedelta(days=1), "Given the badge Helper"), (NOON, "Given the badge Helper")]
    assert [moment.at for moment in moments(ada, before=NOON + timedelta(hours=1))] == [NOON]


def test_undoing_an_import_takes_its_awards_back_and_those_who_only_held_them(forum: Source) -> None:
    of = Import.begin(kind="stackexchange", source=forum, label="dump")
    record(Batch(source=forum, authors=[NewAuthor("3", name="Cleo")], of_import=of))
    record_awards(forum, [*AWARDS[:1]])
    record_awards(forum, [NewAward("e", "3", "Helper", "gold", NOON), *AWARDS], of_import=of)
    of.finish({})
    undoing.undo(of)
    drain()
    assert list(Award.objects.values_list("origin_id", flat=True)) == ["a"]
    assert set(Identity.objects.values_list("name", flat=True)) == {"Ada", "Ben"}


def test_badges_of_an_import_that_was_undone_in_the_meantime_stay_out(forum: Source) -> None:
    of = Import.begin(kind="stackexchange", source=forum, label="dump")
    publish(BadgesSeen(source_id=forum.pk, awards=[["a", "1", "Helper", "gold", NOON.isoformat()]], import_id=of.pk))
    undoing.undo(of)
    drain()
    assert not Award.objects.exists()
