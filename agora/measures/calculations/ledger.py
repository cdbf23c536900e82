"""From panels to the ledger: who could have moved which sale, how strongly, and the shares that follow."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from agora.measures.calculations.influence import TIE_HALF_LIFE
from agora.measures.engines import Engine
from agora.measures.hazard import fit_effects
from agora.measures.panels import ExposuresPanel, OriginsPanel, SaleKind, SalesPanel, Subjects
from agora.measures.progress import Progress
from agora.measures.results import Json
from agora_analytics.errors import NotEnoughData
from agora_analytics.network import tie_strength
from agora_analytics.value import (
    FIRM,
    NO_SALE,
    UNKNOWN_BUYER,
    Entries,
    ExposureEffects,
    Exposures,
    Incrementality,
    Origin,
    Sales,
    TimingTest,
    timing_test,
)
from agora_analytics.value import Ledger as Accounts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# A stranger's words count half of a close acquaintance's.
TIE_FLOOR = 0.5
# Words move a purchase within days; as many days after it are the placebo.
TIMING_DAYS = 14.0
MOST_TIMED = 200_000
UNRATED = 0.5
# An assumed incrementality is held as if known from this many observations.
CONCENTRATION = 20.0


Rows = TypeVar("Rows", Sales, Exposures)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sales and exposures of a run, what was fitted and the accounts that follow; codes are places in
    `subjects`.
    """

    subjects: Subjects
    sales: Sales
    exposures: Exposures
    rows: Ints  # of the exposures panel, one per exposure
    terms: Json  # what `allocate` was told beside them
    fit: ExposureEffects
    timing: TimingTest | None  # None where there are neither sales nor readings
    accounts: Accounts  # of the sales of the period
    entries: Entries  # of every sale

    @property
    def settled(self) -> bool:
        """Whether the data carry a claim of word of mouth: by the fit, and by what came before and what after."""
        return self.fit.settled and self.timing is not None and self.timing.claimable


def post_all(
    money: SalesPanel,
    words: ExposuresPanel,
    *,
    origins: OriginsPanel,
    inside: NDArray[np.bool_],
    engine: Engine,
    progress: Progress,
    incrementality: Json,
    horizon_days: float,
    rule: str,
    **others: Any,
) -> Ledger:
    """Fit how strongly words carry and share every sale between its buyer and the words met before it."""
    subjects = Subjects.of(money.buyer, words.reader, words.author)
    sales = sales_of(money, subjects)
    rows = np.flatnonzero(~words.exchanged)
    exposures = exposures_of(words, rows, subjects)
    occasions = _occasions(money, sales)
    until = float(max(money.at.max(initial=0.0), words.at.max(initial=0.0)))
    since = watched_since(money, words, subjects, origins)
    progress("fitting how strongly words carry")
    fit = fit_effects(occasions, exposures, since=since, until=until, horizon=horizon_days)
    progress("looking for words that come too late")
    timing = timed(occasions, exposures)
    sales, exposures = fit.applied(sales, exposures)
    terms: Json = {
        "incrementality": caused_by_words(**incrementality),
        "horizon": horizon_days,
        "people": subjects.size,
        "include": inside,
    }
    progress("sharing sales out")
    accounts = engine.allocate(sales, exposures, rule=rule, **terms)
    return Ledger(subjects, sales, exposures, rows, terms, fit, timing, accounts, accounts.opened()[1])


def timed(occasions: Sales, exposures: Exposures) -> TimingTest | None:
    """Return whether words come before purchases more than after them; of a great many buyers, a fair choice is
    asked.
    """
    share = MOST_TIMED / max(occasions.size, 1)
    try:
        return timing_test(_of_some(occasions, share), _of_some(exposures, share), window=TIMING_DAYS)
    except NotEnoughData:
        return None


def _of_some(rows: Rows, share: float) -> Rows:
    """The rows of a share of the buyers, the same ones whoever asks."""
    mixed = rows.buyer.astype(np.uint64) * np.uint64(2_654_435_761) % np.uint64(2**32)
    sample = mixed < share * 2**32
    return type(rows)(**{field.name: getattr(rows, field.name)[sample] for field in fields(rows)})


def caused_by_words(*, share: float, low: float | None, high: float | None, origin: Origin) -> Incrementality:
    """Return the incrementality as the ledger takes it: a stated 80 % interval says from how much it is known."""
    if low is None or high is None or not 0 < share < 1 or high <= low:
        return Incrementality.of(share, origin=origin, concentration=CONCENTRATION)
    error = (high - low) / (2 * norm.ppf(0.9))
    return Incrementality.of(share, origin=origin, concentration=max(share * (1 - share) / error**2 - 1, 1.0))


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
    reader, author = subjects.codes(words.reader), subjects.codes(words.author)
    close = closeness(reader, author, words.at)[rows]
    return Exposures.of(
        reader[rows],
        author=np.where(author < 0, FIRM, author)[rows],
        content=words.post[rows],
        time=words.at[rows],
        strength=np.where(words.quality[rows] < 0, UNRATED, words.quality[rows])
        * (TIE_FLOOR + (1 - TIE_FLOOR) * close),
    )


def closeness(reader: Ints, author: Ints, at: Floats) -> Floats:
    """Return how close each reader and author are, 0 to 1, where 1 is the closest twentieth of all ties met."""
    people = np.flatnonzero(author >= 0)
    ties = tie_strength(
        reader[people], author[people], at[people], now=float(at.max(initial=0.0)), half_life=TIE_HALF_LIFE
    )
    close = np.zeros(reader.size)
    close[people] = np.append(ties.strength, 0.0)[ties.row]  # who met only oneself has no tie: row -1
    tied = close[close > 0]
    return np.minimum(close / np.quantile(tied, 0.95), 1.0) if tied.size else close


def watched_since(money: SalesPanel, words: ExposuresPanel, subjects: Subjects, origins: OriginsPanel) -> Floats:
    """Return the day from which each subject could have bought: when first seen, not before the first sale of all."""
    since = subjects.spread(origins.subject, origins.since, default=np.inf)
    for who, when in ((money.buyer, money.at), (words.reader, words.at)):
        codes = subjects.codes(who)
        np.minimum.at(since, codes[codes >= 0], when[codes >= 0])
    begun = float(money.at.min(initial=np.inf))
    latest = float(max(money.at.max(initial=0.0), words.at.max(initial=0.0)))
    since_by_person: Floats = np.clip(since, begun if np.isfinite(begun) else 0.0, latest)
    return since_by_person


def _occasions(money: SalesPanel, sales: Sales) -> Sales:
    """One row per order of a known buyer: the lines of an order are one decision."""
    lines = np.flatnonzero((money.kind == SaleKind.LINE) & (sales.buyer != UNKNOWN_BUYER))
    _, first = np.unique(money.occasion[lines], return_index=True)
    rows = lines[first]
    return Sales.of(sales.buyer[rows], time=sales.time[rows], margin_minor=sales.margin_minor[rows])
