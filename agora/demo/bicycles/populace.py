"""The people of a world and who knows whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.demo.bicycles.cast import PLANTED
from agora.demo.bicycles.parameters import DAYS, Parameters
from agora.demo.bicycles.portraits import Portraits
from agora.demo.bicycles.timeline import Timeline
from agora.demo.bicycles.world import SimPerson

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COMMUNITIES = ("commuters", "mountain", "tourers", "parents", "newcomers", "mechanics")
_COMMUNITY_SHARE = (0.30, 0.15, 0.14, 0.16, 0.17, 0.08)
_SKILL_OF = (0.52, 0.52, 0.58, 0.54, 0.36, 0.74)
_EARLIER_DAYS = 900


@dataclass(frozen=True, slots=True)
class Populace:
    """People as parallel arrays of length n; `ties[i]` lists the neighbours of i and how strong each tie is.

    community: index into COMMUNITIES; joined: day number, negative before the start; own_rate: purchases
    per day; skill and activity: quality (0-1) and amount of what they write.
    """

    people: tuple[SimPerson, ...]
    language: tuple[str, ...]
    community: Ints
    joined: Floats
    account: NDArray[np.bool_]
    measured: NDArray[np.bool_]
    own_rate: Floats
    skill: Floats
    activity: Floats
    ties: tuple[dict[int, float], ...]

    def first_name(self, person: int) -> str:
        """The first name, as people address each other."""
        return self.people[person].name.split(" ")[0]


def settle(parameters: Parameters, *, timeline: Timeline, rng: np.random.Generator) -> Populace:
    """Draw the people: the planted ones first, then everybody else."""
    n = parameters.people
    community = rng.choice(len(COMMUNITIES), size=n, p=_COMMUNITY_SHARE)
    early = rng.random(n) < 0.72
    joined = np.where(early, -rng.uniform(1, _EARLIER_DAYS, n), DAYS * rng.beta(1.1, 1.6, n) * 0.97)
    account = rng.random(n) < parameters.account_share
    measured = account & (rng.random(n) < parameters.measurement_share)
    own_rate = rng.gamma(parameters.own_shape, parameters.own_mean / parameters.own_shape, n)
    skill = np.clip(rng.normal(np.asarray(_SKILL_OF)[community], 0.17), 0.03, 0.95)
    activity = rng.pareto(1.25, n) + 0.02
    for i, planted in enumerate(PLANTED):
        community[i] = COMMUNITIES.index(planted.community)
        joined[i], account[i], measured[i] = -400.0 + 7 * i, True, planted.measured
        skill[i], activity[i] = planted.skill, planted.activity
        own_rate[i] = 0.01 if planted.archetype in ("expert", "critic") else 0.0
    portraits = Portraits(timeline=timeline, rng=rng)
    drawn = [
        portraits.planted(i, joined=float(joined[i]), measured=bool(measured[i]))
        if i < len(PLANTED)
        else portraits.stranger(
            i, group=COMMUNITIES[int(community[i])], joined=float(joined[i]), account=bool(account[i]),
            measured=bool(measured[i]),
        )
        for i in range(n)
    ]  # fmt: skip
    return Populace(
        people=tuple(person for person, _ in drawn), language=tuple(language for _, language in drawn),
        community=community, joined=joined, account=account, measured=measured, own_rate=own_rate,
        skill=skill, activity=np.minimum(activity, 14.0), ties=_ties(community, activity, rng=rng),
    )  # fmt: skip


def _ties(community: Ints, activity: Floats, *, rng: np.random.Generator) -> tuple[dict[int, float], ...]:
    """Mutual ties, mostly within a community, more of them to people who write a lot."""
    n = len(community)
    ties: list[dict[int, float]] = [{} for _ in range(n)]
    pull = np.sqrt(np.minimum(activity, 14.0)) + 0.2
    inside = [np.flatnonzero(community == c) for c in range(len(COMMUNITIES))]
    for i in range(n):
        own = inside[int(community[i])]
        weights = pull[own] / pull[own].sum()
        number = min(len(own), 1 + int(rng.poisson(1.6)))
        near = rng.choice(own, size=number, replace=False, p=weights)
        far = rng.integers(n, size=int(rng.random() < 0.35))
        for j in (int(other) for other in np.concatenate([near, far]) if int(other) != i):
            strength = round(float(rng.beta(2.0, 2.6)), 3)
            ties[i][j] = ties[j][i] = strength
    return tuple(ties)
