"""Reviews and saved choices through the API."""

from __future__ import annotations

from typing import Any

import pytest

from agora.accounts.models import AuditEntry
from agora.commerce.models import Product
from agora.community.models import Review
from agora.conversations.flagging import hold
from agora.measures.models import Segment
from tests.api.conftest import Caller
from tests.api.world import World, world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"rating": 4, "title": "Good pads", "body": "Quiet *and* strong."}


@pytest.fixture
def there(cast: Cast, root: Caller) -> World:
    return world(cast, root)


def test_a_member_reviews_a_product_once(member: Caller, cast: Cast, there: World) -> None:
    review = member.post("reviews", {**WORDS, "product": there.products})
    shown = review.json()
    assert (review.status_code, shown["rating"], shown["title"]) == (201, 4, "Good pads")
    assert (shown["post"]["body"], shown["verified"]) == ("Quiet *and* strong.", False)
    assert shown["post"]["author"] == cast.voice(cast.ada).pk
    again = member.post("reviews", {**WORDS, "product": there.products})
    assert again.status_code == 409
    assert Review.objects.filter(product=there.products).count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("rating", 0), ("rating", 6), ("rating", "4"), ("title", "Hm"), ("body", " ")]
)
def test_what_is_no_review_is_named_by_its_place(member: Caller, there: World, field: str, value: object) -> None:
    refused = member.post("reviews", {**WORDS, "product": there.products, field: value})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"#/{field}")
    assert Review.objects.count() == 1


def test_a_product_that_is_not_there_is_named(member: Caller, there: World) -> None:
    refused = member.post("reviews", {**WORDS, "product": Product.objects.count() + 10**6})
    assert refused.json()["errors"][0]["pointer"] == "#/product"


def test_reviews_are_chosen_by_product_and_stars_and_held_ones_are_for_staff(
    member: Caller, root: Caller, cast: Cast, there: World
) -> None:
    written = member.post("reviews", {**WORDS, "product": there.products}).json()["id"]

    def listed(caller: Caller, **asked: object) -> list[int]:
        return [row["id"] for row in caller.get("reviews", **asked).json()["items"]]

    assert listed(member, product=there.products) == [there.reviews, written]
    assert listed(member, rating=4) == [written]
    assert listed(member, product=there.products, rating=1) == []
    hold(Review.objects.get(pk=there.reviews).post, by=cast.ines, because="Advertising")
    assert listed(member) == [written]
    assert listed(root) == [there.reviews, written]
    assert member.get(f"reviews/{there.reviews}").status_code == 404


def test_a_choice_is_saved_under_a_name_of_its_own_and_both_steps_are_audited(cast: Cast, there: World) -> None:
    max_ = Caller(cast.max)
    wish = {"of": "conversations", "name": "Regulars", "query": "?tone=negative"}
    saved = max_.post("segments", wish).json()
    assert (saved["query"], saved["by"]) == ("tone=negative", cast.max.pk)
    assert max_.post("segments", wish).status_code == 409
    assert [row["name"] for row in max_.get("segments", of="people").json()["items"]] == ["Regulars"]
    assert max_.post(f"segments/{saved['id']}/delete").json() == saved
    assert not Segment.objects.filter(of="conversations").exists()
    done = AuditEntry.objects.filter(action__endswith="segment").order_by("pk").values_list("action", "by")
    assert list(done)[-2:] == [("save segment", cast.max.pk), ("delete segment", cast.max.pk)]
