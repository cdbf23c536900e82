"""From panels to the ledger: who could have moved which sale, how strongly, and the shares that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.analytics.value import FIRM, NO_SALE, UNKNOWN_BUYER, Allocation, Exposures, LedgerParameters, Sales, allocate
from agora.measures.hazard import HazardFit, fit_hazard
from agora.measures.panels import ExposuresPanel, SaleKind, SalesPanel, Subjects
from agora.measures.panels.words import EXPOSURE_KINDS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Declared, not measured: of what leans on words, the share that would not have happened anyway.
KAPPA = 0.4
HORIZON_DAYS = 60.0
# A stranger's words count half of a close acquaintance's.
TIE_FLOOR = 0.5
UNRATED = 0.5


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sales, exposures and parameters of a run and the allocation they give; codes are places in `subjects`."""

    subjects: Subjects
    sales: Sales
    exposures: Exposures
    rows: Ints  # of the exposures panel, one per exposure
    parameters: LedgerParameters
    fit: HazardFit
    allocation: Allocation


def post_all(
    money: SalesPanel, words: ExposuresPanel, *, origins: tuple[Ints, Floats], kappa: float, horizon: float
) -> Ledger:
    """Fit how strongly words carry and share every sale between its buyer and the words met before it."""
    subjects = Subjects.of(money.buyer, words.reader, words.author)
    sales = sales_of(money, subjects)
    rows = np.flatnonzero(~words.exchanged)
    exposures = exposures_of(words, rows, subjects)
    occasions = _occasions(money, sales)
    until = float(max(money.at.max(initial=0.0), words.at.max(initial=0.0)))
    since = watched_since(money, words, subjects, origins)
    fit = fit_hazard(occasions, exposures, since=since, until=until, horizon=horizon)
    kinds = len(EXPOSURE_KINDS)
    parameters = LedgerParameters(
        beta=(fit.beta,) * kinds, delta=(fit.delta,) * kinds, kappa=(kappa,) * kinds, horizon=horizon
    )
    allocation = allocate(sales, exposures, parameters, mu=fit.mu)
    return Ledger(subjects, sales, exposures, rows, parameters, fit, allocation)


def sales_of(money: SalesPanel, subjects: Subjects) -> Sales:
    """Return the ledger's sales. A refund of nobody knows what has met no words: it stays with its buyer."""
    astray = (money.kind == SaleKind.RETURN) & (money.refund_of == NO_SALE)
    return Sales.of(
        subjects.codes(money.buyer),
        time=np.where(astray, 0.0, money.at),
        margin_minor=money.margin,
        refund_of=money.refund_of,
    )


def exposures_of(words: ExposuresPanel, rows: Ints, subjects: Subjects) -> Exposures:
    """Return the ledger's exposures, each as strong as the post is helpful and the tie is close."""
    author = subjects.codes(words.author[rows])
    tie = words.tie[rows]
    closest = float(np.quantile(tie[tie > 0], 0.95)) if np.any(tie > 0) else 1.0
    return Exposures.of(
        subjects.codes(words.reader[rows]),
        author=np.where(author < 0, FIRM, author),
        content=words.post[rows],
        kind=words.kind[rows],
        time=words.at[rows],
        quality=np.where(words.quality[rows] < 0, UNRATED, words.quality[rows]),
        tie=TIE_FLOOR + (1 - TIE_FLOOR) * np.minimum(tie / closest, 1.0),
    )


def watched_since(money: SalesPanel, words: ExposuresPanel, subjects: Subjects, origins: tuple[Ints, Floats]) -> Floats:
    """Return the day from which each subject could have bought: when first seen, not before the first sale of all."""
    known, first = origins
    since = subjects.spread(known, first, default=np.inf)
    for who, when in ((money.buyer, money.at), (words.reader, words.at)):
        codes = subjects.codes(who)
        np.minimum.at(since, codes[codes >= 0], when[codes >= 0])
    begun = float(money.at.min(initial=np.inf))
    latest = float(max(money.at.max(initial=0.0), words.at.max(initial=0.0)))
    made: Floats = np.clip(since, begun if np.isfinite(begun) else 0.0, latest)
    return made


def _occasions(money: SalesPanel, sales: Sales) -> Sales:
    """One row per order of a known buyer: the lines of an order are one decision."""
    lines = np.flatnonzero((money.kind == SaleKind.LINE) & (sales.buyer != UNKNOWN_BUYER))
    _, first = np.unique(money.occasion[lines], return_index=True)
    rows = lines[first]
    return Sales.of(sales.buyer[rows], time=sales.time[rows], margin_minor=sales.margin_minor[rows])
