"""What a customer may really do: histories drawn from the models, and lives ahead kept only as quantiles.

`kind` of buying: 0 BG/NBD (leaves after a repeat purchase), 1 MBG/NBD (after any purchase), 2 Pareto/NBD (at any moment);
its four parameters are (r, alpha, a, b) or (r, alpha, s, beta).
"""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled, quantile_of_sorted
from agora_analytics.lifetime.leaving import NODES, WEIGHTS, log_left

_TINY = 1e-12
_STEPS = 64  # purchases drawn one by one; the rest of a longer life is drawn in one go
_PARETO = 2


@compiled
def draw_histories(kind: int, law: Floats, age: Floats, seed: int) -> tuple[Ints, Floats]:
    """Frequency and recency (n,) of new customers observed for `age` (n,) each."""
    frequency, recency = np.zeros(age.size, dtype=np.int64), np.zeros(age.size)
    np.random.seed(seed)
    for i in range(age.size):
        pace = np.random.gamma(law[0], 1.0 / law[1])
        end, dropout = _life(kind, law, age[i])
        if pace <= 0.0 or (kind == 1 and np.random.random() < dropout):
            continue
        now = np.random.exponential(1.0 / pace)
        while now <= end:
            frequency[i], recency[i] = frequency[i] + 1, now
            if np.random.random() < dropout:
                break
            now += np.random.exponential(1.0 / pace)
    return frequency, recency


@compiled
def _life(kind: int, law: Floats, age: float) -> tuple[float, float]:
    """When a new customer's buying ends at the latest, and the chance that a purchase is the last."""
    if kind == _PARETO:
        rate = max(np.random.gamma(law[2], 1.0 / law[3]), _TINY)
        return min(age, np.random.exponential(1.0 / rate)), 0.0
    return age, np.random.beta(law[2], law[3])


@compiled
def draw_intervals(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    kind: int,
    frequency: Ints,
    recency: Floats,
    age: Floats,
    mean_amount: Floats,
    buying: Floats,
    spending: Floats,
    rate: float,
    horizon: float,
    level: float,
    seeds: Ints,
    share: Floats,
) -> tuple[Floats, Floats]:
    """Low, high, mean and chance of nothing of the discounted amounts ahead, (4, n); what all bring together, (S,).

    buying (S, 4), spending (S, 3): parameter draws; share (n,) scales the second result; seeds (n,): one per customer,
    so that a result depends neither on chunks nor on threads. Memory is one row of S numbers.
    """
    draws = buying.shape[0]
    out = np.empty((4, frequency.size))
    sample, together = np.empty(draws), np.zeros(draws)
    for i in range(frequency.size):
        np.random.seed(seeds[i])
        for s in range(draws):
            sample[s] = _draw(
                kind, frequency[i], recency[i], age[i], mean_amount[i], buying[s], spending[s], rate, horizon
            )
        total, empty = 0.0, 0
        for s in range(draws):  # loops, for a whole-array expression takes numba a second to compile
            together[s] += share[i] * sample[s]
            total += sample[s]
            empty += sample[s] <= 0.0
        sample.sort()
        nothing = empty / draws
        # Where "nothing" alone is likelier than the lower tail, the interval starts at 0 and the rest lies above it.
        tail = 0.0 if nothing > (1.0 - level) / 2.0 else (1.0 - level) / 2.0
        out[0, i] = 0.0 if tail == 0.0 else quantile_of_sorted(sample, tail)
        out[1, i] = quantile_of_sorted(sample, tail + level)
        out[2, i] = total / draws
        out[3, i] = nothing
    return out, together


@compiled
def _draw(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    kind: int,
    x: int,
    t_x: float,
    t: float,
    z: float,
    buying: Floats,
    spending: Floats,
    rate: float,
    horizon: float,
) -> float:
    """One life ahead: alive or not, its rate, its dropout, its spend, its purchases."""
    r, alpha = buying[0], buying[1]
    if np.random.random() * (1.0 + _odds_of_leaving(kind, x, t_x, t, buying)) > 1.0:
        return 0.0
    pace = np.random.gamma(r + x, 1.0 / (alpha + t))
    if kind == _PARETO:
        leaving = max(np.random.gamma(buying[2], 1.0 / (buying[3] + t)), _TINY)
        horizon, dropout = min(horizon, np.random.exponential(1.0 / leaving)), 0.0
    else:
        dropout = np.random.beta(buying[2], buying[3] + x + kind)
    p, q, gamma = spending[0], spending[1], spending[2]
    # A small shape draws zeros; the quantiles are the same with the smallest number instead.
    size = 1.0 / max(np.random.gamma(q + p * x, 1.0 / (gamma + x * z)), _TINY)
    return _purchases(pace, dropout, p, size, rate, horizon)


@compiled
def _odds_of_leaving(kind: int, x: int, t_x: float, t: float, buying: Floats) -> float:
    r, alpha, third, fourth = buying[0], buying[1], buying[2], buying[3]
    if kind == _PARETO:
        left, _ = log_left(r + x, alpha, third, fourth, t_x, t, NODES, WEIGHTS)
        return float(np.exp(left + (r + x) * np.log(alpha + t) + third * np.log(fourth + t)))
    if x + kind == 0:
        return 0.0
    return float(third / max(fourth + x + kind - 1.0, _TINY) * ((alpha + t) / (alpha + t_x)) ** (r + x))


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
