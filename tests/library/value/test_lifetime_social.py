import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput
from agora_analytics.value import (
    FIRM,
    content_rates,
    customer_lifetime_social_value,
    flow_of_contents,
    received_share,
    retention_externality,
    stock_of_contents,
)
from tests.library.pages import table

people = st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1), st.floats(0, 1e4)), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(people, st.floats(0, 1e4), st.floats(0, 1e5), st.floats(0, 1))
def test_the_values_of_all_add_up_to_customer_equity(
    rows: list[tuple[float, float, float]], firm: float, acquisition: float, acquired: float
) -> None:
    clv, share, given_ = (np.array(column) for column in zip(*rows, strict=True))
    made = customer_lifetime_social_value(
        clv, share=share, given=given_, firm_given=firm, acquisition=acquisition, acquisition_share=acquired
    )
    assert made.equity == pytest.approx(clv.sum() + acquisition)
    assert made.clsv.sum() + made.firm + made.acquisition_kept == pytest.approx(made.equity, abs=1e-6)


def test_gamma_says_how_far_the_two_predictions_are_apart() -> None:
    made = customer_lifetime_social_value([100.0, 50.0], share=[0.4, 0.0], given=[0.0, 20.0])
    assert made.gamma == pytest.approx(2)
    assert made.clsv.tolist() == pytest.approx([60, 90])


def test_where_nobody_gives_the_received_part_is_the_firms_and_gamma_is_unknown() -> None:
    made = customer_lifetime_social_value([100.0], share=[0.3], given=[0.0])
    assert np.isnan(made.gamma)
    assert (made.clsv[0], made.firm) == pytest.approx((70, 30))


def test_the_stock_of_a_content_is_its_decaying_credit_discounted() -> None:
    ever, firm = stock_of_contents([0, 0, FIRM], rate=[2.0, 1.0, 5.0], delta=0.08, people=2, discount=0.02)
    assert ever.tolist() == pytest.approx([30, 0])
    assert firm == pytest.approx(50)
    short, _ = stock_of_contents([0], rate=[2.0], delta=0.0, people=1, discount=0.0, window=10)
    assert short[0] == pytest.approx(20)
    fading, _ = stock_of_contents([0], rate=[2.0], delta=0.08, people=1, discount=0.02, window=10)
    assert fading[0] == pytest.approx(20 * (1 - np.exp(-1)))
    with pytest.raises(ValueError, match="without a window"):
        stock_of_contents([0], rate=[2.0], delta=0.0, people=1, discount=0.0)


def test_the_rate_of_a_content_gives_back_the_credit_it_was_made_from() -> None:
    rate = content_rates([10.0, 10.0, 10.0], age=[50.0, 5.0, 50.0], delta=[0.1, 0.1, 0.0], window=20)
    seen = np.array([20.0, 5.0])
    np.testing.assert_allclose(rate[:2] * np.expm1(0.1 * seen) / 0.1, 10.0)
    assert rate[2] == pytest.approx(0.5)


def test_little_evidence_is_pulled_to_the_segment() -> None:
    share = received_share([10.0, 10_000.0, 0.0, 90.0], [10.0, 100.0, 0.0, 45.0], segment=[0, 0, 0, 1])
    overall = 110 / 10_010
    assert overall < share[0] < 0.02
    assert share[1] == pytest.approx(0.011, abs=0.002)
    assert share[2] == pytest.approx(overall)
    assert share[3] == pytest.approx(0.5)


def test_impossible_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        customer_lifetime_social_value([1.0], share=[1.2], given=[0.0])
    with pytest.raises(ValueError, match="at least 0"):
        customer_lifetime_social_value([1.0], share=[0.2], given=[-1.0])


def test_what_is_still_to_be_written_adds_to_the_stock() -> None:
    assert flow_of_contents([2.0, 0.0], credit_per_content=[30.0, 5.0]).tolist() == [60, 0]
    with pytest.raises(InvalidInput, match="discounted_contents, row 0"):
        flow_of_contents([-1.0], credit_per_content=1.0)


def test_a_neighbours_defection_costs_the_difference_of_two_lifetimes() -> None:
    times = np.arange(0.0005, 400, 0.001)
    exact = sum(sign * (100 * np.exp(-(h + 0.1) * times)).sum() * 0.001 for sign, h in ((1, 0.2), (-1, 0.36)))
    lost = retention_externality([100.0], hazard=0.2, discount=0.1, hazard_ratio=1.8)[0]
    assert lost == pytest.approx(exact, rel=1e-5)
    assert retention_externality([100.0], hazard=0.2, discount=0.1, hazard_ratio=1.0)[0] == 0
    with pytest.raises(InvalidInput, match="hazard_ratio"):
        retention_externality([100.0], hazard=0.2, discount=0.1, hazard_ratio=0.8)


def test_the_worked_table_is_that_of_the_page() -> None:
    rows = table("lifetime-social-value", "Worked example")
    clv, share, kept, ahead, together = np.array([row[1:] for row in rows], dtype=float).T
    stock, firm = stock_of_contents([0, 2], rate=[9.0, 1.0], delta=0.08, people=3, discount=0.02)
    made = customer_lifetime_social_value(clv, share=share, given=stock, firm_given=firm)
    np.testing.assert_allclose(stock, ahead, atol=0.005)
    np.testing.assert_allclose(made.kept, kept, atol=0.005)
    np.testing.assert_allclose(made.clsv, together, atol=0.005)
    assert (round(made.gamma, 2), round(made.equity, 2)) == (1.04, 461.0)
