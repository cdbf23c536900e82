"""Opinion leaders and connectors: two labels, each by a rule that is handed out in words with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Bools, Floats, floats, number, refuse
from agora_analytics.errors import NotEnoughData
from agora_analytics.frames import Tabular


class Role(IntFlag):
    """What somebody is in the network; both labels may hold."""

    NEITHER = 0
    OPINION_LEADER = 1
    CONNECTOR = 2
    BOTH = 3


@dataclass(frozen=True)
class Roles(Tabular):
    """A code for each person, who is too close to the line to tell, and the rules in words."""

    code: NDArray[np.int8]  # (nodes,), a Role
    unsettled: Bools  # (nodes,), the interval of standing holds the line: neither leader nor not
    leader_line: float  # standing from which one leads; infinite where so many tie that nobody stands out
    rule: str


def roles(
    standing: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    constraint: ArrayLike | None = None,
    bridging: ArrayLike | None = None,
    leader_share: float = 0.01,
    connector_share: float = 0.05,
) -> Roles:
    """Opinion leaders stand in the top share with their whole interval; connectors have little constraint and much bridging.

    standing (nodes,): PageRank, expertise or another score, more is higher; low, high (nodes,): its interval; constraint
    (nodes,): Burt's, NaN for those without ties, who are left out; bridging (nodes,): betweenness between communities, or communities
    touched. A connector is in the best connector_share by each of the two that is given. Returns codes and the rule.
    Raises InvalidInput for shares outside (0, 1), an interval that leaves its standing out, or columns of unequal length;
    NotEnoughData for nobody.
    Assumes: shares are chosen before looking; ties across a line are left out rather than let in.
    Misleads when: read as rank in a small group, or as proof that others follow: that takes an experiment.
    Source: Katz and Lazarsfeld (1955), Personal Influence; Burt (2004), American Journal of Sociology 110(2).

    >>> found = roles([9.0, 1.0, 2.0, 1.0], constraint=[0.9, 0.2, 0.8, np.nan], leader_share=0.25, connector_share=0.25)
    >>> [Role(code).name for code in found.code.tolist()]
    ['OPINION_LEADER', 'CONNECTOR', 'NEITHER', 'NEITHER']
    >>> print(found.rule)
    Opinion leader: standing of 9 or more, reached by 1 of 4 (at most 25%, rounded up).
    Connector: constraint of 0.2 or less, reached by 1 of 3 (at most 25%, rounded up).
    """
    score = floats(standing, name="standing")
    if score.size == 0:
        raise NotEnoughData("there is nobody to label; give at least one standing")
    _share(leader_share, "leader_share")
    _share(connector_share, "connector_share")
    lowest, highest = _interval(score, low, high)
    line = _line(score, leader_share)
    leads = (score >= line) & (lowest >= line)
    connects, connecting = _connectors(constraint, bridging, connector_share, score.size)
    sure = "" if low is None else ", with the whole interval above it"
    leading = _words("standing", score, line, leader_share, more=True) + sure
    return Roles(
        code=(leads * Role.OPINION_LEADER + connects * Role.CONNECTOR).astype(np.int8),
        unsettled=(lowest < line) & (highest >= line),
        leader_line=line,
        rule=f"Opinion leader: {leading}.\nConnector: {connecting}.",
    )


def _connectors(constraint: ArrayLike | None, bridging: ArrayLike | None, share: float, size: int) -> tuple[Bools, str]:
    connects, said = np.ones(size, dtype=np.bool_), []
    if constraint is not None:
        c = np.ascontiguousarray(constraint, dtype=np.float64)
        tied = ~np.isnan(c)
        freedom = -floats(np.where(tied, c, 0.0), name="constraint", size=size)
        line = _line(freedom[tied], share)
        connects &= tied & (freedom >= line)
        said.append(_words("constraint", freedom[tied], line, share, more=False))
    if bridging is not None:
        spans = floats(bridging, name="bridging", size=size)
        line = _line(spans, share)
        connects &= spans >= line
        said.append(_words("bridging", spans, line, share, more=True))
    return (
        (connects, " and ".join(said)) if said else (~connects, "not asked, neither constraint nor bridging was given")
    )


def _line(score: Floats, share: float) -> float:
    """The lowest score that at most this share of people reach; infinite where those at the top tie beyond it."""
    most = ceil(share * score.size - 1e-9)  # 0.07 * 100 is a little above 7
    ordered = np.sort(score)[::-1]
    if most >= score.size:
        return float(ordered[-1]) if score.size else np.inf
    above = ordered[:most][ordered[:most] > ordered[most]]
    return float(above[-1]) if above.size else np.inf


def _words(name: str, score: Floats, line: float, share: float, *, more: bool) -> str:
    part = f"{share * 100:.3g}%"
    if not np.isfinite(line):
        return f"nobody, since more than {part} of {score.size:,} tie for the best {name}"
    reached = int((score >= line).sum())
    side = f"{line:.4g} or more" if more else f"{-line:.4g} or less"
    return f"{name} of {side}, reached by {reached:,} of {score.size:,} (at most {part}, rounded up)"


def _interval(score: Floats, low: ArrayLike | None, high: ArrayLike | None) -> tuple[Floats, Floats]:
    lowest = score if low is None else floats(low, name="low", size=score.size)
    highest = score if high is None else floats(high, name="high", size=score.size)
    refuse(lowest > score, "the interval begins above its standing", column="low")
    refuse(highest < score, "the interval ends below its standing", column="high")
    return lowest, highest


def _share(share: float, name: str) -> None:
    number(share, name=name, above=0, below=1)
