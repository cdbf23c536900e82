"""Own rates and effects of greatest likelihood: Newton's steps on a linear hazard, own rates drawn to what is usual."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, Ints, compiled
from agora_analytics.errors import NotConverged


@dataclass(frozen=True)
class Facts:
    """Purchases with the forces that had met each (for an effect of 1), and the opportunity there was."""

    buyer: Ints
    season: Floats  # (purchases,) how lively the time of each was
    at_risk: Floats  # (people,) seasoned time
    alike: float  # by how many purchases own rates are drawn towards everybody's
    force: Floats  # (purchases, forces)
    chance: Floats  # (people, forces) the same added up over the time watched


@dataclass(frozen=True)
class Top:
    """Where the likelihood is greatest, and how it got there."""

    effect: Floats  # (forces,)
    rate: Floats  # (people,)
    trace: Floats  # penalised log-likelihood by round; never falls

    @property
    def height(self) -> float:
        """The greatest penalised log-likelihood."""
        return float(self.trace[-1])


@dataclass(frozen=True)
class Lean:
    """How the fit moves with each person's weight, to first order; parameters: the forces, then log of all rates."""

    sway: Floats  # (people, parameters) what one more of a person adds to each parameter
    yielding: Floats  # (people, parameters) change of log of a person's own rate with each parameter
    error: Floats  # (parameters,) standard errors that hold where people's purchases come in clusters
    naive: Floats  # (parameters,) those of independent purchases


def climb(facts: Facts, *, rounds: int) -> Top:
    """The effects and own rates of greatest penalised likelihood. Raises NotConverged."""
    effect, rate, trace, settled = _climb(
        facts.buyer, facts.season, facts.at_risk, facts.force, facts.chance.sum(axis=0), facts.alike, rounds
    )
    if not settled:
        raise NotConverged(f"after {rounds} rounds the likelihood still rises; allow more rounds or pool the kinds")
    return Top(effect, rate, trace)


def lean(facts: Facts, top: Top, *, kept: int) -> Lean:
    """What each person does to the fit; the first `kept` forces count as free, others only where above nothing."""
    rate, people = top.rate, top.rate.size
    own = facts.season / (rate[facts.buyer] * facts.season + facts.force @ top.effect)
    per = np.column_stack([facts.force * (own / facts.season)[:, None], rate[facts.buyer] * own])
    known = np.bincount(facts.buyer, weights=own**2, minlength=people) + facts.alike / rate**2
    size = per.shape[1]
    cross, score = np.empty((people, size)), np.empty((people, size))
    for j in range(size):
        cross[:, j] = np.bincount(facts.buyer, weights=per[:, j] * own, minlength=people)
        score[:, j] = np.bincount(facts.buyer, weights=per[:, j], minlength=people)
    score -= np.column_stack([facts.chance, rate * facts.at_risk])
    cross[:, -1] += facts.alike * (1.0 / rate - 1.0 / rate.mean())
    total = facts.chance.sum(axis=0)
    free = np.append(top.effect * total > 1e-3, True)
    free[:kept] = total[:kept] > 0
    left = (per.T @ per - cross.T @ (cross / known[:, None])) * np.outer(free, free)
    turned = np.linalg.pinv(left, hermitian=True)
    centred = score - score.mean(axis=0)
    sway = centred @ turned
    yielding = -cross / (known * rate)[:, None]
    yielding[:, -1] += 1.0
    naive = np.sqrt(np.maximum(np.diag(turned), 0.0))
    return Lean(sway, yielding, np.sqrt((sway**2).sum(axis=0)), naive)


@compiled
def _climb(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    buyer: Ints, season: Floats, at_risk: Floats, force: Floats, chance: Floats, shape: float, rounds: int
) -> tuple[Floats, Floats, Floats, bool]:
    """Effects, own rates, the objective by round, and whether it settled.

    Objective: log-likelihood + shape x sum of (log(rate / usual) - rate / usual). A step of Newton's
    that lowers it is taken back for one of expectation-maximisation, which never does.
    """
    count, kinds = force.shape
    usual = count / max(at_risk.sum(), 1e-300)
    rate, effect = np.full(at_risk.size, usual), np.zeros(kinds)
    for g in range(kinds):
        if chance[g] > 0:
            effect[g] = 0.2 * count / (kinds * chance[g])
            usual -= 0.2 * count / (kinds * max(at_risk.sum(), 1e-300))
    rate[:] = usual
    trace = np.empty(rounds)
    turn, best, bold = 0, -np.inf, True
    next_effect, next_rate = effect.copy(), rate.copy()
    for _ in range(rounds):
        height, step, moved, caused, kept = _step(buyer, season, at_risk, force, chance, shape, effect, rate, usual)
        if bold and turn > 1 and abs(height - best) < 1e-6 + 1e-12 * abs(best):
            return effect, rate, np.append(trace[:turn], max(height, best)), True
        if bold and turn > 0 and height < best:
            # Newton's step went too far: take the sure one of expectation-maximisation from where it began.
            effect, rate = next_effect.copy(), next_rate.copy()
            usual, bold = rate.mean(), False
            continue
        trace[turn] = height
        turn += 1
        best, bold = height, True
        next_effect[:] = np.where(chance > 0, caused / np.maximum(chance, 1e-300), 0.0)
        next_rate[:] = (shape + kept) / (shape / usual + at_risk)
        grown = np.exp(np.maximum(np.minimum(step[kinds], 2.0), -2.0))
        usual *= grown
        rate = np.maximum(rate * grown + moved, 0.1 * rate)
        effect = np.maximum(effect + step[:kinds], 0.0)
    return effect, rate, trace[:turn].copy(), False


