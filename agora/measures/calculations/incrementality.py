"""What words caused, as far as the company's own record can tell: never more than an offer, for it changes no factor.

Who first met words about a product is compared with others who were as lively that week and as likely to meet them:
how many bought the product in the days after. The negative control asks the same of the days before, where words
cannot have moved anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, hypot, log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from agora.measures.cases import COVARIATES, Cases, Record, cases_of
from agora.measures.engines import Engine
from agora.measures.panels import (
    CategoriesPanel,
    MeetingsPanel,
    OriginsPanel,
    PurchasesPanel,
    Reader,
    categories,
    meetings,
    origins,
    purchases,
)
from agora.measures.panels.adoption import MEETING_KINDS
from agora.measures.progress import Progress
from agora.measures.results import Json, Result
from agora_analytics.errors import NotConverged, NotEnoughData
from agora_analytics.inference import MatchedIncrementality, NegativeControl, matched_incrementality, negative_control

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ALIKE = 0.1  # the largest standardised difference with which pairs count as alike
NOBODY = "Nobody known has met another's words about a product yet: what they caused cannot be said."
FEW = "Too few bought a product after first meeting words about it, or beside them, to say what words caused."
NO_CONTROL = (
    "Too few bought a product before they met words about it: without the negative control it is not to be used."
)
FAILS = (
    "The negative control does not pass: those who met words only later had bought {more} than those beside them, "
    "and words that come too late cannot have done that. Something nobody recorded is at work."
)
UNLIKE = "The pairs are not alike in {what}: the difference may come from that."
NOTHING = "Those who met words did not buy more, by a margin beyond doubt, than those beside them."


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases as they stood at their moments: what was known of each (n, p), and whether it bought in the days after.

    What is known is counted from the mean of the group.
    """

    cases: Cases
    covariates: Floats
    bought: NDArray[np.bool_]


def parameters() -> Json:
    """What is declared rather than found. An offer is made at `sure`, the interval shown is that of `level`."""
    return {"days": 14.0, "beside_each": 20, "most": 100_000, "level": 0.8, "sure": 0.95, "seed": 1}


def read(reader: Reader) -> tuple[MeetingsPanel, PurchasesPanel, CategoriesPanel, OriginsPanel]:
    """Return who met words about which product, who bought it, the products' categories, and since when people are
    known.
    """
    return meetings(reader), purchases(reader), categories(reader), origins(reader)


def calculate(
    met: MeetingsPanel,
    bought: PurchasesPanel,
    sorts: CategoriesPanel,
    first: OriginsPanel,
    *,
    engine: Engine,
    progress: Progress,
    days: float,
    beside_each: int,
    most: int,
    level: float,
    sure: float,
    seed: int,
) -> Result:
    """Estimate the share of purchases after words that words caused: of all meetings together, and by their kind."""
    inputs = {"meetings": int(met.reader.size), "purchases": int(bought.buyer.size)}
    if not met.reader.size or not bought.buyer.size:
        return Result(inputs=inputs, outcome={"all": {"cannot_say": NOBODY}, "kinds": {}, "cannot_say": [NOBODY]})
    progress("looking for people alike")
    record = Record.of(met, bought, sorts, first)
    cases = cases_of(record, most=most, beside_each=beside_each, seed=seed)
    after, before = (comparison(record, cases, days=days, shift=shift) for shift in (0.0, days))
    progress("comparing them")
    everything = estimate(after, before, level=level, sure=sure)
    kinds = {
        MEETING_KINDS[kind]: estimate(_of_kind(after, kind), _of_kind(before, kind), level=level, sure=sure)
        for kind in np.unique(cases.kind).tolist()
    }
    unsaid = everything.get("cannot_say") or everything.get("why")
    return Result(
        inputs=inputs | {"first_meetings": int(record.meetings.met.sum())},
        outcome={"all": everything, "kinds": kinds, "cannot_say": [unsaid] if unsaid else []},
    )


