"""The chance of having left under Pareto/NBD: an integral of positive terms, where the usual closed form cancels."""

from __future__ import annotations

import numpy as np

from agora_analytics.arrays import Floats, compiled

NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2
_WIDEST, _STEEPEST = 1.5, 6.0  # of one piece of the integral: in log time, and in nats that it falls
_MOST = 200.0  # pieces
_FLOOR = 45.0  # nats: what lies below adds nothing a double could show


@compiled
def log_left(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    shape: float,
    alpha: float,
    s: float,
    beta: float,
    start: float,
    end: float,
    nodes: Floats,
    weights: Floats,
) -> tuple[float, tuple[float, float, float, float]]:
    """Log of s times the integral of (alpha+u)^-shape (beta+u)^-(s+1) over start < u < end, and four means under it.

    The means are of log(alpha+u), 1/(alpha+u), log(beta+u), 1/(beta+u). Integrated over log time by pieces, each narrow
    enough for ten points; all terms are positive, so nothing cancels.
    """
    if end <= start:
        return -np.inf, (0.0, 0.0, 0.0, 0.0)
    base = min(alpha, beta)
    top = shape * np.log(alpha + start) + (s + 1.0) * np.log(beta + start)
    first, span = np.log(base + start), np.log((base + end) / (base + start))
    slope = (base + start) * (shape / (alpha + start) + (s + 1.0) / (beta + start)) - 1.0
    if slope > 0.0:
        span = min(span, _FLOOR / slope)
    last = (base + start) * np.exp(span) - base
    fall = shape * np.log((alpha + last) / (alpha + start)) + (s + 1.0) * np.log((beta + last) / (beta + start))
    pieces = int(min(max(np.ceil(span / _WIDEST), np.ceil(fall / _STEEPEST)), _MOST))
    width = span / pieces
    total, m0, m1, m2, m3 = 0.0, 0.0, 0.0, 0.0, 0.0
    for piece in range(pieces):
        for j in range(nodes.size):
            log_base = first + (piece + nodes[j]) * width
            u = np.exp(log_base) - base
            log_a = log_base if alpha <= beta else np.log(alpha + u)
            log_b = log_base if beta <= alpha else np.log(beta + u)
            mass = weights[j] * width * np.exp(top - shape * log_a - (s + 1.0) * log_b + log_base)
            total += mass
            m0 += mass * log_a
            m1 += mass / (alpha + u)
            m2 += mass * log_b
            m3 += mass / (beta + u)
    return np.log(s) + np.log(total) - top, (m0 / total, m1 / total, m2 / total, m3 / total)


def log_left_of_few(  # noqa: PLR0917 (as the compiled one)
    shape: Floats, alpha: float | Floats, s: float, beta: float | Floats, start: Floats, end: Floats
) -> tuple[Floats, Floats]:
    """The same of whole columns (n,), alpha and beta one for all or one each: log (n,) and the four means (4, n)."""
    log_left_, means = np.full(start.size, -np.inf), np.zeros((4, start.size))
    rows = np.flatnonzero(end > start)
    alpha, beta = np.broadcast_to(alpha, start.shape)[rows], np.broadcast_to(beta, start.shape)[rows]
    shape, start, end = shape[rows], start[rows], end[rows]
    base = np.minimum(alpha, beta)
    top = shape * np.log(alpha + start) + (s + 1.0) * np.log(beta + start)
    first, span = np.log(base + start), np.log((base + end) / (base + start))
    slope = (base + start) * (shape / (alpha + start) + (s + 1.0) / (beta + start)) - 1.0
    span = np.minimum(span, np.where(slope > 0.0, _FLOOR / np.maximum(slope, 1e-300), np.inf))
    last = (base + start) * np.exp(span) - base
    fall = shape * np.log((alpha + last) / (alpha + start)) + (s + 1.0) * np.log((beta + last) / (beta + start))
    pieces = np.minimum(np.maximum(np.ceil(span / _WIDEST), np.ceil(fall / _STEEPEST)), _MOST).astype(np.int64)
    sums = np.zeros((5, rows.size))
    for piece in range(int(pieces.max(initial=0))):
        on = np.flatnonzero(pieces > piece)
        width = span[on] / pieces[on]
        log_base = first[on, None] + (piece + NODES) * width[:, None]
        grown = np.exp(log_base)
        in_a, in_b = grown + (alpha - base)[on, None], grown + (beta - base)[on, None]
        log_a = log_base if np.all(alpha == base) else np.log(in_a)
        log_b = log_base if np.all(beta == base) else np.log(in_b)
        height = top[on, None] - shape[on, None] * log_a - (s + 1.0) * log_b + log_base
        mass = WEIGHTS * width[:, None] * np.exp(height)
        sums[0, on] += mass.sum(axis=1)
        for row, values in enumerate((log_a, 1.0 / in_a, log_b, 1.0 / in_b), start=1):
            sums[row, on] += np.einsum("ij,ij->i", mass, values)
    log_left_[rows] = np.log(s) + np.log(sums[0]) - top
    means[:, rows] = sums[1:] / sums[0]
    return log_left_, means
