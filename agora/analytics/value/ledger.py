"""The value ledger: who gets credit for the money that came in, to the minor unit, with nothing lost or made.

Definitions: docs/measures/value-ledger.md. An allocation is a rule applied to facts; it is not a causal claim.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, floats
from agora.analytics.value.paths import find_paths
from agora.analytics.value.rounding import apportion_sales
from agora.analytics.value.rows import NO_SALE, Exposures, LedgerParameters, Sales
from agora.analytics.value.rules import Rule, raw_weights


@dataclass(frozen=True)
class Allocation:
    """Every sale shared out: own part per sale, and one credit per sale and content met before it.

    Credits of sale i are rows `start[i]:start[i + 1]`. Credits of weight 0 stay in: they say whom the words touched.
    """

    rule: Rule
    buyer: Ints  # (sales,)
    time: Floats
    margin_minor: Ints
    own_weight: Floats
    own_minor: Ints
    start: Ints  # (sales + 1,)
    sale: Ints  # (credits,)
    exposure: Ints  # row of the exposures given
    author: Ints
    content: Ints
    kind: Ints
    weight: Floats
    amount_minor: Ints

    def credits_of(self, sale: int) -> Ints:
        """The credit rows of one sale."""
        return np.arange(self.start[sale], self.start[sale + 1])

    def credits_to(self, author: int) -> Ints:
        """The credit rows of one author."""
        return np.flatnonzero(self.author == author)


def allocate(
    sales: Sales,
    exposures: Exposures,
    parameters: LedgerParameters,
    *,
    mu: ArrayLike,
    rule: Rule | str = Rule.HAZARD,
) -> Allocation:
    """Share each sale's margin between its buyer and the authors whose words met the buyer before it.

    mu: the buyers' own purchase rates per time unit, one number or an array by buyer code; used by the hazard rule.
    Credit is kappa times the rule's weight; what kappa withholds stays with the buyer. A refund takes back along the
    weights of its sale. Streaming: O(exposures in windows), no matrix.
    Raises ValueError for an unknown rule, a kind without parameters, or a buyer without mu.
    """
    chosen = Rule(rule)
    if exposures.size and int(exposures.kind.max()) >= len(parameters.beta):
        raise ValueError(f"exposure kind {int(exposures.kind.max())} has no beta, delta and kappa")
    paths = find_paths(sales, exposures, horizon=parameters.horizon)
    own_rate = _rate_of(sales, mu)
    raw = raw_weights(chosen, paths=paths, sales=sales, exposures=exposures, parameters=parameters, mu=own_rate)
    row = paths.row
    weight = np.array(parameters.kappa)[exposures.kind[row]] * raw if row.size else raw
    sale = np.repeat(np.arange(sales.size), np.diff(paths.start))
    own_weight = np.maximum(1.0 - np.bincount(sale, weights=weight, minlength=sales.size), 0.0)
    own, credit = apportion_sales(
        sales.margin_minor, sales.origin, _posting_order(sales), paths.start, own_weight, weight
    )
    return Allocation(
        rule=chosen,
        buyer=sales.buyer,
        time=sales.time,
        margin_minor=sales.margin_minor,
        own_weight=own_weight,
        own_minor=own,
        start=paths.start,
        sale=sale,
        exposure=row,
        author=exposures.author[row],
        content=exposures.content[row],
        kind=exposures.kind[row],
        weight=weight,
        amount_minor=credit,
    )


def _rate_of(sales: Sales, mu: ArrayLike) -> Floats:
    """mu per sale; unknown buyers have no exposures, so their rate does not matter."""
    given = np.asarray(mu, dtype=np.float64)
    if given.ndim == 0:
        given = np.full(int(sales.buyer.max(initial=-1)) + 1, float(given))
    rates = floats(given, name="mu")
    if np.any(rates < 0):
        raise ValueError("mu: purchase rates are at least 0")
    if sales.size and int(sales.buyer.max()) >= rates.size:
        raise ValueError(f"mu: buyer {int(sales.buyer.max())} has no rate; give one per person code")
    made: Floats = np.append(rates, 0.0)[sales.buyer]
    return made


def _posting_order(sales: Sales) -> Ints:
    refund = sales.refund_of != NO_SALE
    order: Ints = np.lexsort((np.arange(sales.size), sales.time, refund))
    return order