def comparison(record: Record, cases: Cases, *, days: float, shift: float) -> Comparison:
    """Return the cases as they stood `shift` days before their moments.

    Left out are those who had the product by then, those whose days are not over, and from beside them those who met
    the words themselves within the days before buying: they are no comparison.
    """
    at, bought = cases.at - shift, record.bought.when(cases.who, cases.product)
    met = np.where(cases.met, np.inf, record.met.when(cases.who, cases.product))
    comparable = (at >= record.since[cases.who]) & (at >= 0) & (at + days <= record.until) & (bought > at)
    comparable &= (met > at + days) | (bought < met)
    cases, at, bought = cases[comparable], at[comparable], bought[comparable]
    covariates = _beside_the_others(record.covariates(cases.who, cases.product, at), cases.group)
    return Comparison(cases, covariates, bought <= at + days)


def _beside_the_others(covariates: Floats, group: Ints) -> Floats:
    """What is known of each, less the mean of the group: only within a group are people compared."""
    place = np.unique(group, return_inverse=True)[1]
    size = np.bincount(place)
    return covariates - np.column_stack([np.bincount(place, weights=column) / size for column in covariates.T])[place]


def estimate(after: Comparison, before: Comparison, *, level: float, sure: float) -> Json:
    """Return what the comparison says in numbers, whether it `tells`, and if not `why`; or what it cannot say."""
    try:
        match = _matched(after, level=sure)
    except (NotEnoughData, NotConverged):
        return {"cannot_say": FEW}
    try:
        control = _too_late(before, level=sure)
    except (NotEnoughData, NotConverged):
        control = None
    why, (low, high) = _why_not(match, control), _interval(match, level=level)
    return {
        "kappa": match.kappa,
        "low": low,
        "high": high,
        "sure_low": match.low,
        "naive": match.naive,
        "pairs": match.pairs,
        "bought": match.adopters_exposed,
        "bought_beside": match.adopters_unexposed,
        "gamma": match.gamma,
        "e_value": match.e_value,
        "imbalance": _imbalance(match),
        "control": control
        and {
            "kappa": control.kappa,
            "low": control.low,
            "high": control.high,
            "pairs": control.pairs,
            "passes": control.passes,
        },
        "tells": not why,
        "why": why,
    }


def _why_not(match: MatchedIncrementality, control: NegativeControl | None) -> str:
    """Why the estimate is not to be used; empty where it may be. It must also stand out against what the control
    finds.
    """
    if control is None:
        return NO_CONTROL
    if not control.passes:
        return FAILS.format(more="more" if control.kappa > 0 else "less")
    if match.low <= 0 or not _stands_out(match, control):
        return NOTHING
    if _imbalance(match) > ALIKE:
        return UNLIKE.format(what=_worst(match))
    return ""


def _stands_out(match: MatchedIncrementality, control: NegativeControl) -> bool:
    """Whether the two differ by more than their intervals together, on the scale of the log ratio."""
    ours, theirs = (log((1 - each.low) / (1 - each.kappa)) for each in (match, control))
    return log((1 - control.kappa) / (1 - match.kappa)) > hypot(ours, theirs)


def _matched(rows: Comparison, *, level: float) -> MatchedIncrementality:
    _some(rows)
    return matched_incrementality(rows.cases.met, rows.bought, rows.covariates, strata=rows.cases.group, level=level)


def _interval(match: MatchedIncrementality, *, level: float) -> tuple[float, float]:
    """The interval at another level: on the scale of the log ratio it is the same, only narrower."""
    error = log((1 - match.low) / (1 - match.kappa)) * norm.ppf((1 + level) / 2) / norm.ppf((1 + match.level) / 2)
    return 1 - (1 - match.kappa) * exp(error), 1 - (1 - match.kappa) * exp(-error)


def _too_late(rows: Comparison, *, level: float) -> NegativeControl:
    """At a moment before anybody had met the words, those who would meet them are those exposed later."""
    _some(rows)
    none = np.zeros(rows.bought.size, dtype=np.bool_)
    return negative_control(none, rows.cases.met, rows.bought, rows.covariates, strata=rows.cases.group, level=level)


def _some(rows: Comparison) -> None:
    if not rows.bought.size:
        raise NotEnoughData("cases: none is left")


def _imbalance(match: MatchedIncrementality) -> float:
    return float(np.abs(match.matching.imbalance_after).max())


def _worst(match: MatchedIncrementality) -> str:
    return COVARIATES[int(np.abs(match.matching.imbalance_after).argmax())]


def _of_kind(rows: Comparison, kind: int) -> Comparison:
    same_kind = rows.cases.kind == kind
    return Comparison(rows.cases[same_kind], rows.covariates[same_kind], rows.bought[same_kind])
