"""Bursts: stretches in which something is talked about markedly more often than usual.

Kleinberg (2002), Bursty and Hierarchical Structure in Streams, KDD 2002, 91-101; longer in Data Mining and Knowledge
Discovery 7 (2003) 373-397. Section 2 for gaps between events, section 4 for batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlog1py, xlogy

from agora_analytics.arrays import Floats, Ints, compiled, floats, integers, number, refuse, whole
from agora_analytics.errors import InvalidInput, NotEnoughData

_MOST_STATES = 64  # a byte holds the way back; the rate of the last state is then beyond any data


@dataclass(frozen=True)
class Bursts:
    """The cheapest sequence of states, and the bursts read off it, ordered by start, the wider one first."""

    state: Ints  # (n,) per batch, or per gap between events: 0 is the usual pace
    level: Ints  # (bursts,) 1 and above; a burst of level 2 lies within one of level 1
    start: Ints  # (bursts,) first batch; or first event
    end: Ints  # (bursts,) last batch; or last event, included
    weight: Floats  # (bursts,) cost saved against staying one level lower, in nats: the stronger, the larger
    rate: Floats  # (states,) what each state expects: a share, a count per batch, or events per time unit
    cost: float  # of the whole sequence, in nats


def bursts_in_events(time: ArrayLike, *, scaling: float = 2.0, gamma: float = 1.0, states: int | None = None) -> Bursts:
    """Bursts of single events, such as the posts on a topic, from the gaps between them.

    time (n,): moments in order, in any unit; scaling: the rate of each state over the one below; gamma: how dear it is
    to move up one state, times ln of the number of gaps; states: how many, None for as many as the shortest gap needs.
    Returns Bursts: `state` has one row per gap (n - 1), `start` and `end` are rows of `time`.
    Raises InvalidInput for times out of order or not finite, NotEnoughData below three events or where all fall on one
    moment.
    Assumes: within a state the gaps are exponential.
    Misleads when: there is a daily or weekly rhythm (each noon is a burst): use batches and their totals; or where
    times are rounded, which makes gaps of nothing.
    Source: Kleinberg (2002), section 2.

    >>> found = bursts_in_events([0, 10, 20, 30, 31, 32, 33, 34, 35, 45, 55], states=2)
    >>> found.start.tolist(), found.end.tolist(), found.weight.round(2).tolist()
    ([3], [8], [2.56])
    """
    when = floats(time, name="time")
    _check_automaton(scaling, gamma, states)
    if when.size < 3:
        raise NotEnoughData(f"{when.size} events: a burst is seen in the gaps between at least three")
    gaps = np.diff(when)
    refuse(np.append(False, gaps < 0), "earlier than the event before; put events in order of time", column="time")
    span = float(when[-1] - when[0])
    if span == 0:
        raise NotEnoughData("all events fall on one moment; give times with more digits, or counts per batch")
    rate = gaps.size / span * _steps(scaling, states or _needed(gaps, span, scaling))
    costs = gaps[:, None] * rate - np.log(rate)
    return _read(costs, gamma * log(gaps.size), rate, after=1)


def bursts_in_batches(
    relevant: ArrayLike,
    total: ArrayLike | None = None,
    *,
    scaling: float = 2.0,
    gamma: float = 1.0,
    states: int = 2,
) -> Bursts:
    """Bursts of a topic in batches (days, weeks): its share of all posts, or its bare counts.

    relevant (n,): posts on the topic per batch; total (n,): all posts per batch, None to judge the counts alone;
    scaling: the share (or mean) of each state over the one below; gamma: how dear a move up is, times ln n; states: at
    least 2.
    Returns Bursts whose `start` and `end` are batches; `rate` are the shares (or means) of the states.
    Raises InvalidInput for negative counts, more relevant than total, or a state whose share would be 1 or more;
    NotEnoughData below two batches or with no relevant post.
    Assumes: within a state posts are binomial out of the total (Kleinberg), or Poisson without total (ours).
    Misleads when: `total` is None and everything grows at once; or the burst is most of the data, which lifts the
    usual share itself.
    Source: Kleinberg (2002), section 4.

    >>> found = bursts_in_batches([1, 1, 8, 1, 1], [10, 10, 10, 10, 10])
    >>> found.state.tolist(), found.start.tolist(), found.end.tolist(), found.weight.round(3).tolist()
    ([0, 0, 1, 0, 0], [2], [2], [4.786])
    """
    r = integers(relevant, name="relevant")
    refuse(r < 0, "a count is at least 0", column="relevant")
    _check_automaton(scaling, gamma, states)
    if r.size < 2 or not r.any():
        raise NotEnoughData("a burst needs at least two batches and one relevant post")
    steps = _steps(scaling, states)
    rate, costs = _poisson_costs(r, steps) if total is None else _binomial_costs(r, total, steps)
    return _read(costs, gamma * log(r.size), rate, after=0)


def _check_automaton(scaling: float, gamma: float, states: int | None) -> None:
    number(scaling, name="scaling", above=1)  # each state is quicker than the one below
    number(gamma, name="gamma", low=0)
    if states is not None:
        whole(states, name="states", low=2, high=_MOST_STATES)


def _steps(scaling: float, states: int) -> Floats:
    """The pace of each state over the usual one."""
    return np.power(scaling, np.arange(states), dtype=np.float64)


def _needed(gaps: Floats, span: float, scaling: float) -> int:
    """Kleinberg's bound: no state beyond it can be on a cheapest path."""
    shortest = float(gaps[gaps > 0].min())
    return min(max(ceil(1 + log(span, scaling) - log(shortest, scaling)), 2), _MOST_STATES)


