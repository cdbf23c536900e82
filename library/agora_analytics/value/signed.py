"""Negative influence, and positive that was measured by its effect: signed entries of contents against a base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Ints, floats, integers, refuse
from agora_analytics.frames import Tabular
from agora_analytics.value.rows import LARGEST_SUM, refuse_unsummable


@dataclass(frozen=True)
class ContentEntries(Tabular):
    """Entries that balance: base_minor + the amounts posted on a product == what was sold of it, exactly."""

    aside: ClassVar[tuple[str, ...]] = ("base_minor", "not_shown")
    content: Ints  # (posted,)
    product: Ints  # (posted,) codes
    amount_minor: Ints  # (posted,) signed
    base_minor: Ints  # (products,) what would have been sold without the contents
    not_shown: Ints  # (held back,) rows of the estimates whose interval includes 0


def content_entries(
    actual_minor: ArrayLike,
    *,
    content: ArrayLike,
    product: ArrayLike,
    effect_minor: ArrayLike,
    low_minor: ArrayLike,
    high_minor: ArrayLike,
) -> ContentEntries:
    """Post what contents did to the margin of products, each with a balancing entry on the product's base account.

    actual_minor (products,): margin that came in, minor units. Estimates (n,): content, product code, effect and its
    interval, as a difference in differences gives them. Returns `ContentEntries`; an estimate whose interval includes
    0 is not posted. A true warning that saved refunds or churn is an estimate of its own, with a positive effect.
    Raises InvalidInput for products without actual margin, or an effect outside its interval.
    Assumes: the effects on a product are of separate contents and add up.
    Misleads when: the design behind the estimates is weak; it must not hide an honest bad review.
    Source: docs/measures/value-ledger.md.

    >>> made = content_entries([90_000], content=[7, 8], product=[0, 0], effect_minor=[-10_000, 500],
    ...                        low_minor=[-15_000, -200], high_minor=[-5_000, 1_200])
    >>> made.amount_minor.tolist(), made.base_minor.tolist(), made.not_shown.tolist()
    ([-10000], [100000], [1])
    """
    actual = integers(actual_minor, name="actual_minor")
    what = integers(content, name="content")
    of = integers(product, name="product", size=what.size)
    refuse((of < 0) | (of >= actual.size), "has no actual margin; give every product's", column="product")
    columns = (("effect_minor", effect_minor), ("low_minor", low_minor), ("high_minor", high_minor))
    effect, low, high = (floats(values, name=name, size=what.size) for name, values in columns)
    refuse((effect < low) | (effect > high), "lies outside its interval", column="effect_minor")
    shown = (low > 0) | (high < 0)
    refuse(np.abs(effect) >= LARGEST_SUM, "is beyond 64 bits; count money in a larger unit", column="effect_minor")
    refuse_unsummable(actual, column="actual_minor")
    amount = np.rint(effect[shown]).astype(np.int64)
    refuse_unsummable(amount, column="effect_minor")
    base = actual.copy()
    np.subtract.at(base, of[shown], amount)
    return ContentEntries(what[shown], of[shown], amount, base, np.flatnonzero(~shown))
