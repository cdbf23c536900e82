"""Share of wallet: how much of what a customer spends on such things is spent here.

Keiningham, Aksoy, Buoye, Cooil (2011), Customer Loyalty Isn't Enough. Grow Your Share of Wallet, Harvard Business Review
89(10) 29-31, for the wallet allocation rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from agora_analytics.arrays import Floats, floats, generator, integers, number, refuse
from agora_analytics.errors import NotEnoughData
from agora_analytics.frames import Tabular

_ROUNDS = 2_000  # samples of customers
_FEW = 1_000  # customers; above, samples add time but nothing else
_Ends = tuple[float, float]


@dataclass(frozen=True)
class WalletShare(Tabular):
    """The share of each customer's wallet, and of all of them with intervals for having asked only some."""

    share: Floats  # (n,) between 0 and 1
    mean: float  # of the shares: each customer counts alike
    mean_low: float
    mean_high: float
    total: float  # own over all that is spent: each unit of money counts alike (by ranks: the mean again)
    total_low: float
    total_high: float
    level: float


def share_of_wallet(own: ArrayLike, elsewhere: ArrayLike, *, level: float = 0.95, seed: int = 0) -> WalletShare:
    """Own spending over own and elsewhere, per customer asked and over all.

    own (n,): spent here in the period; elsewhere (n,): spent at others on the same category in the same period, as the
    customer says or a panel shows; both in one unit; level: of the intervals; seed: of the bootstrap over customers
    (above 1,000 customers the interval is the linear one, without chance).
    Returns WalletShare.
    Raises InvalidInput for negative amounts or a customer who spends nowhere (has no wallet: leave the row out);
    NotEnoughData below two customers.
    Assumes: those asked are a random sample of the customers meant; amounts elsewhere are remembered right.
    Misleads when: only the loyal answer; or the category is drawn too narrow or too wide. The interval knows nothing
    of either.
    Source: Cooil, Keiningham, Aksoy, Hsu (2007), J. Marketing 71(1) 67-83; bootstrap: Efron (1979).

    >>> found = share_of_wallet([30, 50, 0, 20], [70, 50, 100, 0])
    >>> found.share.tolist(), found.mean, found.total
    ([0.3, 0.5, 0.0, 1.0], 0.45, 0.3125)
    """
    here = floats(own, name="own")
    there = floats(elsewhere, name="elsewhere", size=here.size)
    refuse(here < 0, "spending is at least 0; net returns before", column="own")
    refuse(there < 0, "spending is at least 0", column="elsewhere")
    refuse(here + there == 0, "spends nothing anywhere, so has no wallet; leave the row out", column="own")
    return _over_customers(here / (here + there), here, here + there, level=level, seed=seed)


def wallet_allocation(rank: ArrayLike, brands: ArrayLike, *, level: float = 0.95, seed: int = 0) -> WalletShare:
    """The wallet allocation rule: the share expected from how a customer ranks this firm among those used.

    rank (n,): 1 for the best liked; between two firms liked alike the mean of their ranks, such as 1.5; brands (n,):
    how many firms the customer uses in the category, this one included.
    Returns WalletShare with share = (1 - rank / (brands + 1)) * 2 / brands; a customer's shares over all brands add
    up to 1.
    Raises InvalidInput for ranks outside 1..brands, NotEnoughData below two customers.
    Assumes: what Keiningham et al. found across industries holds here: it is a regularity, not a law.
    Misleads when: customers use one firm by contract (the rule then says 1 of everybody), or prices differ widely
    between firms, since shares are of occasions more than of money. Prefer amounts where there are any.
    Source: Keiningham, Aksoy, Buoye, Cooil (2011), Harvard Business Review 89(10) 29-31.

    >>> wallet_allocation([1, 2, 1, 1.5], [2, 2, 1, 3]).share.round(4).tolist()
    [0.6667, 0.3333, 1.0, 0.4167]
    """
    place = floats(rank, name="rank")
    used = integers(brands, name="brands", size=place.size)
    refuse(used < 1, "a customer uses at least this firm", column="brands")
    refuse((place < 1) | (place > used), "a rank lies between 1 and the number of brands", column="rank")
    share = (1 - place / (used + 1)) * 2 / used
    return _over_customers(share, share, np.ones(share.size), level=level, seed=seed)


def _over_customers(share: Floats, part: Floats, whole: Floats, *, level: float, seed: int) -> WalletShare:
    if share.size < 2:
        raise NotEnoughData(f"{share.size} customers: an interval needs at least two")
    number(level, name="level", above=0, below=1)
    if share.size <= _FEW:
        mean, total = _resampled(share, part, whole, level=level, seed=seed)
    else:
        mean, total = (_linear(of, size, level) for of, size in ((share, np.ones(share.size)), (part, whole)))
    return WalletShare(
        share=share,
        mean=float(share.mean()),
        mean_low=mean[0],
        mean_high=mean[1],
        total=float(part.sum() / whole.sum()),
        total_low=total[0],
        total_high=total[1],
        level=level,
    )


def _resampled(share: Floats, part: Floats, whole: Floats, *, level: float, seed: int) -> tuple[_Ends, _Ends]:
    """Intervals of the mean and the total from samples of customers with replacement."""
    rng = generator(seed)
    times = rng.multinomial(share.size, np.full(share.size, 1 / share.size), _ROUNDS)
    sums = times @ np.column_stack([share / share.size, part, whole])
    ends = [(1 - level) / 2, (1 + level) / 2]
    mean, total = np.quantile(sums[:, 0], ends), np.quantile(sums[:, 1] / sums[:, 2], ends)
    return (float(mean[0]), float(mean[1])), (float(total[0]), float(total[1]))


def _linear(part: Floats, whole: Floats, level: float) -> _Ends:
    """Interval of sum(part) / sum(whole) by its linear approximation, which many customers make good."""
    ratio = float(part.sum() / whole.sum())
    error = float(np.std(part - ratio * whole, ddof=1) / whole.mean() / np.sqrt(part.size))
    half = float(ndtri((1 + level) / 2)) * error
    return max(ratio - half, 0.0), min(ratio + half, 1.0)
