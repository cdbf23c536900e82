"""RFM: customers scored by how lately, how often and for how much they bought.

Hughes (1994), Strategic Database Marketing; Fader, Hardie, Lee (2005), RFM and CLV, J. Marketing Research 42, 415-430.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Bools, Floats, Ints, floats, refuse, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular


@dataclass(frozen=True)
class Rfm(Tabular):
    """Scores from 1 (worst) to `groups` (best), one row per customer, and the cuts that made them."""

    recency: Ints  # (n,) the later the last purchase, the higher
    frequency: Ints  # (n,)
    monetary: Ints  # (n,)
    cell: Ints  # (n,) the three scores as digits, 555 the best of five groups
    cuts: Floats  # (3, groups - 1) of -recency, frequency, monetary: a score is 1 + the cuts below the value
    groups: int


def rfm(
    recency: ArrayLike, frequency: ArrayLike, monetary: ArrayLike, *, groups: int = 5, cuts: ArrayLike | None = None
) -> Rfm:
    """Score customers in groups of about equal size on each of recency, frequency and monetary value.

    recency (n,): time since the last purchase, the smaller the better; frequency (n,): purchases; monetary (n,): money,
    in any unit; groups: 2 to 9, quintiles by default; cuts: those of an earlier Rfm, to score newcomers alike.
    Returns Rfm. The cut of score j + 1 is the smallest value that at least j / groups of the customers do not exceed,
    so customers with equal values have equal scores, and with many ties some scores go to nobody.
    Raises InvalidInput for negative recency or frequency and cuts that do not fit; NotEnoughData below one customer per
    group where no cuts are given.
    Assumes: the three are cut apart from one another (not nested), on the same customers.
    Misleads when: most bought once: frequency then has few scores; or scores of different dates are compared, since
    they are ranks: pass the cuts.
    Source: Hughes (1994); cuts are the inverted distribution function (Hyndman and Fan 1996, type 1).

    >>> found = rfm([1, 2, 3, 4, 5], [9, 1, 1, 3, 2], [50, 40, 30, 20, 10])
    >>> found.recency.tolist(), found.frequency.tolist(), found.cell.tolist()
    ([5, 4, 3, 2, 1], [5, 1, 1, 4, 3], [555, 414, 313, 242, 131])
    """
    since = floats(recency, name="recency")
    often = floats(frequency, name="frequency", size=since.size)
    money = floats(monetary, name="monetary", size=since.size)
    refuse(since < 0, "a last purchase in the future; recency is the time since, at least 0", column="recency")
    refuse(often < 0, "purchases are at least 0", column="frequency")
    whole(groups, name="groups", low=2, high=9)
    values = np.stack([-since, often, money])
    edges = _cuts(values, groups) if cuts is None else _given(cuts, groups)
    r, f, m = (1 + np.searchsorted(edge, value, side="left") for edge, value in zip(edges, values, strict=True))
    return Rfm(recency=r, frequency=f, monetary=m, cell=100 * r + 10 * f + m, cuts=edges, groups=groups)


def _cuts(values: Floats, groups: int) -> Floats:
    n = values.shape[1]
    if n < groups:
        raise NotEnoughData(f"{n} customers for {groups} groups: at least one each; ask for fewer groups")
    place = -(-np.arange(1, groups) * n // groups) - 1  # in whole numbers: rounding would move a cut
    return np.sort(values, axis=1)[:, place]


def _given(cuts: ArrayLike, groups: int) -> Floats:
    edges = np.asarray(cuts, dtype=np.float64)
    wrong: Bools | bool = edges.shape != (3, groups - 1) or not np.isfinite(edges).all()
    if wrong or (np.diff(edges, axis=1) < 0).any():
        raise InvalidInput(f"expected 3 rows of {groups - 1} rising numbers, got shape {edges.shape}", column="cuts")
    return edges
