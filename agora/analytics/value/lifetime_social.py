"""Customer lifetime social value and customer equity: what is ahead, shared without making or losing a cent.

CLSV_i = (1 - s_i) CLV_i + gamma G_i. The name is Ofek, Libai and Muller's (2018); the conserving form follows the
idea of Daes, Klier, Klier, Lindner and Thiel (2017): reallocate, leave customer equity unchanged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, floats, integers, spread
from agora.analytics.value.rows import FIRM


@dataclass(frozen=True)
class LifetimeSocialValue:
    """Per person (people,): value ahead as bought, as kept, as caused by words, and together.

    clsv.sum() + firm + acquisition_kept == equity (up to float rounding).
    """

    clv: Floats
    kept: Floats  # (1 - s) CLV
    given: Floats  # gamma G
    clsv: Floats
    firm: float
    acquisition_kept: float  # (1 - s_A) A
    equity: float  # CE = sum CLV + A
    gamma: float  # near 1 when the two ways of predicting social value agree; NaN where nobody gives


def content_rates(credit: ArrayLike, *, age: ArrayLike, delta: ArrayLike, window: float) -> Floats:
    """Credit per time unit that each content earns now, from its credit of the last `window`, (contents,).

    A content's credit decays as exp(-delta t); credit observed over min(age, window) fixes the level now.
    """
    earned = floats(credit, name="credit")
    seen = np.minimum(floats(age, name="age", size=earned.size), window)
    decay = spread(delta, name="delta", size=earned.size)
    seen = np.maximum(seen, 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Floats = np.where(decay * seen > 1e-9, earned * decay / np.expm1(decay * seen), earned / seen)
    return made


def stock_of_contents(
    author: ArrayLike,
    *,
    rate: ArrayLike,
    delta: ArrayLike,
    people: int,
    discount: float,
    window: float | None = None,
) -> tuple[Floats, float]:
    """G: discounted credit ahead of the contents that exist, per person (people,), and the firm's.

    rate (contents,): credit per time unit now; delta: decay; discount: continuous, per time unit; window: horizon.
    STOCK = rate / (delta + discount) (1 - exp(-(delta + discount) window)).
    Raises ValueError where a content neither decays nor is discounted nor ends.
    """
    who = integers(author, name="author")
    level = floats(rate, name="rate", size=who.size)
    fade = spread(delta, name="delta", size=who.size) + discount
    if window is None and np.any(fade <= 0):
        raise ValueError("without a window, decay plus discount must be above 0")
    reach = np.inf if window is None else window
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(fade > 0, level * -np.expm1(-fade * reach) / fade, level * reach)
    mine = who != FIRM
    total = np.zeros(people)
    np.add.at(total, who[mine], worth[mine])
    return total, float(worth[~mine].sum())


def received_share(
    own: ArrayLike, received: ArrayLike, *, segment: ArrayLike | None = None, strength: float = 5.0
) -> Floats:
    """s: the share of each person's future purchases that others will have moved, shrunk to the segment, (people,).

    The posterior mean of a Beta prior centred on the segment's RECV / OWN and worth `strength` average customers;
    who has bought little is taken for like the segment. Amounts below 0 count as 0.
    """
    bought = np.maximum(floats(own, name="own"), 0.0)
    moved = np.clip(floats(received, name="received", size=bought.size), 0.0, bought)
    group = np.zeros(bought.size, dtype=np.int64) if segment is None else integers(segment, name="segment")
    _, code = np.unique(group, return_inverse=True)
    total = np.bincount(code, weights=bought)
    share = np.divide(np.bincount(code, weights=moved), total, out=np.zeros(total.size), where=total > 0)
    prior = strength * total / np.maximum(np.bincount(code, weights=bought > 0), 1)
    weight = prior[code] + bought
    made: Floats = np.divide(prior[code] * share[code] + moved, weight, out=share[code], where=weight > 0)
    return made


def lifetime_social_value(
    clv: ArrayLike,
    *,
    share: ArrayLike,
    given: ArrayLike,
    firm_given: float = 0.0,
    acquisition: float = 0.0,
    acquisition_share: float = 0.0,
) -> LifetimeSocialValue:
    """CLSV per person, scaled so that what words give equals what buyers received: equity is conserved.

    clv (people,); share s in [0, 1]; given: G before scaling; firm_given: the firm's G; acquisition: A, the expected
    value of future customers net of acquisition cost; acquisition_share: s_A. Where nobody gives, the received part
    goes to the firm and gamma is NaN. Raises ValueError for shares outside [0, 1] or negative G.
    """
    value = floats(clv, name="clv")
    s = spread(share, name="share", size=value.size)
    g = floats(given, name="given", size=value.size)
    if np.any((s < 0) | (s > 1)) or not 0 <= acquisition_share <= 1:
        raise ValueError("shares lie between 0 and 1")
    if np.any(g < 0) or firm_given < 0:
        raise ValueError("G is at least 0; post negative influence at content level, with its evidence")
    pool = float(s @ value) + acquisition_share * acquisition
    offered = float(g.sum()) + firm_given
    gamma = pool / offered if offered > 0 else float("nan")
    scaled = g * gamma if offered > 0 else np.zeros(value.size)
    kept = (1 - s) * value
    return LifetimeSocialValue(
        clv=value,
        kept=kept,
        given=scaled,
        clsv=kept + scaled,
        firm=firm_given * gamma if offered > 0 else pool,
        acquisition_kept=(1 - acquisition_share) * acquisition,
        equity=float(value.sum()) + acquisition,
        gamma=gamma,
    )
