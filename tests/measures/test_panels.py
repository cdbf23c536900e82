"""Panels read for everybody agree with what the pages' own queries say of a few."""

from __future__ import annotations

import numpy as np

from agora.commerce.models import OrderLine, Product, SubscriptionEvent
from agora.conversations.models import Exposure, Post
from agora.measures.panels import categories, exposures, interactions, meetings, purchases, snapshot, votes
from agora.measures.panels.adoption import MEETING_KINDS
from agora.measures.panels.subjects import looked_up
from agora.measures.panels.words import votes_of
from agora.people.models import Identity
from tests.measures.conftest import Town


def test_the_votes_of_all_posts_are_those_of_each(town: Town) -> None:
    with snapshot() as reader:
        together = votes(reader)
    each = votes_of(list(Post.objects.values_list("pk", flat=True)))
    for name in ("post", "klass", "helpful", "votes", "zeroed"):
        assert getattr(together, name).tolist() == getattr(each, name).tolist(), name
    assert together.zeroed.sum() > 0
    assert (together.votes == 0).any()


def test_exposures_name_the_people_behind_identities_and_nobody_for_the_company(town: Town) -> None:
    with snapshot() as reader:
        met = exposures(reader)
    rows = Exposure.objects.filter(reader__is_ours=False).order_by("pk").select_related("reader", "author")
    assert met.reader.tolist() == [_subject(row.reader) for row in rows]
    assert met.author.tolist() == [0 if row.author.is_ours else _subject(row.author) for row in rows]
    assert met.voice.tolist() == [0 if row.author.is_ours else row.author_id for row in rows]
    assert np.abs(met.at * 86400 - [row.at.timestamp() for row in rows]).max() < 1e-4
    assert 0 < met.exchanged.sum() < len([row for row in rows if row.kind == "vote"])
    assert (met.author == 0).any()


def test_interactions_are_between_people_outside_the_company(town: Town) -> None:
    with snapshot() as reader:
        met = interactions(reader)
    rows = Exposure.objects.filter(reader__is_ours=False, author__is_ours=False).order_by("pk")
    assert met.one.tolist() == [row.reader_id for row in rows]
    assert met.other.tolist() == [row.author_id for row in rows]


def test_meetings_are_with_the_words_of_others_about_a_product(town: Town) -> None:
    with snapshot() as reader:
        met, bought, sorts = meetings(reader), purchases(reader), categories(reader)
    rows = Exposure.objects.filter(reader__is_ours=False, post__thread__product__isnull=False).order_by("at", "pk")
    others = [
        row for row in rows.select_related("reader", "author", "post__thread") if _subject(row.reader) != _subject(row.author)
    ]  # fmt: skip
    assert met.reader.tolist() == [_subject(row.reader) for row in others]
    assert met.product.tolist() == [row.post.thread.product_id for row in others]
    assert [MEETING_KINDS[kind] for kind in met.kind] == [row.kind for row in others]
    lines = OrderLine.objects.filter(order__buyer__isnull=False)
    paid = SubscriptionEvent.objects.filter(subscription__buyer__isnull=False, amount_minor__gt=0)
    assert bought.buyer.size == lines.count() + paid.count()
    assert (np.diff(bought.at) >= 0).all()
    categories_of = dict(Product.objects.values_list("pk", "category"))
    assert len({(code, categories_of[pk]) for pk, code in zip(sorts.product, sorts.category, strict=True)}) == len(
        set(categories_of.values())
    )


def test_ids_without_a_value_are_missing_wherever_they_lie() -> None:
    ids, values = np.array([-3, 5, 7]), np.array([30.0, 50.0, 70.0])
    found = looked_up(np.array([-9, -3, 0, 6, 7, 8]), ids, values, missing=-1.0)
    assert found.tolist() == [-1.0, 30.0, -1.0, -1.0, 70.0, -1.0]
    assert looked_up(ids, ids[:0], values[:0], missing=-1.0).tolist() == [-1.0] * 3


def _subject(identity: Identity) -> int:
    return identity.person_id or -identity.pk
