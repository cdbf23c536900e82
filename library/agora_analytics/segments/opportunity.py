"""Opportunity: what customers hold important and are not satisfied with.

Ulwick (2002), Turn Customer Input into Innovation, Harvard Business Review 80(1) 91-97; Ulwick (2005), What Customers Want.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, Ints, floats, generator, number, refuse, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular

_FEWEST = 10  # respondents per outcome
_TOP = 4  # ratings of 4 and 5 of 5 count
_DOUBT = 0.5  # of a respondent in each of the four kinds of answer


class Band(IntEnum):
    """How Ulwick reads a score."""

    UNATTRACTIVE = 0  # below 10
    WORTH_CONSIDERING = 1  # 10 to 12
    LOW_HANGING = 2  # 12 to 15
    EXTREME = 3  # above 15


@dataclass(frozen=True)
class Opportunity(Tabular):
    """One row per outcome that customers want; importance, satisfaction and score on Ulwick's scales."""

    importance: Floats  # (outcomes,) 0 to 10: ten times the share who rate it 4 or 5
    satisfaction: Floats  # (outcomes,) 0 to 10
    score: Floats  # (outcomes,) 0 to 20
    low: Floats  # (outcomes,) interval for having asked only some
    high: Floats  # (outcomes,)
    band: Ints  # (outcomes,) the Band of the score
    band_chance: Floats  # (outcomes, 4) how likely each band is, given who happened to be asked
    respondents: Ints  # (outcomes,) who answered both questions
    level: float


def opportunity_score(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    """Importance plus what satisfaction lacks of it: I + max(I - S, 0).

    importance, satisfaction (n,): from 0 to 10, ten times the share of ratings of 4 or 5 of 5.
    Returns the score (n,), from 0 to 20.
    Raises InvalidInput for values outside 0 to 10.
    Assumes: both come from the same respondents, of one segment.
    Misleads when: I and S come from few respondents: see `opportunity` for intervals; or the means of ratings are put
    in, which lie closer together than shares.
    Source: Ulwick (2002), Harvard Business Review 80(1) 91-97.

    >>> opportunity_score([9, 9, 8, 5, 10], [2, 3, 8, 7, 0]).tolist()
    [16.0, 15.0, 8.0, 5.0, 20.0]
    """
    i = floats(importance, name="importance")
    s = floats(satisfaction, name="satisfaction", size=i.size)
    for name, value in (("importance", i), ("satisfaction", s)):
        refuse((value < 0) | (value > 10), "lies between 0 and 10", column=name)
    return _score(i, s)


def band(score: ArrayLike) -> Ints:
    """The Band of each score: above 15 extreme, 12 to 15 low-hanging, 10 to 12 worth considering, below 10 unattractive.

    score (n,): of `opportunity_score`.
    Returns codes of Band (n,).
    Raises InvalidInput for scores outside 0 to 20.
    Assumes: Ulwick's bounds, drawn from his projects; other fields may need others.
    Misleads when: a score near a bound is read as sure: see `band_chance` of `opportunity`.
    Source: Ulwick (2005), What Customers Want, chapter 3.

    >>> [Band(code).name for code in band([16, 15, 12, 11.9, 8])]
    ['EXTREME', 'LOW_HANGING', 'LOW_HANGING', 'WORTH_CONSIDERING', 'UNATTRACTIVE']
    """
    points = floats(score, name="score")
    refuse((points < 0) | (points > 20), "lies between 0 and 20", column="score")
    return _band(points)


def opportunity(
    importance: ArrayLike, satisfaction: ArrayLike, *, level: float = 0.95, samples: int = 4_000, seed: int = 0
) -> Opportunity:
    """The opportunity score of each outcome from the ratings of respondents, with intervals.

    importance, satisfaction (respondents, outcomes): ratings 1 to 5, 0 for no answer; of one segment; level: of the
    intervals; samples, seed: of the bootstrap over respondents.
    Returns Opportunity. Respondents who answered only one of the two questions on an outcome are left out of it. The
    bootstrap is Bayesian (weights for the four kinds of answer, with half a respondent more in each), so twenty who all
    agree are not taken for certainty.
    Raises InvalidInput for other ratings, NotEnoughData below ten respondents on an outcome.
    Assumes: respondents are a random sample of the segment.
    Misleads when: segments that want opposite things are put together: each outcome then looks middling. Score within
    segments.
    Source: Ulwick (2005); Rubin (1981), The Bayesian Bootstrap, Annals of Statistics 9, 130-134.

    >>> found = opportunity([[5]] * 90 + [[2]] * 10, [[4]] * 20 + [[3]] * 80)
    >>> found.score.tolist(), found.low.round().tolist(), found.high.round().tolist()
    ([16.0], [14.0], [17.0])
    """
    wants, has = _ratings(importance, name="importance"), _ratings(satisfaction, name="satisfaction")
    if wants.shape != has.shape:
        raise InvalidInput(f"expected {wants.shape} like importance, got {has.shape}", column="satisfaction")
    number(level, name="level", above=0, below=1)
    whole(samples, name="samples", low=100)
    counts = _kinds(wants, has)
    asked = counts.sum(axis=1)
    if (asked < _FEWEST).any():
        row = int(asked.argmin())
        raise NotEnoughData(f"outcome {row}: {asked[row]} answered both questions, at least {_FEWEST} needed")
    i, s = 10 * counts[:, 2:].sum(axis=1) / asked, 10 * counts[:, 1::2].sum(axis=1) / asked
    drawn = _drawn(counts, samples=samples, seed=seed)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=1)
    chance = (_band(drawn)[:, :, None] == np.arange(len(Band))).mean(axis=1)
    score = _score(i, s)
    return Opportunity(i, s, score, low, high, _band(score), chance, asked, level)


def _score(i: Floats, s: Floats) -> Floats:
    return i + np.maximum(i - s, 0.0)


def _band(points: Floats) -> Ints:
    shown = np.round(points, 9)  # 15 made of thirds and tenths is 15
    return (shown >= 10).astype(np.int64) + (shown >= 12) + (shown > 15)


def _ratings(values: ArrayLike, *, name: str) -> NDArray[np.int64]:
    raw = np.asarray(values)
    table = raw[:, None] if raw.ndim == 1 else raw
    if table.ndim != 2 or 0 in table.shape:
        raise InvalidInput(f"expected (respondents, outcomes), got {raw.shape}", column=name)
    wrong = ~np.isin(table, [0, 1, 2, 3, 4, 5])
    if wrong.any():
        row = int(np.argwhere(wrong)[0, 0])
        raise InvalidInput("a rating is 1, 2, 3, 4 or 5, and 0 for no answer", column=name, row=row)
    return table.astype(np.int64)


def _kinds(wants: NDArray[np.int64], has: NDArray[np.int64]) -> NDArray[np.int64]:
    """(outcomes, 4): neither important nor satisfied, satisfied only, important only, both."""
    kind = 2 * (wants >= _TOP) + (has >= _TOP)
    answered = (wants > 0) & (has > 0)
    return np.stack([((kind == k) & answered).sum(axis=0) for k in range(4)], axis=1)


def _drawn(counts: NDArray[np.int64], *, samples: int, seed: int) -> Floats:
    rng = generator(seed)
    weight = rng.standard_gamma(counts[:, None, :] + _DOUBT, (counts.shape[0], samples, 4))
    share = weight / weight.sum(axis=2, keepdims=True)
    return _score(10 * (share[:, :, 2] + share[:, :, 3]), 10 * (share[:, :, 1] + share[:, :, 3]))
