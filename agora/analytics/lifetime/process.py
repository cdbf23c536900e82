"""What a customer may really bring: histories drawn ahead from BG/NBD and Gamma-Gamma, kept only as quantiles."""

import numpy as np

from agora.analytics.arrays import Floats, Ints, compiled

_TINY = 1e-12
_STEPS = 64  # purchases drawn one by one; the rest of a longer life is drawn in one go


@compiled
def draw_intervals(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    frequency: Ints,
    recency: Floats,
    age: Floats,
    mean_spend: Floats,
    buying: Floats,
    spending: Floats,
    rate: float,
    horizon: float,
    tail: float,
    seeds: Ints,
    share: Floats,
) -> tuple[Floats, Floats]:
    """Low, high and mean of the discounted amounts ahead, (3, n), and what all bring together, (S,), in `share`s.

    buying (S, 4), spending (S, 3): parameter draws; tail: probability left out on either side; seeds (n,): one
    per customer, so that a result depends neither on chunks nor on threads. Memory is one row of S numbers.
    """
    draws = buying.shape[0]
    out = np.empty((3, frequency.size))
    sample, together = np.empty(draws), np.zeros(draws)
    for i in range(frequency.size):
        np.random.seed(seeds[i])
        for s in range(draws):
            sample[s] = _draw(frequency[i], recency[i], age[i], mean_spend[i], buying[s], spending[s], rate, horizon)
        together += share[i] * sample
        sample.sort()
        out[0, i] = _quantile(sample, tail)
        out[1, i] = _quantile(sample, 1.0 - tail)
        out[2, i] = sample.mean()
    return out, together


@compiled
def _draw(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    x: int, t_x: float, t: float, z: float, buying: Floats, spending: Floats, rate: float, horizon: float
) -> float:
    """One life ahead: alive or not, its rate, its dropout probability, its spend, its purchases."""
    r, alpha, a, b = buying[0], buying[1], buying[2], buying[3]
    if x > 0:
        gone = a / max(b + x - 1.0, _TINY) * ((alpha + t) / (alpha + t_x)) ** (r + x)
        if np.random.random() * (1.0 + gone) > 1.0:
            return 0.0
    pace = np.random.gamma(r + x, 1.0 / (alpha + t))
    dropout = np.random.beta(a, b + x)
    p, q, gamma = spending[0], spending[1], spending[2]
    # A small shape draws zeros; the quantiles are the same with the smallest number instead.
    size = 1.0 / max(np.random.gamma(q + p * x, 1.0 / (gamma + x * z)), _TINY)
    return _purchases(pace, dropout, p, size, rate, horizon)


@compiled
def _purchases(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    pace: float, dropout: float, p: float, size: float, rate: float, horizon: float
) -> float:
    """The discounted sum of one customer's purchases within the horizon, each Gamma(p) times `size`."""
    total, now = 0.0, 0.0
    for _ in range(_STEPS):
        if pace <= 0.0:
            return float(total)
        now += np.random.exponential(1.0 / pace)
        if now > horizon:
            return float(total)
        total += np.exp(-rate * now) * np.random.gamma(p, size)
        if np.random.random() < dropout:
            return float(total)
    left = horizon - now
    number = float(np.random.poisson(min(pace * left, 1e9)))
    if number == 0.0:
        return float(total)
    life = number
    if dropout > 1e-12:
        life = 1.0 + np.floor(np.log(1.0 - np.random.random()) / np.log1p(-min(dropout, 1.0 - 1e-12)))
    bought = min(number, life)
    span = left * bought / number
    mean = 1.0 if rate * span < 1e-12 else -np.expm1(-rate * span) / (rate * span)
    return float(total + np.exp(-rate * now) * mean * np.random.gamma(p * bought, size))


@compiled
def _quantile(ordered: Floats, share: float) -> float:
    place = share * (ordered.size - 1)
    below = int(np.floor(place))
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
