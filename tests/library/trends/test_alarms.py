import numpy as np
import pytest
from scipy.stats import betabinom

from agora_analytics.arrays import Floats
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.trends import Alarms, count_alarms, share_alarms
from agora_analytics.trends.alarms import _beta_binomial_tails
from tests.library.pages import table

WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.8, 0.6])


def usual_counts(rng: np.random.Generator, *, topics: int, mean: float, dispersion: float, days: int) -> Floats:
    level = rng.gamma(2, mean / 2, (topics, 1)) + 0.2
    mu = level * np.resize(WEEK, days)
    if dispersion == 1:
        return rng.poisson(mu).astype(float)
    return rng.negative_binomial(mu / (dispersion - 1), 1 / dispersion).astype(float)


def usual_shares(
    rng: np.random.Generator, *, topics: int, share: float, posts: int, within: float, days: int
) -> tuple[Floats, Floats]:
    p = rng.beta(20 * share, 20 * (1 - share), (topics, 1)) * np.ones((1, days))
    if within:
        p = rng.beta(p * (1 / within - 1), (1 - p) * (1 / within - 1))
    total = rng.poisson(posts, p.shape)
    return rng.binomial(total, p).astype(float), total.astype(float)


def false_alarm_days(found: Alarms) -> int:
    return int(found.alarm.any(axis=0).sum())


def test_a_planted_rush_is_found_on_its_day_and_only_there() -> None:
    counts = usual_counts(np.random.default_rng(0), topics=30, mean=20, dispersion=1.5, days=100)
    counts[7, 95] = np.ceil(4 * counts[7, :84].mean() + 20)
    found = count_alarms(counts, history=84)
    assert np.argwhere(found.alarm).tolist() == [[7, 11]]
    assert found.expected.shape == (30, 16)


def test_the_rhythm_of_the_week_is_no_alarm_but_a_busy_sunday_is() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(np.resize([40, 40, 40, 40, 40, 10, 10], 126))
    counts[125] = 40
    found = count_alarms(counts, history=112)
    assert np.flatnonzero(found.alarm[0]).tolist() == [13]
    assert not count_alarms(counts, history=112, period=1).alarm.any()


def test_the_rhythm_of_the_year_can_be_asked_for() -> None:
    day = np.arange(900)
    rng = np.random.default_rng(5)
    counts = rng.poisson(30 * np.exp(0.8 * np.sin(2 * np.pi * day / 365.25)))
    counts[880] = 2 * counts[879]
    found = count_alarms(counts, history=740, yearly=1, period=1, rate=0.01)
    assert abs(found.expected.mean() / counts[740:].mean() - 1) < 0.05
    assert found.alarm[0, 140]
    assert found.alarm.sum() <= 4  # of 160 days, at one in a hundred
    assert not count_alarms(counts, history=740, period=1, rate=0.01).alarm.any()


def test_the_days_of_the_page_are_judged_as_it_says() -> None:
    rows = table("trends", "One topic")
    found = count_alarms([*[4, 5, 6, 5, 4, 2, 1] * 6, *(int(row[1]) for row in rows)], history=42)
    assert [int(row[0]) for row in rows] == [42, 43, 44, 45]
    np.testing.assert_allclose(found.expected[0], [float(row[2]) for row in rows], atol=0.006)
    np.testing.assert_allclose(found.p_value[0], [float(row[3]) for row in rows], atol=0.0006)
    assert [("no", "yes")[each] for each in found.alarm[0].astype(int)] == [row[4] for row in rows]


def test_an_alarm_of_the_past_does_not_hide_the_next() -> None:
    counts = usual_counts(np.random.default_rng(3), topics=1, mean=30, dispersion=1, days=98)
    counts[0, 90] = np.ceil(3 * counts[0, :84].mean())
    before = count_alarms(counts, history=84)
    counts[0, [20, 55]] *= 8
    after = count_alarms(counts, history=84)
    assert before.alarm[0, 6]
    assert after.alarm[0, 6]
    assert after.expected[0, 6] < 1.2 * before.expected[0, 6]


def test_growth_of_the_whole_site_is_no_alarm_once_it_is_divided_by() -> None:
    rng = np.random.default_rng(6)
    visitors = np.append(np.full(84, 1000.0), np.full(14, 2500.0))
    counts = rng.poisson(0.03 * visitors)
    assert count_alarms(counts, history=84).alarm.mean() > 0.9
    assert not count_alarms(counts, visitors, history=84).alarm.any()


