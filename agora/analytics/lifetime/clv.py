"""Customer lifetime value: margin times spend times discounted purchases ahead, with an interval per customer."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, floats, spread
from agora.analytics.lifetime.bgnbd import BgNbdFit
from agora.analytics.lifetime.cells import check_histories
from agora.analytics.lifetime.expectation import discounted_expected_purchases, p_alive
from agora.analytics.lifetime.gamma_gamma import GammaGammaFit, expected_spend
from agora.analytics.lifetime.process import draw_intervals

_CHUNK = 8_192
_LAST = 12.0  # exp(-12): an endless horizon is drawn up to this discount


@dataclass(frozen=True)
class LifetimeValue:
    """Per customer (n,): what is expected ahead, and between which amounts it will lie.

    `low` and `high` bound the value that will be realised, not its mean: a customer who has most likely left has
    0 to 0 although the mean is a little above.
    """

    clv: Floats
    low: Floats
    high: Floats
    p_alive: Floats
    purchases: Floats  # discounted, expected
    spend: Floats  # expected amount per purchase
    spend_is_population_mean: Bools  # one-time buyers: nothing of their own to go by
    level: float
    all_low: float  # what all customers bring together lies between these
    all_high: float


def lifetime_value(
    buying: BgNbdFit,
    spending: GammaGammaFit,
    *,
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    mean_spend: ArrayLike,
    margin: ArrayLike,
    rate: float,
    horizon: float | None = None,
    level: float = 0.8,
    draws: int = 256,
    seed: int = 0,
) -> LifetimeValue:
    """CLV = margin x E[M] x DERT, with the central `level` interval of simulated lives.

    frequency, recency, age, mean_spend (n,): as summarise_purchases gives them; margin: share of the amount, one
    number or (n,); rate: continuous discount per time unit; horizon: time units, None for ever. Acquisition cost is
    never subtracted. The interval carries the uncertainty of the parameters (draws from their asymptotic normal
    distribution) and of the process (each life is drawn). Lives are drawn customer by customer and kept only as
    quantiles: memory is O(n + draws), time O(n x draws), threads share chunks, and the seed alone fixes the result.
    Raises ValueError for impossible rows, and for an endless horizon without discount.
    """
    x, t_x, t = check_histories(frequency, recency, age)
    z = floats(mean_spend, name="mean_spend", size=x.size)
    share = spread(margin, name="margin", size=x.size)
    ahead = discounted_expected_purchases(
        buying.parameters, frequency=x, recency=t_x, age=t, rate=rate, horizon=horizon
    )
    spend = expected_spend(spending.parameters, frequency=x, mean_spend=z)
    end = _LAST / rate if horizon is None else horizon
    rng = np.random.default_rng(seed)
    laws = (
        parameter_draws(buying.parameters.vector, buying.log_covariance, draws=draws, rng=rng),
        parameter_draws(spending.parameters.vector, spending.log_covariance, draws=draws, rng=rng),
    )
    tail = (1 - level) / 2
    bounds, together = _intervals((x, t_x, t, z), laws, share, rate=rate, end=end, tail=tail, seed=seed)
    low, high = np.quantile(together, (tail, 1 - tail))
    ends = np.sort(bounds[:2] * share, axis=0)
    return LifetimeValue(
        clv=share * spend * ahead,
        low=ends[0],
        high=ends[1],
        p_alive=p_alive(buying.parameters, frequency=x, recency=t_x, age=t),
        purchases=ahead,
        spend=spend,
        spend_is_population_mean=x == 0,
        level=level,
        all_low=float(low),
        all_high=float(high),
    )


def parameter_draws(
    vector: tuple[float, ...], log_covariance: Floats, *, draws: int, rng: np.random.Generator
) -> Floats:
    """Draws (draws, k) of positive parameters from their asymptotic law; the point itself where it is unknown."""
    centre = np.log(vector)
    if not np.all(np.isfinite(log_covariance)):
        return np.tile(np.exp(centre), (draws, 1))
    made: Floats = np.exp(rng.multivariate_normal(centre, log_covariance, size=draws, method="eigh"))
    return made


def _intervals(
    histories: tuple[Ints, Floats, Floats, Floats],
    laws: tuple[Floats, Floats],
    share: Floats,
    *,
    rate: float,
    end: float,
    tail: float,
    seed: int,
) -> tuple[Floats, Floats]:
    size = histories[0].size
    out = np.empty((3, size))
    seeds = np.random.SeedSequence(seed).generate_state(1, dtype=np.uint32).astype(np.int64)[0]
    mixed = ((seeds + np.arange(size, dtype=np.int64) * 2_654_435_761) % 2**32).astype(np.int64)

    def draw(start: int) -> Floats:
        rows = slice(start, start + _CHUNK)
        x, t_x, t, z = histories
        out[:, rows], sums = draw_intervals(
            x[rows], t_x[rows], t[rows], z[rows], laws[0], laws[1], rate, end, tail, mixed[rows], share[rows]
        )
        return sums

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        # One draw of the parameters holds for everybody, so the sums of the parts are draws of the whole.
        together = sum(pool.map(draw, range(0, size, _CHUNK)), np.zeros(laws[0].shape[0]))
    return out, together
