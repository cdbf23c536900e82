"""What search engines read of a product: schema.org as JSON-LD."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from agora.core.text import excerpt
from agora.portal.parts.structured import script, words_of
from agora.portal.products.page import ProductPage


def product(page: ProductPage) -> SafeString:
    """Return a product with its rating and the reviews shown."""
    facts: dict[str, Any] = {"@type": "Product", "name": page.product.name}
    if page.product.description:
        facts["description"] = excerpt(page.product.description, length=500)
    if page.product.category:
        facts["category"] = page.product.category
    if page.rating.value is not None:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page.rating.value, 2),
            "reviewCount": page.rating.reviews,
        }
    facts["review"] = [
        {
            "@type": "Review",
            "name": card.review.thread.title,
            "reviewRating": {"@type": "Rating", "ratingValue": card.review.rating, "bestRating": 5},
            **words_of(card.post, "reviewBody"),
        }
        for card in page.reviews
    ]
    return script(facts)
