"""BG/NBD and MBG/NBD: customers may leave after a purchase, with a probability of their own.

Fader, Hardie, Lee (2005), Marketing Science 24(2) 275-284; Batislam, Denizel, Filiztekin (2007), IJRM 24(3) 201-209.
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from scipy.special import betainc, betaln, digamma, expit, gammaln, hyp2f1, xlog1py, xlogy

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import FEW, HistoryCells


class BetaGeo(BuyTillYouDie):
    """BG/NBD: purchase rates ~ Gamma(r, rate alpha); after each repeat purchase a customer leaves, chance ~ Beta(a, b).

    Assumes: rates do not change while alive; rate and dropout are independent; no seasons.
    Misleads when: many bought once only: they count as alive with certainty, for dropout can only follow a repeat.
    Source: Fader, Hardie, Lee (2005).

    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> model.expected_purchases(39, [2], [30.43], [38.86]).round(3)
    array([1.226])
    >>> fitted = BetaGeo().fit([0, 1, 3, 0, 6], [0, 5, 20, 0, 29.5], [30, 30, 30, 12, 30], weights=[50, 9, 6, 30, 5])
    >>> sorted(fitted.parameters_)
    ['a', 'alpha', 'b', 'r']
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    timed = (False, True, False, False)
    started = (0.5, 0.3, 1.0, 2.0)
    kind = 0
    extra = 0  # chances to leave beyond the repeat purchases

    @classmethod
    def of(cls, *, r: float, alpha: float, a: float, b: float) -> Self:
        """Return the model with parameters that are known, not fitted; Raises InvalidInput for an impossible one."""
        return cls._of({"r": r, "alpha": alpha, "a": a, "b": b})

    def at(
        self, *, r: float | None = None, alpha: float | None = None, a: float | None = None, b: float | None = None
    ) -> Self:
        """Return a copy with these parameters moved; likelihood and covariance stay those of the fit.

        Raises InvalidInput for an impossible one.
        """
        return self._at({"r": r, "alpha": alpha, "a": a, "b": b})

    def clock(self) -> float:
        """Return alpha."""
        return self.parameters_["alpha"]

    def rate_if_alive(self, x: float, age: Floats, grown: Floats) -> Floats:
        """Given alive, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+k), and purchases come at lambda exp(-lambda p s).

        Its mean is (r+x)/(alpha+T) 2F1(r+x+1, a; a+b+k; -s/(alpha+T)), in Pfaff's form: its argument stays in [0, 1).
        """
        r, alpha, a, b = self.vector
        k = x + self.extra
        with np.errstate(over="ignore", invalid="ignore"):
            mean = np.exp(-a * grown) * hyp2f1(a + b + k - r - x - 1, a, a + b + k, -np.expm1(-grown))
        lost = ~np.isfinite(mean)
        if np.any(lost):
            # Where all leave with about the same chance, 0 times infinity: the mean over that chance by quadrature.
            mean = np.where(lost, _mean_over_chances(a, b + k, r + x + 1.0, np.where(lost, grown, 0.0)), mean)
        made: Floats = (r + x) / (alpha + age) * mean
        return made

    def _alive(self, x: Ints, t_x: Floats, t: Floats) -> Floats:
        r, alpha, a, b = self.vector
        k = x + self.extra
        gap = np.log(alpha + t) - np.log(alpha + t_x)
        odds = np.log(a) - np.log(np.where(k > 0, b + k - 1.0, 1.0)) + (r + x) * gap
        made: Floats = np.where(k > 0, expit(-odds), 1.0)
        return made

    def _count(self, count: int, age: Floats) -> Floats:
        return _chance_of_count(count, age, *self.vector, extra=self.extra)

    def _count_ahead(self, count: int, horizon: float, x: Ints, t: Floats) -> Floats:
        r, alpha, a, b = self.vector
        # Who is alive has stayed after each purchase so far; from here on one may leave only after the next.
        return _chance_of_count(count, horizon, r + x, alpha + t, a, b + x + self.extra, extra=0)

    def _value_and_gradient(self, theta: Floats, cells: HistoryCells) -> tuple[float, Floats]:
        r, alpha, a, b = (float(v) for v in np.exp(theta))
        counts = cells.counts
        x: Floats = counts.astype(np.float64)
        k = x + self.extra
        if cells.size <= FEW:
            sums = _sums_of_few(r, alpha, a, b, cells, extra=self.extra)
        else:
            sums = _group_sums(
                r, alpha, a, b, counts, self.extra, cells.starts, cells.recency, cells.age, cells.weights
            )
        total, log_age, dropped, gap, inverse_age, pull, softplus = sums
        constant = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + k) - betaln(a, b)
        value = np.sum(total * constant - (r + x) * log_age + softplus)
        tail: Floats = digamma(a + b) - digamma(a + b + k)
        by_r = total * (digamma(r + x) - digamma(r) + np.log(alpha)) - log_age + gap
        by_alpha = total * r / alpha - (r + x) * (inverse_age - pull)
        by_a = total * tail + dropped / a
        by_b = total * (digamma(b + k) - digamma(b) + tail) - dropped / np.where(k > 0, b + k - 1, 1.0)
        gradient = np.array([by_r.sum() * r, by_alpha.sum() * alpha, by_a.sum() * a, by_b.sum() * b])
        return float(value), gradient