@compiled
def _step(  # noqa: PLR0917
    buyer: Ints,
    season: Floats,
    at_risk: Floats,
    force: Floats,
    chance: Floats,
    shape: float,
    effect: Floats,
    rate: Floats,
    usual: float,
) -> tuple[float, Floats, Floats, Floats, Floats]:
    """The objective here; Newton's step of the effects and the log of all rates, and of each own rate; causes.

    The causes: purchases that the forces share, (forces,), and that people's own rates keep, (people,).
    """
    kinds = effect.size
    drawn = shape * (1.0 / rate - 1.0 / usual)
    known, own, cross = shape / rate**2, np.zeros(rate.size), np.zeros((rate.size, kinds + 1))
    slope, bend = np.zeros(kinds + 1), np.zeros((kinds + 1, kinds + 1))
    logs = _add_purchases(buyer, season, force, effect, rate, slope, bend, known, own, cross)
    height = logs + shape * (np.log(rate / usual) - rate / usual).sum()
    height -= (rate * at_risk).sum() + (effect * chance).sum()
    caused, kept = effect * slope[:kinds], rate * own
    slope[:kinds] -= chance
    slope[kinds] -= (rate * at_risk).sum()
    cross[:, kinds] += drawn
    for g in range(kinds):
        if chance[g] <= 0 or (effect[g] <= 0 and slope[g] <= 0):
            slope[g] = 0.0
            cross[:, g] = 0.0
            _hold(bend, g)
    pull = drawn + own - at_risk
    for b in range(rate.size):
        for g in range(kinds + 1):
            slope[g] -= cross[b, g] * pull[b] / known[b]
            for h in range(kinds + 1):
                bend[g, h] -= cross[b, g] * cross[b, h] / known[b]
    for g in range(kinds + 1):
        bend[g, g] += 1e-9 * (bend[g, g] + 1.0)
    step = _within(bend, slope, effect)
    moved = (pull - (cross * step).sum(axis=1)) / known
    return height, step, moved, caused, kept


@compiled
def _add_purchases(  # noqa: PLR0917
    buyer: Ints,
    season: Floats,
    force: Floats,
    effect: Floats,
    rate: Floats,
    slope: Floats,
    bend: Floats,
    known: Floats,
    own: Floats,
    cross: Floats,
) -> float:
    """Add up every purchase's slopes and bends of its log hazard; the sum of the log hazards."""
    count, kinds = force.shape
    per, logs = np.empty(kinds + 1), 0.0
    for p in range(count):
        b = buyer[p]
        hazard = rate[b] * season[p]
        for g in range(kinds):
            hazard += effect[g] * force[p, g]
        logs += np.log(hazard)
        alone = season[p] / hazard
        for g in range(kinds):
            per[g] = force[p, g] / hazard
        per[kinds] = rate[b] * alone
        known[b] += alone * alone
        own[b] += alone
        for g in range(kinds + 1):
            slope[g] += per[g]
            cross[b, g] += per[g] * alone
            for h in range(kinds + 1):
                bend[g, h] += per[g] * per[h]
    return float(logs)


@compiled
def _hold(bend: Floats, place: int) -> None:
    """Take a parameter out of the equations."""
    bend[place, :] = 0.0
    bend[:, place] = 0.0
    bend[place, place] = 1.0


@compiled
def _within(bend: Floats, slope: Floats, effect: Floats) -> Floats:
    """Newton's step that leaves no effect below nothing: one that would fall further stops there, the others follow."""
    step = np.empty(slope.size)
    step[:] = np.linalg.solve(bend, slope)
    for _ in range(effect.size):
        beyond = -1
        for g in range(effect.size):
            if effect[g] + step[g] < -1e-12 * effect[g]:
                beyond = g
        if beyond < 0:
            break
        slope -= bend[:, beyond] * -effect[beyond]
        slope[beyond] = -effect[beyond]
        _hold(bend, beyond)
        step[:] = np.linalg.solve(bend, slope)
    return step