def _poisson_costs(r: Ints, steps: Floats) -> tuple[Floats, Floats]:
    rate = r.mean() * steps
    return rate, rate - r[:, None] * np.log(rate) + gammaln(r + 1.0)[:, None]


def _binomial_costs(r: Ints, total: ArrayLike, steps: Floats) -> tuple[Floats, Floats]:
    d = integers(total, name="total", size=r.size)
    refuse(r > d, "more relevant than there are in total; count each post once", column="relevant")
    rate = r.sum() / d.sum() * steps
    if rate[-1] >= 1:
        usual = f"{rate[0]:.3g} times {steps[-1]:.3g}"
        raise InvalidInput(f"the highest state would have share {usual}, above 1; lower it or states", column="scaling")
    choices = gammaln(d + 1.0) - gammaln(r + 1.0) - gammaln(d - r + 1.0)
    return rate, -(choices[:, None] + xlogy(r[:, None], rate) + xlog1py((d - r)[:, None], -rate))


def _read(costs: Floats, move: float, rate: Floats, *, after: int) -> Bursts:
    """States by Viterbi, bursts as maximal stretches at or above a level; `after` turns gaps into events."""
    state, cost = _cheapest(np.ascontiguousarray(costs), move)
    rows = [_stretches(state, level, costs) for level in range(1, int(state.max()) + 1)]
    level, start, end, weight = (np.concatenate(column) for column in zip(*rows, strict=True)) if rows else _nothing()
    order = np.lexsort((level, -end, start))
    return Bursts(
        state=state,
        level=level[order],
        start=start[order],
        end=end[order] + after,
        weight=weight[order],
        rate=rate,
        cost=float(cost),
    )


def _nothing() -> tuple[Ints, Ints, Ints, Floats]:
    none = np.zeros(0, dtype=np.int64)
    return none, none, none, np.zeros(0)


def _stretches(state: Ints, level: int, costs: Floats) -> tuple[Ints, Ints, Ints, Floats]:
    inside = np.concatenate([[0], (state >= level).astype(np.int8), [0]])
    start, stop = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1)
    saved = np.append(0.0, np.cumsum(costs[:, level - 1] - costs[:, level]))
    return np.full(start.size, level), start, stop - 1, saved[stop] - saved[start]


@compiled
def _cheapest(costs: Floats, move: float) -> tuple[Ints, float]:
    """Viterbi in O(n states): moves down are free, moves up cost `move` a state, the path starts at state 0."""
    n, k = costs.shape
    came = np.zeros((n, k), dtype=np.int8)
    best = np.arange(k) * move + costs[0]
    below, above = np.empty(k), np.empty(k, dtype=np.int64)
    for t in range(1, n):
        above[k - 1] = k - 1  # the cheapest state at or above j
        for j in range(k - 2, -1, -1):
            above[j] = j if best[j] <= best[above[j + 1]] else above[j + 1]
        rising, source = np.inf, 0  # the cheapest way up to j
        for j in range(k):
            if best[j] <= rising + move:
                rising, source = best[j], j
            else:
                rising += move
            down = best[above[j]]
            came[t, j] = source if rising < down else above[j]
            below[j] = min(rising, down) + costs[t, j]
        best[:] = below
    state = np.zeros(n, dtype=np.int64)
    state[n - 1] = np.argmin(best)
    for t in range(n - 1, 0, -1):
        state[t - 1] = came[t, state[t]]
    return state, best[state[n - 1]]
