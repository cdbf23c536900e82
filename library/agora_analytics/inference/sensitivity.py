"""How strong a hidden cause would have to be to explain an effect away."""

from __future__ import annotations

from math import inf, sqrt

from scipy.optimize import brentq
from scipy.special import betainc

from agora_analytics.arrays import number


def e_value(risk_ratio: float) -> float:
    """The risk ratio an unmeasured cause needs with both exposure and outcome to explain `risk_ratio` away.

    risk_ratio: above 0; below 1 its reciprocal is taken. Returns the E-value, 1 for no effect.
    Raises InvalidInput for a ratio not above 0.
    Assumes: the unmeasured cause acts beyond the measured ones.
    Misleads when: read as evidence of no bias; it only says how much would be needed.
    Source: VanderWeele and Ding (2017), Annals of Internal Medicine 167, 268-274.

    >>> round(e_value(3.9), 2), round(e_value(1.8), 1)
    (7.26, 3.0)
    """
    # Infinite where nobody unexposed adopted: no cause explains that away.
    number(risk_ratio, name="risk_ratio", above=0, endless=True)
    ratio = max(risk_ratio, 1 / risk_ratio)
    return inf if ratio == inf else ratio + sqrt(ratio * (ratio - 1))


def rosenbaum_p(favourable: float, adverse: float, *, gamma: float) -> float:
    """Largest one-sided p-value of matched 0/1 pairs when hidden bias multiplies the odds of exposure by up to gamma.

    favourable: pairs where only the exposed one adopted; adverse: where only the unexposed one did (other pairs say
    nothing). Both may be fractions, where reuse has shrunk them. Returns the p-value.
    Raises InvalidInput for negative counts or gamma below 1.
    Assumes: independent pairs.
    Misleads when: matching left measured differences; gamma is about the hidden ones only.
    Source: Rosenbaum (2002), Observational Studies, section 4.3.2.

    >>> round(rosenbaum_p(110, 12, gamma=6), 2)
    0.1
    """
    number(favourable, name="favourable", low=0)
    number(adverse, name="adverse", low=0)
    number(gamma, name="gamma", low=1)
    if favourable == 0:
        return 1.0
    # P(Binomial(n, q) >= k) is the incomplete beta function, which also takes fractions.
    return float(betainc(favourable, adverse + 1, gamma / (1 + gamma)))


def rosenbaum_gamma(favourable: float, adverse: float, *, level: float = 0.95) -> float:
    """The hidden bias at which matched 0/1 pairs stop showing an effect, one-sided at 1 - level.

    favourable, adverse: discordant pairs, as for `rosenbaum_p`. Returns gamma; 1 where they show none to begin with.
    Raises InvalidInput for negative counts or a level outside 0 to 1.
    Assumes: independent pairs.
    Misleads when: compared between studies of different size; it grows with the number of pairs.
    Source: Rosenbaum (2002), Observational Studies, section 4.3.2.

    >>> round(rosenbaum_gamma(110, 12), 1)
    5.5
    """
    number(level, name="level", above=0, below=1)
    if rosenbaum_p(favourable, adverse, gamma=1) >= 1 - level:
        return 1.0
    high = 2.0
    while rosenbaum_p(favourable, adverse, gamma=high) < 1 - level:
        high *= 2
    return float(brentq(lambda gamma: rosenbaum_p(favourable, adverse, gamma=gamma) - (1 - level), 1.0, high))
