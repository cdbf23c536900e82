"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SalesRecorded:
    """Orders and returns came in or changed, or subscriptions went on (ids); `buyers` are the identities concerned."""

    source_id: int
    orders: list[int]
    returns: list[int]
    subscriptions: list[int]
    buyers: list[int]


@dataclass(frozen=True, slots=True)
class ProductsRecorded:
    """Products came in or changed (ids)."""

    products: list[int]


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """An import of orders was taken back: these products (ids) are gone, and these persons (ids)."""

    import_id: int
    products: list[int]
    persons: list[int]
