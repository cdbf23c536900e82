"""The ledger per person: own, given, received, net, and the overlapping gross; and how much the rule matters."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints
from agora.analytics.value.ledger import Allocation, allocate
from agora.analytics.value.rows import FIRM, UNKNOWN_BUYER, Exposures, LedgerParameters, Sales
from agora.analytics.value.rules import Rule

BAND_RULES = (Rule.LAST_TOUCH, Rule.LINEAR, Rule.TIME_DECAY, Rule.SHAPLEY, Rule.HAZARD)


@dataclass(frozen=True)
class Statement:
    """Minor units per person code (people,); `gross` overlaps between people and must be labelled so.

    net.sum() + firm + unknown == total, and given.sum() + firm == received.sum(), exactly.
    """

    own: Ints
    given: Ints  # CSV: customer social value of the period
    received: Ints
    net: Ints
    gross: Ints  # OVERLAPPING: the margin of every sale a person's words preceded
    firm: int  # credit of the firm's own words
    unknown: int  # margin of sales without a known buyer
    total: int


@dataclass(frozen=True)
class RuleBand:
    """Given value under several rules: (rules, people), and its smallest and largest per person."""

    rules: tuple[Rule, ...]
    given: Ints
    low: Ints
    high: Ints


def statement(
    allocation: Allocation,
    *,
    people: int,
    start: float = -np.inf,
    end: float = np.inf,
    include: ArrayLike | None = None,
) -> Statement:
    """Add up the postings of the sales in [start, end), by person code 0..people-1.

    include (sales,): a further choice of sales, for sub-accounts such as purchases or deflected cases. Periods add.
    Raises ValueError where a code is not below `people`.
    """
    chosen = chosen_sales(allocation, start=start, end=end, include=include)
    _check_codes(allocation, people)
    known = allocation.buyer != UNKNOWN_BUYER
    margin = np.where(chosen, allocation.margin_minor, 0)
    counted = chosen[allocation.sale]
    amount = np.where(counted, allocation.amount_minor, 0)
    own = _sum_by(allocation.buyer[known], margin[known], people)
    credited = allocation.author != FIRM
    given = _sum_by(allocation.author[credited], amount[credited], people)
    received = _sum_by(allocation.buyer[allocation.sale], amount, people)
    return Statement(
        own=own,
        given=given,
        received=received,
        net=own - received + given,
        gross=_gross(allocation, margin, people),
        firm=int(amount[~credited].sum()),
        unknown=int(margin[~known].sum()),
        total=int(margin.sum()),
    )


def chosen_sales(
    allocation: Allocation, *, start: float = -np.inf, end: float = np.inf, include: ArrayLike | None = None
) -> Bools:
    """Which sales a period and a further choice leave, (sales,)."""
    inside: Bools = (allocation.time >= start) & (allocation.time < end)
    return inside if include is None else inside & np.asarray(include, dtype=np.bool_)


def rule_band(
    sales: Sales,
    exposures: Exposures,
    parameters: LedgerParameters,
    *,
    mu: ArrayLike,
    people: int,
    rules: Iterable[Rule] = BAND_RULES,
    start: float = -np.inf,
    end: float = np.inf,
) -> RuleBand:
    """Given value (CSV) per person under each rule; the spread usually exceeds the statistical interval."""
    tried = tuple(Rule(rule) for rule in rules)
    rows = [
        statement(allocate(sales, exposures, parameters, mu=mu, rule=rule), people=people, start=start, end=end).given
        for rule in tried
    ]
    given = np.array(rows, dtype=np.int64).reshape(len(tried), people)
    return RuleBand(rules=tried, given=given, low=given.min(axis=0), high=given.max(axis=0))


def _gross(allocation: Allocation, margin: Ints, people: int) -> Ints:
    pair = np.unique(allocation.sale * (people + 1) + allocation.author + 1)
    sale, author = pair // (people + 1), pair % (people + 1) - 1
    credited = author != FIRM
    return _sum_by(author[credited], margin[sale[credited]], people)


def _sum_by(code: Ints, amount: Ints, people: int) -> Ints:
    """Integer totals per code; bincount would go through floats."""
    out = np.zeros(people, dtype=np.int64)
    np.add.at(out, code, amount)
    return out


def _check_codes(allocation: Allocation, people: int) -> None:
    highest = max(int(allocation.buyer.max(initial=-1)), int(allocation.author.max(initial=-1)))
    if highest >= people:
        raise ValueError(f"person code {highest} does not fit {people} people")


def shares_received(made: Statement) -> Floats:
    """RECV / OWN per person, 0 where nothing was bought."""
    return np.divide(made.received, made.own, out=np.zeros(made.own.size), where=made.own > 0)