class ModifiedBetaGeo(BetaGeo):
    """MBG/NBD: as BG/NBD, but a customer may leave after the very first purchase too.

    Assumes: as BG/NBD. Misleads when: silence has a season; a pause reads as leaving.
    Source: Batislam, Denizel, Filiztekin (2007); Hoppe, Wagner (2007), Marketing JRM 3(2) 75-90.

    >>> model = ModifiedBetaGeo.of(r=0.5248, alpha=6.183, a=0.8914, b=1.614)
    >>> model.probability_alive([0, 2], [0.0, 30.43], [38.86, 38.86]).round(3)
    array([0.39 , 0.706])
    """

    kind = 1
    extra = 1


def _mean_over_chances(a: float, b: float, power: float, grown: Floats) -> Floats:
    """The mean of (1 + p (exp(grown) - 1))**-power over p ~ Beta(a, b), for a large a + b."""
    centre = a / (a + b)
    spread = np.sqrt(centre * (1 - centre) / (a + b + 1))
    low, high = max(centre - 12 * spread, 0.0), min(centre + 12 * spread, 1.0)
    node, weight = np.polynomial.legendre.leggauss(80)
    p = (low + high) / 2 + (high - low) / 2 * node
    density = weight * np.exp(xlogy(a - 1, p) + xlog1py(b - 1, -p) - betaln(a, b))
    made: Floats = np.exp(-power * np.log1p(np.multiply.outer(np.expm1(grown), p))) @ (density / density.sum())
    return made


def counted_while_alive(count: int, age: float | Floats, r: float | Floats, alpha: float | Floats) -> Floats:
    """Return the chance (n,) of `count` purchases within `age` of who stays and buys at rates ~ Gamma(r, alpha)."""
    made: Floats = np.exp(
        gammaln(r + count)
        - gammaln(r)
        - gammaln(count + 1)
        + r * np.log(alpha / (alpha + age))
        + xlogy(count, age / (alpha + age))
    )
    return made


def _chance_of_count(  # noqa: PLR0917 (the law in the order of the literature)
    count: int,
    age: float | Floats,
    r: float | Floats,
    alpha: float | Floats,
    a: float,
    b: float | Floats,
    *,
    extra: int,
) -> Floats:
    """The chance (n,) of `count` purchases within `age`: by who stays, and by who left with the last of them."""
    k = count + extra
    here: Floats = np.exp(betaln(a, b + k) - betaln(a, b)) * counted_while_alive(count, age, r, alpha)
    if k == 0:
        return here
    # That many purchases or more, had they stayed.
    reached = betainc(count, r, age / (alpha + age)) if count else 1.0
    made: Floats = here + np.exp(betaln(a + 1, b + k - 1) - betaln(a, b)) * reached
    return made


def _sums_of_few(r: float, alpha: float, a: float, b: float, cells: HistoryCells, *, extra: int) -> Floats:
    """What _group_sums gives, by whole columns: nothing to compile before a first small fit."""
    x, k, age, w = cells.frequency, cells.frequency + extra, alpha + cells.age, cells.weights
    log_age, last = np.log(age), alpha + cells.recency
    gap = np.where(k > 0, log_age - np.log(last), 0.0)
    d = np.log(a) - np.log(np.where(k > 0, b + k - 1.0, 1.0)) + (r + x) * gap
    dead = np.where(k > 0, expit(d), 0.0)
    softplus = np.where(k > 0, np.logaddexp(0.0, d), 0.0)
    rows = np.stack([np.ones_like(w), log_age, dead, dead * gap, 1.0 / age, dead * (1.0 / age - 1.0 / last), softplus])
    made: Floats = np.add.reduceat(rows * w, cells.starts[:-1], axis=1)
    return made


@compiled
def _group_sums(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    r: float,
    alpha: float,
    a: float,
    b: float,
    counts: Ints,
    extra: int,
    starts: Ints,
    recency: Floats,
    age: Floats,
    weight: Floats,
) -> Floats:
    """Per frequency, the seven weighted sums that value and gradient are made of, (7, groups)."""
    out = np.zeros((7, counts.size))
    for g in range(counts.size):
        x = counts[g]
        k = x + extra
        odds = np.log(a) - np.log(b + k - 1.0) if k > 0 else 0.0
        for i in range(starts[g], starts[g + 1]):
            w = weight[i]
            log_age = np.log(alpha + age[i])
            out[0, g] += w
            out[1, g] += w * log_age
            out[4, g] += w / (alpha + age[i])
            if k > 0:
                gap = log_age - np.log(alpha + recency[i])
                d = odds + (r + x) * gap
                e = np.exp(-abs(d))
                dead = (1.0 if d > 0 else e) / (1.0 + e)
                out[2, g] += w * dead
                out[3, g] += w * dead * gap
                out[5, g] += w * dead * (1.0 / (alpha + age[i]) - 1.0 / (alpha + recency[i]))
                out[6, g] += w * (max(d, 0.0) + np.log1p(e))
    return out
