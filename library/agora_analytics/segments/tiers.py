"""Value tiers: the few customers who bring most of the money, and the many who bring the rest.

Zeithaml, Rust, Lemon (2001), The Customer Pyramid, California Management Review 43(4) 118-142; Gini (1912).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, floats, number
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular


@dataclass(frozen=True)
class ValueTiers(Tabular):
    """Which tier each customer is in, 0 the top; and per tier how many bring how much."""

    aside: ClassVar[tuple[str, ...]] = ("tier", "shares")
    tier: Ints  # (n,)
    people: Ints  # (tiers,)
    value: Floats  # (tiers,) in the unit given
    people_share: Floats  # (tiers,) of all people
    value_share: Floats  # (tiers,) of all value above 0
    gini: float  # of the values above 0 and zeros: 0 all alike, towards 1 one has all
    shares: tuple[float, ...]


def value_tiers(value: ArrayLike, *, shares: tuple[float, ...] = (0.5, 0.8, 0.95)) -> ValueTiers:
    """Cut customers, the most valuable first, where their values add up to stated shares of the whole.

    value (n,): past or expected value per customer, in any unit; shares: rising, between 0 and 1; the customer who
    crosses a share still belongs to the tier above the cut.
    Returns ValueTiers with one tier more than shares. Customers of equal value share a tier, the upper one. Those worth
    0 or less are in the last tier and do not count towards the whole.
    Raises InvalidInput for shares out of order, NotEnoughData where nobody is worth more than 0.
    Assumes: values are of the same kind for all (do not mix past and expected).
    Misleads when: values are uncertain: the top then holds the lucky as well as the good; use expected values.
    Source: Zeithaml, Rust, Lemon (2001).

    >>> found = value_tiers([5, 60, 25, 10, -3])
    >>> found.tier.tolist(), found.people.tolist(), found.value_share.tolist()
    ([3, 0, 1, 2, 3], [1, 1, 1, 2], [0.6, 0.25, 0.1, 0.05])
    """
    worth = floats(value, name="value")
    for share in shares:
        number(share, name="shares", above=0, below=1)
    if not shares or not all(0 < a < b < 1 for a, b in zip(shares, (*shares[1:], (1 + shares[-1]) / 2), strict=True)):
        raise InvalidInput(f"{shares} must rise between 0 and 1", column="shares")
    counted = np.maximum(worth, 0.0)
    if not counted.any():
        raise NotEnoughData("nobody is worth more than 0: no share to cut at")
    tier = _place(counted, shares)
    tiers = len(shares) + 1
    people = np.bincount(tier, minlength=tiers)
    return ValueTiers(
        tier=tier,
        people=people,
        value=np.bincount(tier, weights=worth, minlength=tiers).astype(np.float64),
        people_share=people / worth.size,
        value_share=np.bincount(tier, weights=counted, minlength=tiers) / counted.sum(),
        gini=_gini(counted),
        shares=shares,
    )


def _place(counted: Floats, shares: tuple[float, ...]) -> Ints:
    order = np.argsort(-counted, kind="stable")
    ranked = counted[order]
    above = np.append(0.0, np.cumsum(ranked)[:-1]) / counted.sum()  # what those before brought
    first = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    above = np.repeat(above[first], np.diff(np.append(first, ranked.size)))
    tier = np.empty(counted.size, dtype=np.int64)
    tier[order] = np.searchsorted(np.asarray(shares), above + 1e-12, side="right")
    return np.where(counted > 0, tier, len(shares))


def _gini(counted: Floats) -> float:
    n = counted.size
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(counted) / (n * counted.sum()))
