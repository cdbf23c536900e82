"""A discount that knows its period, so that 15 % a year is never taken for 15 % a week."""

from __future__ import annotations

import math
from typing import Self

from agora_analytics.arrays import number
from agora_analytics.errors import InvalidInput
from agora_analytics.lifetime.summary import span_of


class Discount(float):
    """A continuous discount rate per time unit: money a time t ahead is worth exp(-rate t) of money now.

    >>> weekly = Discount.yearly(0.15, unit="week")
    >>> weekly
    Discount(0.00268 per time unit)
    >>> round(float(weekly) * 365.25 / 7, 4) == round(math.log(1.15), 4)
    True
    """

    __slots__ = ()

    @classmethod
    def yearly(cls, share: float, *, unit: float | str) -> Self:
        """Return the rate at which money loses `share` a year (0.15: 15 %), on histories in `unit` (as customer_summary).

        Raises InvalidInput for a share that is negative or above 1, and for what is no unit.
        """
        number(share, name="share", low=0)
        if share > 1:
            raise InvalidInput(f"{share:g} a year is {share:.0%}; give {share / 100:g} for {share:g} %", column="share")
        return cls(math.log1p(share) * span_of(unit) / span_of("year"))

    @classmethod
    def continuous(cls, rate: float) -> Self:
        """Return a rate that is continuous and per time unit already; Raises InvalidInput for a negative one."""
        return cls(number(rate, name="rate", low=0))

    def __repr__(self) -> str:
        return f"Discount({float(self):.3g} per time unit)"


def checked_rate(rate: float) -> float:
    """The rate as a number; Raises InvalidInput for one above 0 that does not say its period."""
    plain = number(rate, name="rate", low=0)
    if plain > 0 and not isinstance(rate, Discount):
        raise InvalidInput(
            f'{plain:g} per what? Say period and time unit: Discount.yearly({plain:g}, unit="week"); one that is continuous '
            f"and per time unit already: Discount.continuous({plain:g})",
            column="rate",
        )
    return plain


def checked_margin(margin: float, *, name: str = "margin") -> float:
    """A share of an amount; Raises InvalidInput above 1: no sale leaves more than it brought."""
    share = number(margin, name=name)
    if share > 1:
        raise InvalidInput(
            f"{share:g} is {share:.0%} of the amount; give {share / 100:g} for {share:g} %, and 1 where amounts are margins",
            column=name,
        )
    return share
