"""Credit passed on to those who brought the credited: a chain that keeps every unit, with an end that absorbs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix

from agora_analytics.arrays import Floats, Ints, integers, number, spread
from agora_analytics.errors import InvalidInput, NotConverged
from agora_analytics.frames import Tabular
from agora_analytics.value.rounding import whole


@dataclass(frozen=True)
class PassedOn(Tabular):
    """Credit in minor units after passing on: credit.sum() + root == given.sum(), exactly."""

    credit: Ints  # (people,)
    root: int  # what reached the beginning of the chains


def pass_on(given: ArrayLike, *, person: ArrayLike, source: ArrayLike, share: ArrayLike = 1.0, phi: float) -> PassedOn:
    """Let everybody keep 1 - phi of their credit and pass phi to those responsible for their own joining.

    given (people,): minor units. person, source (links,): person's share (links,) of responsibility that is source's;
    shares of a person sum to 1 at most, the rest and everybody without a source is the root's. phi in [0, 1).
    Returns `PassedOn`. c = (1 - phi)(I - phi P')^-1 w, the root keeping all it gets; O(links x log(amount) / log(1/phi)).
    Raises InvalidInput for phi or shares outside their range, or codes that are no person's.
    Assumes: responsibility for joining extends to all later credit.
    Misleads when: shown as money earned; it is off in the money view by default.
    Source: docs/measures/value-ledger.md; Katz (1953), Hubbell (1965).

    >>> pass_on([0, 0, 1000], person=[1, 2], source=[0, 1], phi=0.5)
    PassedOn(credit=array([125, 250, 500]), root=125)
    """
    amount = integers(given, name="given")
    who = integers(person, name="person")
    origin = integers(source, name="source", size=who.size)
    part = spread(share, name="share", size=who.size)
    _check(amount.size, who, origin, part, phi)
    onward = csr_matrix((part, (origin, who)), shape=(amount.size, amount.size))
    credit = _settled(amount.astype(np.float64), onward, phi)
    total = int(amount.sum())
    parts = whole(np.append(credit, total - credit.sum()), total)
    return PassedOn(credit=parts[:-1], root=int(parts[-1]))


def _check(people: int, who: Ints, origin: Ints, part: Floats, phi: float) -> None:
    number(phi, name="phi", low=0, below=1)
    for name, code in (("person", who), ("source", origin)):
        wrong = np.flatnonzero((code < 0) | (code >= people))
        if wrong.size:
            raise InvalidInput(f"{code[wrong[0]]} is no code of the {people} people", column=name, row=int(wrong[0]))
    wrong = np.flatnonzero(part < 0)
    if wrong.size:
        raise InvalidInput("is at least 0", column="share", row=int(wrong[0]))
    over = np.flatnonzero(np.bincount(who, weights=part, minlength=people) > 1 + 1e-9)
    if over.size:
        raise InvalidInput(f"the shares of person {over[0]} sum to more than 1", column="share")


def _settled(given: Floats, onward: csr_matrix, phi: float) -> Floats:
    """(1 - phi) sum of phi^n P'^n given: each term is smaller by phi, so that the end is known."""
    moving, kept = given, np.zeros(given.size)
    for _ in range(100_000):
        kept = kept + (1 - phi) * moving
        moving = phi * (onward @ moving)
        if np.abs(moving).sum() < 1e-6:
            return kept + moving * (1 - phi)
    raise NotConverged("credit still moves after 100,000 links; choose a smaller phi")
