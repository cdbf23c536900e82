import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput
from agora_analytics.helpfulness import Limits, Reason, Screening, helpfulness, near_duplicates, screen_reviews
from agora_analytics.simulate import SimReviews, simulate_reviews
from tests.library.helpfulness.amazon import amazon
from tests.library.pages import table

SENTENCE = "I bought this lamp for my bike in winter and it is bright enough for dark roads without being too heavy"
WORDS = SENTENCE.split()


def screened(world: SimReviews) -> Screening:
    return screen_reviews(
        world.author,
        product=world.product,
        rating=world.rating,
        time=world.time,
        text=world.text,
        account_since=world.account_since,
    )


@pytest.mark.parametrize("seed", range(4))
def test_planted_accounts_are_found_and_honest_ones_left_alone(seed: int) -> None:
    world = simulate_reviews(seed=seed)
    made = screened(world)
    assert made.suspicious[world.planted].mean() >= 0.9
    assert world.planted[made.suspicious].mean() >= 0.85
    assert np.all(made.core[world.planted] == made.core[world.planted][0])


def test_without_words_the_ring_is_still_found_by_what_it_does() -> None:
    world = simulate_reviews(seed=9)
    made = screen_reviews(world.author, product=world.product, rating=world.rating, time=world.time)
    assert made.suspicious[world.planted].mean() >= 0.9
    assert not np.any(made.reasons & (Reason.NEAR_DUPLICATE | Reason.NEW_ACCOUNT))


def test_on_amazon_few_reviews_are_suspicious_and_each_says_why() -> None:
    data = amazon()
    made = screen_reviews(data.author, product=data.product, rating=data.rating, time=data.day, text=data.text)
    assert made.reasons.size == made.suspicious.size == data.votes.size, "nothing is left out"
    assert 0 < made.suspicious.mean() < 0.06
    assert all(len(made.told(row)) >= 1 for row in np.flatnonzero(made.suspicious))


def test_one_reason_alone_does_not_make_suspicious_but_a_ring_does() -> None:
    author = np.arange(12)
    lone = screen_reviews(
        author, product=np.arange(12), rating=np.full(12, 5), time=np.arange(12), account_since=np.arange(12)
    )
    assert all(lone.told(row) == ["NEW_ACCOUNT"] for row in range(12))
    assert not lone.suspicious.any()
    ring = screen_reviews(
        np.repeat(np.arange(3), 3), product=np.tile(np.arange(3), 3), rating=[5] * 9, time=np.tile([0, 20, 40], 3)
    )
    assert ring.told(0) == ["CORE"]
    assert ring.suspicious.all()


def test_a_burst_is_measured_against_the_products_own_pace() -> None:
    quiet, rush = np.linspace(0, 400, 20), np.full(8, 200.5)
    steady = np.linspace(0, 400, 280)
    time = np.concatenate([quiet, rush, steady])
    product = np.repeat([0, 0, 1], [20, 8, 280])
    made = screen_reviews(np.arange(308), product=product, rating=np.tile([3, 4], 154), time=time)
    burst = (made.reasons & Reason.BURST) > 0
    assert burst[20:28].all()
    assert not burst[28:].any()
    assert burst[:20].sum() <= 1


def test_what_voters_found_unhelpful_is_substandard_not_suspicious() -> None:
    found = helpfulness([1, 18, 0], [20, 20, 0])
    made = screen_reviews(
        [0, 1, 2], product=[0, 0, 0], rating=[3, 3, 3], time=[0, 50, 90], text=["long enough to say some thing"] * 2 + ["ok"],
        helpful_high=found.high, votes=[20, 20, 0],
    )  # fmt: skip
    assert made.substandard.tolist() == [True, False, True]
    assert made.told(0) == ["FOUND_UNHELPFUL"]
    assert made.told(2) == ["TOO_SHORT"]
    assert not made.suspicious.any()


def test_limits_are_told_and_can_be_set() -> None:
    strict = Limits(reviews_a_day=2, reasons=1)
    made = screen_reviews([0, 0], product=[0, 1], rating=[3, 4], time=[1.2, 1.7], limits=strict)
    assert made.suspicious.all()
    assert made.limits is strict


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 17), st.integers(3, 7))
def test_similarity_is_the_share_of_runs_in_common(at: int, run: int) -> None:
    changed = [*WORDS[:at], "zzz", *WORDS[at + 1 :]]
    runs = [{tuple(one[i : i + run]) for i in range(len(one) - run + 1)} for one in (WORDS, changed)]
    truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    made = near_duplicates([" ".join(WORDS), " ".join(changed)], least=0.4, run=run)
    if truth > 0.6:
        assert made.similarity.size == 1
    assert all(abs(made.similarity - truth) < 0.15)


def test_a_text_among_many_finds_its_twin_whatever_case_and_marks() -> None:
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.permutation(WORDS)) for _ in range(300)]
    made = near_duplicates([*texts, texts[7].upper() + "!!"])
    assert (made.first.tolist(), made.second.tolist(), made.similarity.tolist()) == ([7], [300], [1.0])


def test_short_and_missing_texts_have_no_twins() -> None:
    assert near_duplicates(["good", "good", ""]).first.size == 0
    assert near_duplicates([]).similarity.size == 0
    with pytest.raises(InvalidInput, match="least"):
        near_duplicates(["a"], least=0.1)


def test_impossible_rows_are_refused_by_name() -> None:
    fine = {"product": [0], "rating": [3], "time": [5.0]}
    for wrong, says in (
        ({"rating": [6]}, "rating, row 0"),
        ({"product": [-1]}, "author, product, row 0"),
        ({"account_since": [9.0]}, "account_since, row 0"),
        ({"text": ["a", "b"]}, "text"),
        ({"time": [np.nan]}, "time, row 0"),
    ):
        with pytest.raises(InvalidInput, match=says):
            screen_reviews([0], **(fine | wrong))  # type: ignore[arg-type]
    assert screen_reviews([], product=[], rating=[], time=[]).reasons.size == 0


def test_the_page_tells_the_limits_in_force() -> None:
    told = {row[0]: row[1] for row in table("helpfulness", "Second looks")}
    limits = Limits()
    assert set(told) == {one.name for one in Reason if one not in (Reason.TOO_SHORT, Reason.FOUND_UNHELPFUL)}
    for reason, figures in {
        "MANY_IN_A_DAY": [limits.reviews_a_day],
        "ONLY_PRAISE": [limits.reviews_for_praise],
        "NEAR_DUPLICATE": [round(100 * limits.similarity)],
        "BURST": [limits.burst_reviews, round(limits.burst)],
        "NEW_ACCOUNT": [limits.account_days],
        "FAR_FROM_OTHERS": [round(limits.stars_away)],
        "CORE": [limits.shared_products, limits.shared_days],
    }.items():
        assert [number for number in map(str, figures) if number not in told[reason]] == []
