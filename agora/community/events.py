"""News of this app, told on commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewsRecorded:
    """Reviews came in or their rating changed (ids of threads), of these products (ids)."""

    reviews: list[int]
    products: list[int]
