"""What is calculated in several threads is what one thread finds, to the bit."""

import numpy as np
import pytest

from agora_analytics import arrays
from agora_analytics.network import Graph, embeddedness
from agora_analytics.value import Exposures, Sales, SocialValue, allocate, customer_social_value


@pytest.fixture
def four_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four cores, and work worth them all."""
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    monkeypatch.setattr(arrays, "WORK_WORTH_A_THREAD", 1)


def alone() -> tuple[list[int], SocialValue]:
    luck = np.random.default_rng(7)
    graph = Graph.from_edges(luck.integers(0, 60, 700), luck.integers(0, 60, 700), nodes=60)
    sales = Sales.of(
        luck.integers(0, 60, 300),
        time=luck.uniform(10, 90, 300),
        margin_minor=luck.integers(1, 9999, 300),
        base_rate=0.02,
    )
    words = Exposures.of(
        luck.integers(0, 60, 900),
        author=luck.integers(0, 60, 900),
        content=np.arange(900),
        time=luck.uniform(0, 90, 900),
    )
    accounts = allocate(sales, words, incrementality=0.4, people=60)
    return embeddedness(graph).common.tolist(), customer_social_value(accounts, draws=50)


ALONE = alone()


@pytest.mark.usefixtures("four_threads")
def test_shared_neighbours_accounts_and_intervals_are_the_same_in_four_threads() -> None:
    (common, value), (common_before, value_before) = alone(), ALONE
    assert common == common_before
    assert sum(common) > 0
    for name in ("given", "received", "net", "given_low", "given_high", "received_high", "net_low"):
        assert getattr(value, name).tolist() == getattr(value_before, name).tolist(), name
    assert value.given.sum() > 0


@pytest.mark.usefixtures("four_threads")
def test_every_row_is_in_one_part_whatever_the_work() -> None:
    for work in ([0, 0], [0, 5], [0, 9, 9, 10], [0, 1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 8]):
        parts = arrays.side_by_side(lambda first, stop: list(range(first, stop)), np.array(work))
        assert [row for part in parts for row in part] == list(range(len(work) - 1))
