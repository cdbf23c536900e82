from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agora.accounts.models import AuditEntry
from agora.commerce import timeline as told_by
from agora.commerce import touching
from agora.commerce.batches import NewLine, NewOrder
from agora.commerce.models import Touch
from agora.commerce.recording import record
from agora.core import clock
from agora.people import timeline
from agora.people.models import Person
from tests.cast import NOON, Cast
from tests.commerce.goods import DAY, shop_batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(cast: Cast) -> Person:
    record(shop_batch(cast.shop))
    return Person.objects.get(name="Ben")


def test_a_person_sees_orders_returns_and_touches_newest_first(ben: Person) -> None:
    told = [(moment.lane, moment.title, moment.body, moment.amount_minor) for moment in timeline.moments(ben)]
    assert told == [
        ("bought", "Return r1: squeals", "1 × City lamp", -2500),
        ("did", "Call", "Asked about the lamp.", None),
        ("bought", "Order o1", "2 × City lamp, 5 × Bell", 6498),
    ]


def test_what_happened_to_a_subscription_is_told(ben: Person) -> None:
    cleo = Person.objects.get(name="Cleo")
    assert [moment.title for moment in timeline.moments(cleo)] == ["Service plan renewed", "Service plan started"]


def test_only_what_was_before_is_told_and_never_more_than_asked(ben: Person) -> None:
    assert [moment.title for moment in timeline.moments(ben, before=NOON + 2 * DAY)] == ["Order o1"]
    assert len(timeline.moments(ben, limit=1)) == 1


def test_a_long_order_tells_three_lines_and_that_there_are_more(cast: Cast, ben: Person) -> None:
    lines = [NewLine("bell", number, 300) for number in range(1, 6)]
    record(replace(shop_batch(cast.shop), orders=[NewOrder("o5", NOON + 9 * DAY, "EUR", lines, "b1")]))
    assert timeline.moments(ben, limit=1)[0].body == "1 × Bell, 2 × Bell, 3 × Bell and more"


@pytest.mark.parametrize("teller", [told_by.orders, told_by.returns, told_by.subscriptions, told_by.touches])
def test_each_teller_asks_once(
    ben: Person, teller: timeline.Teller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        teller(ben, None, 50)


def test_staff_note_a_touch_and_the_audit_log_knows(cast: Cast, ben: Person) -> None:
    touch = touching.note(ben, medium="call", summary=" Wants a bell.\x00 ", by=cast.ines)
    assert (touch.summary, touch.identity.person) == ("Wants a bell.", ben)
    assert timeline.moments(ben, limit=1)[0].title == "Call by Ines"
    assert AuditEntry.objects.get().by == cast.ines


@pytest.mark.parametrize(
    ("medium", "summary", "hours"),
    [("smoke", "Hello.", 0), ("call", "  ", 0), ("call", "x" * 5001, 0), ("call", "Hello.", 2)],
)
def test_a_touch_that_cannot_be_is_refused(cast: Cast, ben: Person, medium: str, summary: str, hours: int) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        touching.note(ben, medium=medium, summary=summary, by=cast.ines, at=clock.now() + timedelta(hours=hours))
    assert Touch.objects.count() == 1
