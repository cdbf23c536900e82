"""The demo world comes in through the doors as a real company would, and everybody is held for a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agora.accounts.models import Account
from agora.commerce.models import Order, Return, Touch
from agora.community.models import AcceptedAnswer, Review, VerifiedPurchase
from agora.conversations.models import Exposure, Post, Reaction
from agora.demo import signins
from agora.desk.models import Route
from agora.people.holding import identity_of
from agora.people.models import Consent, Identity, Person
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


def test_everything_that_happened_is_recorded(town: Town) -> None:
    made = town.world
    assert Order.objects.count() == len(made.orders)
    assert Return.objects.count() == len(made.returns)
    assert Touch.objects.exclude(by=None).count() == len(made.touches)
    assert Post.objects.count() == len(made.posts)
    assert Reaction.objects.count() == len(made.votes)
    assert Review.objects.count() == sum(thread.kind == "review" for thread in made.threads)
    accepted = sum(thread.accepted_post_key is not None for thread in made.threads)
    assert AcceptedAnswer.objects.count() == Exposure.objects.filter(kind="answer").count() == accepted


def test_a_customers_number_and_voices_are_one_person(town: Town) -> None:
    cleo = town.person("Cleo Marsh")
    kinds = set(cleo.identities.values_list("source__slug", "kind"))
    assert {("shop", "customer"), ("portal", "account")} <= kinds
    assert Person.objects.filter(name="Cleo Marsh").count() == 1


def test_readings_are_kept_only_with_consent_to_be_measured(town: Town) -> None:
    readers = Exposure.objects.filter(kind="read").values_list("reader__person", flat=True)
    assert readers.exists()
    agreed = set(Consent.objects.filter(purpose="measurement", given=True).values_list("person", flat=True))
    assert set(readers) <= agreed


def test_verified_purchases_were_bought_before_the_review(town: Town) -> None:
    marks = VerifiedPurchase.objects.select_related("review__post", "order_line__order")
    assert marks.exists()
    for mark in marks:
        assert mark.order_line.product_id == mark.review.product_id
        assert mark.order_line.order.at <= mark.review.post.said_at


def test_accounts_speak_with_the_voices_of_the_world(town: Town) -> None:
    ines = identity_of(Account.objects.get(email="ines@example.org"))
    assert (ines.origin_id, ines.is_ours) == ("staff:ines", True)
    assert ines.person is not None
    cleo = identity_of(Account.objects.get(email="cleo@example.org"))
    assert cleo.person == town.person("Cleo Marsh")


def test_sign_ins_are_kept_for_this_user_only(town: Town, tmp_path: Path, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    path = signins.keep(town.loaded.signins, var=tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    told = signins.kept(var=tmp_path)
    for signin in town.loaded.signins:
        assert signin.email in told
    first = town.loaded.signins[0]
    assert Account.objects.get(email=first.email).check_password(first.password)


def test_strangers_who_only_spoke_are_not_held(town: Town) -> None:
    held = {person.key for person in town.world.people if person.is_customer or person.has_account}
    held |= {touch.person for touch in town.world.touches} | {c.buyer for c in town.world.subscriptions}
    loose = Identity.objects.filter(person=None, is_ours=False).values_list("origin_id", flat=True)
    assert not held & set(loose)
    assert Person.objects.exclude(because="").count() == Person.objects.count()


def test_talk_is_routed_to_departments(town: Town) -> None:
    assert set(Route.objects.values_list("team__slug", flat=True)) == {
        "service",
        "quality",
        "sales",
        "logistics",
        "community",
    }
