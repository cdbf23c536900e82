from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from agora.core import events, jobs

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class BellRung:
    times: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    times: list[int] = []

    def listen(event: BellRung) -> None:
        times.append(event.times)

    events.subscribe(BellRung)(listen)
    yield times
    events._subscribers.pop(BellRung)


def test_a_subscriber_hears_the_event_when_jobs_run(heard: list[int]) -> None:
    events.publish(BellRung(times=3))
    assert heard == []
    assert jobs.drain() == 1
    assert heard == [3]


def test_news_of_a_transaction_that_failed_is_not_told(heard: list[int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(BellRung(times=1))
        raise RuntimeError
    assert jobs.drain() == 0
    assert heard == []


def test_a_subscriber_that_no_longer_exists_is_left_alone(heard: list[int]) -> None:
    events.deliver(event="agora.gone.Event", subscriber="agora.gone.heard", content={})
    assert heard == []
