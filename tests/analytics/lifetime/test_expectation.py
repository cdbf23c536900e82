import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import hyp2f1

from agora.analytics.lifetime import (
    BgNbdParameters,
    discounted_expected_purchases,
    expected_purchases,
    p_alive,
)
from tests.analytics.pages import table

PUBLISHED = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
WEEKLY = float(np.log(1.15) / 52)


def closed_form(p: BgNbdParameters, x: int, t: float, *, ahead: float) -> float:
    """Equation 10 of the 2005 paper, given alive."""
    r, alpha, a, b = p.vector
    ratio = ((alpha + t) / (alpha + t + ahead)) ** (r + x)
    series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + t + ahead))
    return float((a + b + x - 1) / (a - 1) * (1 - ratio * series))


def test_the_published_example_expects_1_226_purchases() -> None:
    ahead = expected_purchases(PUBLISHED, frequency=[2], recency=[30.43], age=[38.86], horizon=39)
    assert ahead[0] == pytest.approx(1.226, abs=0.0005)
    assert p_alive(PUBLISHED, frequency=[2], recency=[30.43], age=[38.86])[0] == pytest.approx(0.7266, abs=0.0002)


def test_the_table_of_the_page_is_what_the_code_computes() -> None:
    rows = table("lifetime-value", "Published parameters")
    assert len(rows) == 4
    for cells in rows:
        x, t_x, t, alive, ahead = map(float, cells)
        one = {"frequency": [x], "recency": [t_x], "age": [t]}
        assert p_alive(PUBLISHED, **one)[0] == pytest.approx(alive, abs=0.0005)
        assert expected_purchases(PUBLISHED, **one, horizon=39)[0] == pytest.approx(ahead, abs=0.0005)


@pytest.mark.parametrize("a", [0.3, 0.793, 1.7, 4.0])
def test_the_integral_equals_the_closed_form_away_from_its_singularity(a: float) -> None:
    p = BgNbdParameters(r=0.5, alpha=5.0, a=a, b=2.0)
    for x, t in ((0, 4.0), (1, 30.0), (12, 52.0), (150, 80.0)):
        t_x = t * 0.9 if x else 0.0
        ours = expected_purchases(p, frequency=[x], recency=[t_x], age=[t], horizon=26)[0]
        alive = p_alive(p, frequency=[x], recency=[t_x], age=[t])[0]
        assert ours == pytest.approx(closed_form(p, x, t, ahead=26) * alive, rel=1e-8)


def test_nothing_breaks_where_the_closed_form_does() -> None:
    at = [
        expected_purchases(
            BgNbdParameters(r=0.243, alpha=4.414, a=a, b=2.426), frequency=[2], recency=[30.4], age=[38.9], horizon=39
        )[0]
        for a in (1 - 1e-6, 1.0, 1 + 1e-6)
    ]
    assert at[0] > at[1] > at[2]
    assert at[0] == pytest.approx(at[2], rel=1e-5)


def test_dert_agrees_with_a_numeric_integral_of_the_closed_form() -> None:
    def discounted(ahead: float) -> float:
        return WEEKLY * float(np.exp(-WEEKLY * ahead)) * closed_form(PUBLISHED, 2, 38.86, ahead=ahead)

    by_parts, _ = quad(discounted, 0, 9000, limit=400)
    ours = discounted_expected_purchases(PUBLISHED, frequency=[2], recency=[30.43], age=[38.86], rate=WEEKLY)
    alive = p_alive(PUBLISHED, frequency=[2], recency=[30.43], age=[38.86])
    assert ours[0] == pytest.approx(by_parts * alive[0], rel=1e-6)


def test_many_ages_are_interpolated_without_a_visible_error() -> None:
    age = np.linspace(1.0, 200.0, 3000)
    x = np.full(age.size, 4)
    every = discounted_expected_purchases(PUBLISHED, frequency=x, recency=age * 0.8, age=age, rate=WEEKLY)
    for i in (0, 1, 777, 1500, 2999):
        alone = discounted_expected_purchases(
            PUBLISHED, frequency=[4], recency=[age[i] * 0.8], age=[age[i]], rate=WEEKLY
        )
        assert every[i] == pytest.approx(alone[0], rel=1e-9)


def test_a_longer_horizon_adds_and_discounting_takes_away() -> None:
    one = {"frequency": [3], "recency": [20.0], "age": [25.0]}
    year = discounted_expected_purchases(PUBLISHED, **one, rate=WEEKLY, horizon=52)[0]
    ever = discounted_expected_purchases(PUBLISHED, **one, rate=WEEKLY)[0]
    plain = expected_purchases(PUBLISHED, **one, horizon=52)[0]
    assert 0 < year < ever
    assert year < plain
    assert expected_purchases(PUBLISHED, **one, horizon=0)[0] == 0


def test_one_time_buyers_count_as_alive_and_long_silence_as_gone() -> None:
    alive = p_alive(PUBLISHED, frequency=[0, 20, 20], recency=[0.0, 49.0, 10.0], age=[50.0, 50.0, 50.0])
    assert alive[0] == 1
    assert alive[1] > 0.85
    assert alive[2] < 0.001


def test_an_endless_horizon_without_discount_is_refused() -> None:
    with pytest.raises(ValueError, match="no end"):
        discounted_expected_purchases(PUBLISHED, frequency=[1], recency=[1.0], age=[2.0], rate=0.0)
    with pytest.raises(ValueError, match="ahead"):
        expected_purchases(PUBLISHED, frequency=[1], recency=[1.0], age=[2.0], horizon=-1)


def test_no_customers_give_no_figures() -> None:
    assert expected_purchases(PUBLISHED, frequency=[], recency=[], age=[], horizon=5).size == 0