def test_a_negative_day_is_found_and_a_thin_one_is_not_judged() -> None:
    hits, total = usual_shares(np.random.default_rng(2), topics=20, share=0.2, posts=60, within=0.01, days=98)
    hits[4, 97], total[4, 97] = 45, 60
    hits[5, 97], total[5, 97] = 6, 6
    found = share_alarms(hits, total, history=84)
    assert np.argwhere(found.alarm[:, -1]).tolist() == [[4]]
    assert not found.judged[5, -1]
    assert (found.p_value[5, -1], found.residual[5, -1]) == (1.0, 0.0)


def test_fewer_than_the_minimum_never_alarm() -> None:
    quiet = np.zeros((3, 60), dtype=int)
    quiet[0, 59], quiet[1, 59] = 4, 5
    found = count_alarms(quiet, history=56, min_volume=5)
    assert found.alarm[:, -1].tolist() == [False, True, False]


def test_beta_binomial_tails_are_those_of_scipy() -> None:
    rng = np.random.default_rng(8)
    n = rng.integers(1, 200, 60).astype(float)
    y = np.floor(rng.uniform(0, n + 1))
    a, b = rng.uniform(0.2, 30, 60), rng.uniform(0.2, 30, 60)
    at_least, more = _beta_binomial_tails(y, n, a, b)
    np.testing.assert_allclose(at_least, betabinom.sf(y - 1, n, a, b), atol=1e-10)
    np.testing.assert_allclose(more, betabinom.sf(y, n, a, b), atol=1e-10)


def test_the_order_of_topics_does_not_matter() -> None:
    counts = usual_counts(np.random.default_rng(9), topics=12, mean=9, dispersion=2, days=90)
    order = np.random.default_rng(1).permutation(12)
    np.testing.assert_allclose(
        count_alarms(counts[order], history=84).p_value, count_alarms(counts, history=84).p_value[order], rtol=1e-6
    )


def test_wrong_tables_are_named() -> None:
    with pytest.raises(InvalidInput, match="counts, row 1"):
        count_alarms([[1, 2, 3], [1, -2, 3]], history=2)
    with pytest.raises(InvalidInput, match="hits, row 0"):
        share_alarms([[3, 2]], [[2, 2]], history=1)
    with pytest.raises(InvalidInput, match="history"):
        count_alarms([[1] * 40], history=40)
    with pytest.raises(InvalidInput, match="exposure"):
        count_alarms([[1] * 40], [[0] * 40], history=30)
    with pytest.raises(NotEnoughData, match="at least 15"):
        count_alarms([[1] * 20], history=10)


@pytest.mark.truth
@pytest.mark.parametrize(("mean", "dispersion", "past"), [(8, 1, 84), (8, 2.5, 84), (2, 1, 56), (30, 4, 84)])
def test_false_alarms_over_counts_stay_below_the_stated_rate(mean: float, dispersion: float, past: int) -> None:
    rng = np.random.default_rng(int(10 * mean + dispersion))
    days = 0
    for _ in range(30):
        counts = usual_counts(rng, topics=40, mean=mean, dispersion=dispersion, days=past + 60)
        days += false_alarm_days(count_alarms(counts, history=past, rate=0.1))
    assert days / 1800 <= 0.1
    assert days > 0


@pytest.mark.truth
@pytest.mark.parametrize(
    ("share", "posts", "within", "past"), [(0.2, 30, 0.0, 84), (0.1, 60, 0.03, 84), (0.3, 200, 0.05, 56)]
)
def test_false_alarms_over_shares_stay_below_the_stated_rate(
    share: float, posts: int, within: float, past: int
) -> None:
    rng = np.random.default_rng(posts)
    days = 0
    for _ in range(30):
        hits, total = usual_shares(rng, topics=40, share=share, posts=posts, within=within, days=past + 60)
        days += false_alarm_days(share_alarms(hits, total, history=past, rate=0.1))
    assert days / 1800 <= 0.1
    assert days > 0


@pytest.mark.truth
def test_a_doubled_share_among_forty_topics_is_found_nine_times_of_ten() -> None:
    rng = np.random.default_rng(12)
    found = 0
    for _ in range(100):
        hits, total = usual_shares(rng, topics=40, share=0.2, posts=100, within=0.01, days=85)
        hits[0, 84] = rng.binomial(int(total[0, 84]), min(2.2 * hits[0, :84].sum() / total[0, :84].sum() + 0.1, 0.9))
        found += int(share_alarms(hits, total, history=84).alarm[0, 0])
    assert found >= 90
