"""Names for what scores are about: persons, identities, products, posts; one query per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from agora.commerce.models import Product
from agora.conversations.models import Post
from agora.people.models import Identity, Person

Subject = tuple[str, int]


def names_of(subjects: Iterable[Subject]) -> dict[Subject, str]:
    """Return the name of each (kind, id); what no longer exists is "erased"."""
    ids_by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, pk in subjects:
        ids_by_kind[kind].add(pk)
    named = {(kind, pk): name for kind, pks in ids_by_kind.items() for pk, name in _FINDERS[kind](pks)}
    return {(kind, pk): named.get((kind, pk), "erased") for kind, pks in ids_by_kind.items() for pk in pks}


def _persons(pks: set[int]) -> Iterable[tuple[int, str]]:
    return Person.objects.filter(pk__in=pks).values_list("pk", "name")


def _identities(pks: set[int]) -> Iterable[tuple[int, str]]:
    rows = Identity.objects.filter(pk__in=pks).values_list("pk", "name", "handle", "origin_id")
    return ((pk, name or handle or origin_id) for pk, name, handle, origin_id in rows)


def _products(pks: set[int]) -> Iterable[tuple[int, str]]:
    return Product.objects.filter(pk__in=pks).values_list("pk", "name")


def _posts(pks: set[int]) -> Iterable[tuple[int, str]]:
    return Post.objects.filter(pk__in=pks).values_list("pk", "thread__title")


_FINDERS: dict[str, Callable[[set[int]], Any]] = {
    "person": _persons,
    "identity": _identities,
    "product": _products,
    "post": _posts,
}
