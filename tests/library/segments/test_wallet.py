import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.segments import share_of_wallet, wallet_allocation
from tests.library.pages import table


def test_the_rule_gives_the_shares_of_the_page() -> None:
    rows = np.array([[float(cell) for cell in row] for row in table("segments", "Wallet allocation")])
    found = wallet_allocation(rows[:, 0], rows[:, 1])
    np.testing.assert_allclose(found.share, rows[:, 2], atol=5e-5)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(2, 40))
def test_the_shares_of_one_customer_add_up_to_one(brands: int) -> None:
    share = wallet_allocation(np.arange(1, brands + 1), np.full(brands, brands)).share
    assert share.sum() == pytest.approx(1)
    assert (np.diff(share) < 0).all()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 100)), min_size=2, max_size=30), st.floats(0.1, 1000))
def test_the_unit_of_money_does_not_matter(rows: list[tuple[float, float]], unit: float) -> None:
    own, elsewhere = np.array(rows).T
    one, two = share_of_wallet(own, elsewhere), share_of_wallet(own * unit, elsewhere * unit)
    np.testing.assert_allclose(one.share, two.share)
    assert one.total_low == pytest.approx(two.total_low)
    assert one.mean_low <= one.mean + 1e-12
    assert one.mean <= one.mean_high + 1e-12


def test_the_same_seed_gives_the_same_interval_and_more_customers_a_narrower_one() -> None:
    rng = np.random.default_rng(0)
    own, elsewhere = rng.gamma(2, 10, 2000), rng.gamma(3, 10, 2000)
    wide, again = (share_of_wallet(own[:50], elsewhere[:50], seed=3) for _ in range(2))
    assert (wide.total_low, wide.mean_high) == (again.total_low, again.mean_high)
    narrow = share_of_wallet(own, elsewhere)
    assert narrow.total_high - narrow.total_low < 0.4 * (wide.total_high - wide.total_low)
    assert narrow.total_low < 0.4 < narrow.total_high


def test_wrong_wallets_are_named() -> None:
    with pytest.raises(InvalidInput, match="own, row 1"):
        share_of_wallet([1, 0], [1, 0])
    with pytest.raises(InvalidInput, match="elsewhere, row 0"):
        share_of_wallet([1, 0], [-1, 2])
    with pytest.raises(InvalidInput, match="rank, row 1"):
        wallet_allocation([1, 3], [2, 2])
    with pytest.raises(InvalidInput, match="brands, row 0"):
        wallet_allocation([1, 1], [0, 2])
    with pytest.raises(NotEnoughData):
        share_of_wallet([1], [1])


@pytest.mark.truth
@pytest.mark.parametrize("asked", [60, 1500])
def test_intervals_of_wallet_shares_cover(asked: int) -> None:
    rng = np.random.default_rng(asked)
    truth_of_shares, truth_of_money, covered = 0.4, 0.4, np.zeros(2)
    for round_ in range(200):  # gamma(2) of gamma(2) + gamma(3): Beta(2, 3), mean 0.4; the money 2 / 5
        own, elsewhere = rng.gamma(2, 10, asked), rng.gamma(3, 10, asked)
        found = share_of_wallet(own, elsewhere, seed=round_)
        covered += [
            found.mean_low <= truth_of_shares <= found.mean_high,
            found.total_low <= truth_of_money <= found.total_high,
        ]
    assert (covered / 200 >= 0.9).all()
