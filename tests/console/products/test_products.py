"""Products: what sells, what comes back, what is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agora.measures.models import Score
from agora.readings.models import Intent, Reading
from tests.cast import NOON, Cast
from tests.console.worth import Worth, play, run_of

LIST = "/console/products/"


@pytest.fixture
def worth(cast: Cast) -> Worth:
    return play(cast)


@pytest.fixture
def ines(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ines)
    return client


def read(worth: Worth, kind: str, polarity: float) -> None:
    """Let the review be read as one thing."""
    Reading.objects.filter(post=worth.review.post).delete()
    reading = Reading.objects.create(
        post=worth.review.post, model_id="hand", language="en", language_confidence=1, polarity=polarity
    )
    Intent.objects.create(reading=reading, kind=kind, confidence=0.9)


def names(client: Client, query: str = "") -> list[str]:
    return [row.product.name for row in client.get(LIST + query).context["rows"]]


def test_the_best_selling_product_comes_first_with_what_came_back(ines: Client, worth: Worth) -> None:
    row = ines.get(LIST).context["rows"][0]
    assert (row.product, row.trade.amount, row.trade.sold, row.trade.return_rate) == (worth.product, "€100", 2, "50.0%")
    assert (row.reviews, row.posts) == (1, 1)


def test_products_are_sorted_and_found(ines: Client, worth: Worth) -> None:
    assert names(ines, "?sort=name") == ["Sticker", "Trail 29"]
    assert names(ines, "?sort=talk") == ["Trail 29", "Sticker"]
    assert names(ines, "?q=bicyc") == ["Trail 29"]
    assert "No product fits" in ines.get(LIST + "?q=submarine").content.decode()


@pytest.mark.parametrize("query", ["?sort=colour", "?offset=-1", "?offset=99999999", "?offset=x"])
def test_a_question_that_cannot_be_read_is_a_clear_400(ines: Client, worth: Worth, query: str) -> None:
    assert ines.get(LIST + query).status_code == 400


def test_the_tone_is_the_share_of_posts_that_are_clearly_good_or_bad(ines: Client, worth: Worth) -> None:
    read(worth, "praise", 0.8)
    assert ines.get(LIST).context["rows"][0].tone.text == "100% + · 0% −"


def test_a_rating_is_shown_with_its_interval_on_the_page_of_the_product(ines: Client, worth: Worth) -> None:
    Score.objects.create(
        run=run_of("helpfulness"), measure="rating", subject_kind="product", subject_id=worth.product.pk, value=4.3,
        low=3.9, high=4.6, basis={"reviews": 1, "histogram": [0, 0, 0, 0, 1]},
    )  # fmt: skip
    answer = ines.get(f"{LIST}{worth.product.pk}/")
    assert "between 3.9 and 4.6" in answer.content.decode()
    assert [star.count for star in answer.context["page"].stars] == [1, 0, 0, 0, 0]


def test_returns_stand_beside_complaints_month_by_month(ines: Client, worth: Worth) -> None:
    worth.review.post.said_at = NOON + timedelta(days=3)
    worth.review.post.save()
    read(worth, "complaint", -0.8)
    months = ines.get(f"{LIST}{worth.product.pk}/").context["page"].months
    assert [(row.label, row.total) for row in months] == [("sold", 2), ("came back", 1), ("complaint", 1)]
    assert months[2].text.endswith("Jun 2026: 1")


def test_the_voices_that_help_are_named_with_their_evidence(ines: Client, worth: Worth) -> None:
    Score.objects.create(
        run=run_of("helpfulness"), measure="helpfulness", subject_kind="post", subject_id=worth.review.post_id, value=0.9,
        low=0.7, high=0.95, basis={"votes": 10, "helpful": 9},
    )  # fmt: skip
    page = ines.get(f"{LIST}{worth.product.pk}/").content.decode()
    assert "9 of 10 found it helpful" in page
    assert f"/console/people/{worth.cleo.pk}/" in page


def test_a_product_without_anything_says_what_will_be_here(ines: Client, cast: Cast, worth: Worth) -> None:
    answer = ines.get(f"{LIST}{worth.product.pk + 10_000}/")
    assert answer.status_code == 404


def test_nothing_yet_says_how_products_come(ines: Client, db: None) -> None:
    assert "There is no product yet" in ines.get(LIST).content.decode()


def test_a_page_of_products_costs_few_queries(
    ines: Client, worth: Worth, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        ines.get(LIST)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        ines.get(f"{LIST}{worth.product.pk}/")
