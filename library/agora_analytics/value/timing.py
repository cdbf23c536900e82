"""Whether words come before purchases more than after them, and more than they would at other times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from agora_analytics.arrays import Floats, Ints, compiled, generator, number, whole
from agora_analytics.errors import NotEnoughData
from agora_analytics.value.order import met_by_buyer
from agora_analytics.value.rows import NO_SALE, UNKNOWN_BUYER, Exposures, Sales

ALPHA = 0.05
FEWEST = 20  # buyers with exposures around a purchase


@dataclass(frozen=True)
class TimingTest:
    """Can word of mouth be claimed? Two ways of looking for it; a claim needs both."""

    before: float  # strength of the exposures within the window before purchases
    after: float  # the same after them, where words cannot have moved the purchase
    placebo_p: float  # one-sided, of `before` exceeding `after` by buyer
    shuffle_p: float  # of so much before, were the times of purchases dealt anew among buyers
    buyers: int  # with exposures on either side
    purchases: int  # with a whole window on both sides
    claimable: bool
    why: str  # in words


def timing_test(
    sales: Sales,
    exposures: Exposures,
    *,
    window: float,
    since: float | None = None,
    until: float | None = None,
    permutations: int = 199,
    seed: int = 0,
) -> TimingTest:
    """Test whether timing carries a claim of word of mouth: exposures before a purchase against after it.

    window: time on either side; since, until: the time watched (default: the first and last row). Only purchases with
    a whole window on both sides count. Returns a `TimingTest`: the placebo compares before with after by buyer (what
    comes after cannot have moved the purchase); the shuffle deals purchase times anew among buyers. Fewer than 20
    buyers with exposures make no claim. Raises NotEnoughData without any row, InvalidInput for a window not above 0.
    Assumes: without influence, exposures are as likely before as after; purchase times are exchangeable.
    Misleads when: buying itself ends reading (a false claim) or begins it (a missed one); when some third thing, such
    as a campaign, first makes people talk and then buy: timing alone proves nothing.
    Source: Anagnostopoulos, Kumar, Mahdian (2008) for the shuffle; docs/measures/value-ledger.md.

    >>> who = np.arange(1, 41)
    >>> sales = Sales.of(np.append(who, who), time=np.append(50.0 + who % 9, 20.0 + who % 7), margin_minor=who.repeat(2))
    >>> met = Exposures.of(who, author=who * 0, content=who, time=49.0 + who % 9)
    >>> timing_test(sales, met, window=5.0, since=0.0, until=100.0).claimable
    True
    """
    number(window, name="window", above=0)
    whole(permutations, name="permutations", low=1)
    rng = generator(seed)
    times = np.concatenate([sales.time, exposures.time])
    if not times.size:
        raise NotEnoughData("there are no sales and no exposures")
    start = float(times.min()) if since is None else number(since, name="since")
    end = float(times.max()) if until is None else number(until, name="until")
    seen = (sales.time >= start + window) & (sales.time <= end - window)
    row = np.flatnonzero(seen & (sales.refund_of == NO_SALE) & (sales.buyer != UNKNOWN_BUYER))
    people = 1 + int(max(sales.buyer.max(initial=-1), exposures.buyer.max(initial=-1)))
    met = met_by_buyer(exposures, people)
    buyer, at = sales.buyer[row].astype(np.int64), sales.time[row]
    theirs = np.where(met.author == np.repeat(np.arange(people), np.diff(met.first)), 0.0, met.strength)
    total = np.concatenate([[0.0], np.cumsum(theirs)])
    before, after = _around(met.first, met.time, total, buyer, at, window)
    ahead, behind = (np.bincount(buyer, weights=side, minlength=people) * 1.0 for side in (before, after))
    with_words = int(((ahead > 0) | (behind > 0)).sum())
    if with_words < FEWEST:
        why = f"{with_words} buyers met words around a purchase, {FEWEST} are needed: cannot say yet"
        return TimingTest(float(before.sum()), float(after.sum()), 1.0, 1.0, with_words, int(row.size), False, why)
    placebo = _more(ahead - behind)
    dealt = np.array(
        [_around(met.first, met.time, total, buyer, rng.permutation(at), window)[0].sum() for _ in range(permutations)]
    )
    shuffle = float((1 + np.sum(dealt >= before.sum() - 1e-9)) / (1 + permutations))
    claimable, why = _verdict(placebo, shuffle)
    return TimingTest(
        float(before.sum()), float(after.sum()), placebo, shuffle, with_words, int(row.size), claimable, why
    )


@compiled
def _around(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    first: Ints, time: Floats, total: Floats, buyer: Ints, at: Floats, window: float
) -> tuple[Floats, Floats]:
    """Strength met in [t - window, t) and in (t, t + window] of each purchase; total is the running sum."""
    before, after = np.empty(at.size), np.empty(at.size)
    for i in range(at.size):
        low, high = first[buyer[i]], first[buyer[i] + 1]
        seen = time[low:high]
        begin = low + np.searchsorted(seen, at[i] - window)
        now = low + np.searchsorted(seen, at[i])
        then = low + np.searchsorted(seen, at[i], side="right")
        end = low + np.searchsorted(seen, at[i] + window, side="right")
        before[i] = total[now] - total[begin]
        after[i] = total[end] - total[then]
    return before, after


def _more(difference: Floats) -> float:
    """One-sided p-value of a sum of independent differences above 0."""
    spread = float(np.sqrt(np.sum(difference**2)))
    return float(norm.sf(difference.sum() / spread)) if spread > 0 else 1.0


def _verdict(placebo: float, shuffle: float) -> tuple[bool, str]:
    if placebo >= ALPHA:
        return False, "words are met as much after a purchase as before it: people alike in timing explain as much"
    if shuffle >= ALPHA:
        return False, "purchases at other people's times would have followed words as often"
    return True, "words come before purchases more than after them, and more than at other people's times"
