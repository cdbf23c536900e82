"""Customer lifetime social value and customer equity: what is ahead, shared without making or losing a cent.

CLSV_i = (1 - s_i) CLV_i + gamma G_i. The name is Ofek, Libai and Muller's (2018); the conserving form follows the
idea of Daes, Klier, Klier, Lindner and Thiel (2017): reallocate, leave customer equity unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, floats, integers, number, refuse, spread, whole
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import Tabular
from agora_analytics.value.rows import FIRM


@dataclass(frozen=True)
class LifetimeSocialValue(Tabular):
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


def customer_lifetime_social_value(
    clv: ArrayLike,
    *,
    share: ArrayLike,
    given: ArrayLike,
    firm_given: float = 0.0,
    acquisition: float = 0.0,
    acquisition_share: float = 0.0,
) -> LifetimeSocialValue:
    """CLSV per person, scaled so that what words give equals what buyers received: equity is conserved.

    clv (people,): money ahead; share s (people,) in [0, 1]: moved by others; given G (people,): stock + flow before
    scaling; firm_given: the firm's; acquisition: A, future customers net of acquisition cost; acquisition_share: s_A.
    Returns `LifetimeSocialValue`. Where nobody gives, the received part goes to the firm and gamma is NaN.
    Raises InvalidInput for shares outside [0, 1] or a negative G.
    Assumes: CLV is contribution margin, before acquisition cost; one gamma fits everybody.
    Misleads when: gamma is far from 1: then the two predictions disagree and neither should be trusted.
    Source: docs/measures/lifetime-social-value.md; Ofek, Libai, Muller (2018); Daes, Klier, Klier, Lindner, Thiel (2017).

    >>> made = customer_lifetime_social_value([100.0, 50.0], share=[0.4, 0.0], given=[0.0, 20.0])
    >>> made.clsv.tolist(), made.gamma, made.equity
    ([60.0, 90.0], 2.0, 150.0)
    """
    value = floats(clv, name="clv")
    s = spread(share, name="share", size=value.size)
    g = floats(given, name="given", size=value.size)
    refuse((s < 0) | (s > 1), "shares lie between 0 and 1", column="share")
    refuse(g < 0, "G is at least 0; post negative influence by content_entries", column="given")
    number(acquisition_share, name="acquisition_share", low=0, high=1)
    number(firm_given, name="firm_given", low=0)
    number(acquisition, name="acquisition")
    pool = float(s @ value) + acquisition_share * acquisition
    if pool < 0:
        raise InvalidInput("what others moved adds up to a loss: credit cannot be shared out of it", column="clv")
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


def content_rates(credit: ArrayLike, *, age: ArrayLike, delta: ArrayLike, window: float) -> Floats:
    """Credit per time unit that each content earns now, from its credit of the last `window`.

    credit, age, delta (contents,): money, time units, decay per time unit. Returns (contents,): a content's credit
    decays as exp(-delta t); what was observed over min(age, window) fixes the level now.
    Raises InvalidInput for negative ages or decays or a window not above 0.
    Assumes: exponential decay since posting, all contents alike.
    Misleads when: a content has only begun to be read, or is read in seasons.
    Source: docs/measures/lifetime-social-value.md.

    >>> content_rates([10.0], age=[5.0], delta=0.0, window=20.0).tolist()
    [2.0]
    """
    earned = floats(credit, name="credit")
    old = floats(age, name="age", size=earned.size)
    decay = spread(delta, name="delta", size=earned.size)
    refuse(old < 0, "an age is at least 0", column="age")
    refuse(decay < 0, "is at least 0", column="delta")
    number(window, name="window", above=0, endless=True)
    seen = np.maximum(np.minimum(old, window), 1e-9)
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
    """Discounted credit ahead of the contents that exist (STOCK), per person and the firm's.

    author (contents,): codes; rate (contents,): credit per time unit now; delta: decay; discount: continuous, per time
    unit; window: horizon. Returns (people,) and a number: rate / (delta + discount) (1 - exp(-(delta + discount) window)).
    Raises InvalidInput where a content neither decays nor is discounted nor ends.
    Assumes: contents go on being read as before, fading at their rate.
    Misleads when: contents are taken down, outdated or overtaken by newer ones.
    Source: docs/measures/lifetime-social-value.md.

    >>> stock_of_contents([0, 0, -1], rate=[2.0, 1.0, 5.0], delta=0.08, people=2, discount=0.02)[0].tolist()
    [30.0, 0.0]
    """
    who = integers(author, name="author")
    refuse(
        (who < FIRM) | (who >= whole(people, name="people", low=0)),
        f"is no code of the {people} people, nor -1",
        column="author",
    )
    level = floats(rate, name="rate", size=who.size)
    number(discount, name="discount", low=0)
    fading = spread(delta, name="delta", size=who.size)
    refuse(fading < 0, "is at least 0", column="delta")
    fade = fading + discount
    if window is None:
        refuse(fade <= 0, "without a window, decay plus discount must be above 0", column="delta")
    reach = np.inf if window is None else number(window, name="window", above=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(fade > 0, level * -np.expm1(-fade * reach) / fade, level * reach)
    mine = who != FIRM
    total = np.zeros(people)
    np.add.at(total, who[mine], worth[mine])
    return total, float(worth[~mine].sum())


def flow_of_contents(discounted_contents: ArrayLike, *, credit_per_content: ArrayLike) -> Floats:
    """Discounted credit ahead of the contents people will still write (FLOW), per person.

    discounted_contents (people,): expected discounted number of further contents, from the purchase models fitted to
    posting; credit_per_content (people,) or one: expected lifetime credit of each. Returns (people,), in money.
    Raises InvalidInput for negative numbers.
    Assumes: how often somebody writes says nothing about how much each content earns.
    Misleads when: few contents have earned yet; let the spend model shrink them to the population.
    Source: docs/measures/lifetime-social-value.md.

    >>> flow_of_contents([2.0, 0.5], credit_per_content=30.0).tolist()
    [60.0, 15.0]
    """
    contents = floats(discounted_contents, name="discounted_contents")
    credit = spread(credit_per_content, name="credit_per_content", size=contents.size)
    refuse(contents < 0, "is at least 0", column="discounted_contents")
    refuse(credit < 0, "is at least 0", column="credit_per_content")
    return contents * credit


def received_share(
    own: ArrayLike, received: ArrayLike, *, segment: ArrayLike | None = None, strength: float = 5.0
) -> Floats:
    """The share s of each person's future purchases that others will have moved, shrunk to the segment.

    own, received (people,): OWN and RECV of the past; segment (people,): codes. Returns (people,) in [0, 1]: the
    posterior mean of a Beta prior centred on the segment's RECV / OWN and worth `strength` average customers.
    Raises InvalidInput for rows that are no numbers or a negative strength.
    Assumes: people of a segment are alike, and the past share goes on.
    Misleads when: the segment's share rests on a few large buyers. Amounts below 0 count as 0.
    Source: docs/measures/lifetime-social-value.md.

    >>> received_share([100.0, 0.0], [50.0, 0.0]).tolist()
    [0.5, 0.5]
    """
    number(strength, name="strength", low=0)
    bought = np.maximum(floats(own, name="own"), 0.0)
    moved = np.clip(floats(received, name="received", size=bought.size), 0.0, bought)
    group = (
        np.zeros(bought.size, dtype=np.int64)
        if segment is None
        else integers(segment, name="segment", size=bought.size)
    )
    _, code = np.unique(group, return_inverse=True)
    total = np.bincount(code, weights=bought)
    share = np.divide(np.bincount(code, weights=moved), total, out=np.zeros(total.size), where=total > 0)
    prior = strength * total / np.maximum(np.bincount(code, weights=bought > 0), 1)
    weight = prior[code] + bought
    made: Floats = np.divide(prior[code] * share[code] + moved, weight, out=share[code], where=weight > 0)
    return made


def retention_externality(margin: ArrayLike, *, hazard: ArrayLike, discount: float, hazard_ratio: float) -> Floats:
    """What a neighbour's defection costs: a customer's value at the usual hazard less that at the raised one.

    margin, hazard (people,): money and defection rate per time unit; discount: continuous, per time unit;
    hazard_ratio: at least 1. Returns m / (h + rho) - m / (HR h + rho), (people,).
    Raises InvalidInput for a hazard plus discount not above 0 or a ratio below 1.
    Assumes: the raised hazard lasts; in published data it fades within months, so this is the upper end.
    Misleads when: neighbours are alike and leave for the same reason; a ratio from association is too high.
    Source: docs/measures/lifetime-social-value.md; Nitzan and Libai (2011).

    >>> retention_externality([100.0], hazard=0.2, discount=0.1, hazard_ratio=2.0).round(2).tolist()
    [133.33]
    """
    money = floats(margin, name="margin")
    rate = spread(hazard, name="hazard", size=money.size)
    number(discount, name="discount")
    refuse((rate < 0) | (rate + discount <= 0), "hazard plus discount must be above 0", column="hazard")
    number(hazard_ratio, name="hazard_ratio", low=1)
    made: Floats = money / (rate + discount) - money / (hazard_ratio * rate + discount)
    return made
