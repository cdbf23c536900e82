"""What staff write about people: who wrote it is on record, what it said is not; undo puts back what was there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from agora.accounts.models import AuditEntry
from agora.people import timeline
from agora.people.models import Note, Person, Tag, Tagging
from agora.people.noting import note, remove, restore
from agora.people.tagging import NoWord, tag, untag
from agora.people.timeline import Moment, moments
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def noor() -> Person:
    return Person.objects.create(name="Noor", reason="influence")


def audited() -> list[tuple[str, str, str, dict[str, object]]]:
    entries = AuditEntry.objects.select_related("by").order_by("pk")
    return [(entry.action, str(entry.by), entry.subject, entry.detail) for entry in entries]


def test_a_note_comes_goes_and_comes_back_as_it_was(noor: Person, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        written = note(noor, by=cast.ines, body="Called about brakes.")
    first = written.pk
    with time_machine.travel(NOON + DAY, tick=False):
        removed = remove(written, by=cast.max)
        assert not Note.objects.exists()
        kept = restore(noor, removed, by=cast.root)
    kept.refresh_from_db()
    assert (kept.person, kept.by, kept.body, kept.at) == (noor, cast.ines, "Called about brakes.", NOON)
    subject = f"person {noor.pk}"
    assert audited() == [
        ("note person", "Ines", subject, {"note": first}),
        ("remove note", "Max", subject, {"note": first}),
        ("restore note", "Root", subject, {"note": kept.pk}),
    ]
    assert "brakes" not in str(list(AuditEntry.objects.values()))


def test_a_note_of_somebody_who_left_comes_back_without_a_writer(noor: Person, cast: Cast) -> None:
    removed = remove(note(noor, by=cast.ines, body="Called."), by=cast.max)
    cast.ines.delete()
    assert restore(noor, removed, by=cast.max).by is None


def test_removing_one_note_leaves_the_others(noor: Person, cast: Cast) -> None:
    one, two = (note(noor, by=cast.ines, body=words) for words in ("one", "two"))
    remove(one, by=cast.ines)
    assert list(Note.objects.all()) == [two]


def test_notes_are_read_newest_first(noor: Person, cast: Cast) -> None:
    for day in (1, 3, 2):
        with time_machine.travel(NOON + day * DAY, tick=False):
            note(noor, by=cast.ines, body=str(day))
    assert [written.body for written in noor.notes.all()] == ["3", "2", "1"]


# A word as typed, and the tag it becomes; None: refused.
WORDS: list[tuple[str, str | None]] = [
    ("Wholesale", "wholesale"), ("  Wholesale  ", "wholesale"), ("VIP customer", "vip-customer"), ("Größe L", "groe-l"),
    ("a" * 80, "a" * 60), ("!!!", None), ("", None), ("   ", None), ("日本", None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "slug"), WORDS)
def test_a_word_becomes_a_tag_or_is_refused(noor: Person, cast: Cast, word: str, slug: str | None) -> None:
    if slug is None:
        with pytest.raises(NoWord, match="has no letter or digit"):
            tag(noor, word, by=cast.ines)
        assert not Tag.objects.exists()
        assert audited() == []
        return
    kept = tag(noor, word, by=cast.ines)
    assert (kept.slug, kept.name) == (slug, word.strip()[:60])
    assert list(noor.tags.all()) == [kept]
    assert Tagging.objects.get().by == cast.ines
    assert audited() == [("tag person", "Ines", f"person {noor.pk}", {"tag": slug})]


def test_the_same_tag_twice_is_once_and_one_entry(noor: Person, cast: Cast) -> None:
    first, again = tag(noor, "VIP", by=cast.ines), tag(noor, "vip", by=cast.max)
    assert first == again
    assert again.name == "VIP"
    assert Tagging.objects.get().by == cast.ines
    assert [action for action, *_ in audited()] == ["tag person"]


def test_two_people_share_a_tag_and_each_has_their_own_place_in_it(noor: Person, cast: Cast) -> None:
    ben = Person.objects.create(name="Ben", reason="customer")
    assert tag(noor, "vip", by=cast.ines) == tag(ben, "vip", by=cast.ines)
    assert Tagging.objects.count() == 2
    assert untag(ben, "vip", by=cast.max)
    assert [str(person) for person in Person.objects.filter(tags__slug="vip")] == ["Noor"]
    assert Tag.objects.filter(slug="vip").exists()
    assert audited()[-1] == ("untag person", "Max", f"person {ben.pk}", {"tag": "vip"})


@pytest.mark.parametrize("slug", ["other", "", "VIP"])
def test_taking_off_what_is_not_there_does_nothing(noor: Person, cast: Cast, slug: str) -> None:
    tag(noor, "vip", by=cast.ines)
    assert untag(noor, slug, by=cast.ines) is False
    assert noor.tags.count() == 1
    assert len(audited()) == 1


# --- one timeline of many tellers --------------------------------------------------------------------------------------


def moment(day: int, lane: str) -> Moment:
    return Moment(NOON + day * DAY, lane, f"{lane} {day}")


@pytest.fixture
def tellers(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """Two storeys that know days of their own."""
    days = {"said": [1, 3, 5, 7], "bought": [2, 3, 6]}

    def teller(lane: str) -> timeline.Teller:
        def tell(person: Person, before: datetime | None, limit: int) -> list[Moment]:
            known = [moment(day, lane) for day in sorted(days[lane], reverse=True)]
            return [m for m in known if before is None or m.at < before][:limit]

        return tell

    monkeypatch.setattr(timeline, "_tellers", {lane: teller(lane) for lane in days})
    return days


@pytest.mark.parametrize(
    ("before", "limit", "days"),
    [
        (None, 50, [7, 6, 5, 3, 3, 2, 1]), (None, 3, [7, 6, 5]), (None, 0, []), (6, 50, [5, 3, 3, 2, 1]), (1, 50, []), (7, 2, [6, 5]),
    ],
)  # fmt: skip
def test_moments_of_all_storeys_come_newest_first(
    noor: Person, tellers: dict[str, list[int]], before: int | None, limit: int, days: list[int]
) -> None:
    until = None if before is None else NOON + before * DAY
    told = moments(noor, before=until, limit=limit)
    assert [(m.at - NOON).days for m in told] == days
    assert {m.lane for m in told} <= set(tellers)


def test_without_a_limit_fifty_moments_are_told(noor: Person, tellers: dict[str, list[int]]) -> None:
    tellers["said"] = list(range(60))
    assert len(moments(noor)) == 50


def test_a_teller_is_known_by_its_name_and_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, noor: Person) -> None:
    monkeypatch.setattr(timeline, "_tellers", {})

    def tell(person: Person, before: datetime | None, limit: int) -> list[Moment]:
        return [moment(1, "did")]

    assert timeline.teller(tell) is tell
    timeline.teller(tell)
    assert [m.lane for m in moments(noor)] == ["did"]
