"""Companies that have just begun: nothing at all, a shop without a community, a community without a shop."""

from __future__ import annotations

import pytest

from agora.commerce.recording import record as record_sales
from agora.conversations.batches import Batch, NewPost, NewThread
from agora.conversations.writing import record as record_words
from agora.measures import running
from agora.measures.models import Score
from tests.cast import NOON, Cast
from tests.commerce.goods import shop_batch

pytestmark = pytest.mark.django_db(transaction=True)


def measured() -> set[str]:
    runs = running.measure()
    assert {run.state for run in runs.values()} == {"done"}
    return set(Score.objects.current().values_list("measure", flat=True))


def test_where_there_is_nothing_every_run_ends_well_and_no_score_is_made_up() -> None:
    assert measured() == set()


def test_where_there_are_orders_alone_nobody_has_moved_anybody(cast: Cast) -> None:
    record_sales(shop_batch(cast.shop))
    measures = measured()
    assert "own" in measures
    assert not Score.objects.current().filter(measure__in=["csv", "recv", "gross"]).exclude(value=0).exists()


def test_where_there_are_words_alone_nobody_is_worth_money(cast: Cast) -> None:
    threads = [NewThread("t", "discussion", "Talk", NOON)]
    posts = [
        NewPost("1", "t", "Is it?", NOON, author="ada"),
        NewPost("2", "t", "Yes.", NOON, author="ben", reply_to="1"),
    ]
    record_words(Batch(source=cast.portal, threads=threads, posts=posts))
    measures = measured()
    assert "pagerank" in measures
    assert "clv" not in measures
    assert not Score.objects.current().filter(measure__in=["own", "csv", "net"]).exclude(value=0).exists()
