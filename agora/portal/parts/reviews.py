"""The mark of a review whose author bought the product."""

from __future__ import annotations

from django.utils.translation import gettext

from agora.pages.marks import Mark


def verified_mark() -> Mark:
    """The mark of a review whose author bought the product."""
    return Mark(
        gettext("verified buyer"), "good", "check", gettext("An order shows that the author bought this product.")
    )
