"""How much the choice of a rule matters: social value under several rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Ints
from agora_analytics.errors import NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.value.incrementality import Factor, Incrementality
from agora_analytics.value.ledger import allocate
from agora_analytics.value.rows import Exposures, Sales
from agora_analytics.value.rules import Rule, rule_named

BAND_RULES = (Rule.LAST, Rule.LINEAR, Rule.TIME_DECAY, Rule.SHAPLEY, Rule.HAZARD)


@dataclass(frozen=True)
class AllocationBand(Tabular):
    """Given value (CSV) under several rules, in minor units, and its smallest and largest per person."""

    aside: ClassVar[tuple[str, ...]] = ("rules",)
    rules: tuple[Rule, ...]
    given: Ints  # (rules, people)
    low: Ints  # (people,)
    high: Ints  # (people,)


def allocation_band(
    sales: Sales,
    exposures: Exposures,
    *,
    rules: Iterable[Rule | str] = BAND_RULES,
    incrementality: Factor | Incrementality = 0.4,
    horizon: float = 60.0,
    half_life: float = 7.0,
    session: float = np.inf,
    people: int | None = None,
    include: ArrayLike | None = None,
) -> AllocationBand:
    """Social value (CSV) per person under each of several rules, and the span over them.

    Arguments as of `allocate`; rules: by default last, linear, time decay, Shapley and hazard.
    Returns an `AllocationBand` (rules, people). Raises what `allocate` raises, NotEnoughData for no rules.
    Assumes: the same incrementality under each rule.
    Misleads when: taken for a statistical interval; it says what convention does, not what chance does.
    Source: docs/measures/value-ledger.md.

    >>> sales = Sales.of([2], time=[10.0], margin_minor=[900], base_rate=0.0)
    >>> met = Exposures.of([2, 2], author=[0, 1], content=[5, 6], time=[8.0, 9.0])
    >>> band = allocation_band(sales, met, rules=["first", "last", "linear"], incrementality=1.0)
    >>> band.low.tolist(), band.high.tolist()
    ([0, 0, 0], [900, 900, 0])
    """
    tried = tuple(rule_named(rule) for rule in rules)
    if not tried:
        raise NotEnoughData("a band needs at least one rule")
    given = np.array(
        [
            allocate(
                sales, exposures, rule=rule, incrementality=incrementality, horizon=horizon, half_life=half_life,
                session=session, people=people, include=include, entries=False,
            ).given
            for rule in tried
        ]
    )  # fmt: skip
    return AllocationBand(rules=tried, given=given, low=given.min(axis=0), high=given.max(axis=0))
