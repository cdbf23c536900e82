"""The chance of having left under Pareto/NBD: an integral of positive terms, where the usual closed form cancels."""

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
