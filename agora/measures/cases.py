"""Cases for the question what words caused: who first met words about a product, beside others as lively that week.

Each first meeting is set beside people who in the same week met words, in the same way, about other products and never
before about this one: they were as much about. What is known of everybody is what came before the moment of the case.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels import CategoriesPanel, MeetingsPanel, OriginsPanel, PurchasesPanel, Subjects
from agora.measures.panels.subjects import looked_up

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WEEK = 7.0
RECENT = 30.0
COVARIATES = (
    "purchases so far",
    "purchases of the last 30 days",
    "purchases in the category",
    "meetings so far",
    "meetings of the last 30 days",
    "meetings in the category",
    "days known",
)


@dataclass(frozen=True, slots=True)
class Cases:
    """One row per person and product, (n,) each: codes, the moment, whether words about it were met then, and how."""

    who: Ints
    product: Ints
    at: Floats
    met: Bools
    kind: Ints
    group: Ints  # people are compared within a product, a week and a way of meeting only

    def __getitem__(self, rows: Bools | Ints) -> Cases:
        return Cases(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Moments:
    """When each of many did something, for counting what was known of them at a moment; `keys` rise by who and when."""

    keys: Floats
    span: float

    @classmethod
    def of(cls, who: Ints, at: Floats, *, span: float) -> Moments:
        """The moments `at` (from 0 to below span) of codes `who`, (n,) each."""
        return cls(np.sort(who * span + at), span)

    def before(self, who: Ints, at: Floats, *, days: float = np.inf) -> Floats:
        """Return how often each did it in the `days` before, the moment itself not counted, (n,)."""
        start = np.maximum(at - days, 0.0)
        times = np.searchsorted(self.keys, who * self.span + at) - np.searchsorted(self.keys, who * self.span + start)
        return times.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Firsts:
    """When each pair of a person and a product first came together, in which row; `pair` rises."""

    pair: Ints
    row: Ints
    at: Floats
    products: int

    @classmethod
    def of(cls, who: Ints, product: Ints, at: Floats, *, products: int) -> Firsts:
        """The first of rows in order of time."""
        pair, row = np.unique(who * products + product, return_index=True)
        return cls(pair, row.astype(np.int64), at[row], products)

    def when(self, who: Ints, product: Ints) -> Floats:
        """Return the moment of each pair, infinity where it never came, (n,)."""
        pairs = who * self.products + product
        place = np.minimum(np.searchsorted(self.pair, pairs), self.pair.size - 1)
        return np.where(self.pair[place] == pairs, self.at[place], np.inf)


@dataclass(frozen=True, slots=True)
class Record:
    """What a company knows of meetings and purchases, by codes of people and products; days from its first day on."""

    meetings: Cases  # all of them, in order of `group`, the week and the way of meeting; `met` for the first time
    met: Firsts
    bought: Firsts
    purchases: Moments  # by person
    purchases_alike: Moments  # by person and category
    encounters: Moments
    encounters_alike: Moments
    category: Ints  # per product
    since: Floats  # per person
    until: float

    @classmethod
    def of(cls, met: MeetingsPanel, bought: PurchasesPanel, sorts: CategoriesPanel, first: OriginsPanel) -> Record:
        """Read the panels; meetings and purchases are in order of time, and there are some of both."""
        people, products = Subjects.of(met.reader, bought.buyer), np.unique(np.append(met.product, bought.product))
        category = np.unique(looked_up(products, sorts.product, sorts.category, missing=0), return_inverse=True)[1]
        begun, until = float(min(met.at[0], bought.at[0])), float(max(met.at[-1], bought.at[-1]))
        reader, about, met_at = people.codes(met.reader), np.searchsorted(products, met.product), met.at - begun
        buyer, what, bought_at = (
            people.codes(bought.buyer),
            np.searchsorted(products, bought.product),
            bought.at - begun,
        )
        since = people.spread(first.subject, first.since - begun, default=np.inf)
        np.minimum.at(since, reader, met_at)
        np.minimum.at(since, buyer, bought_at)
        firsts, span = Firsts.of(reader, about, met_at, products=products.size), until - begun + 1.0
        return cls(
            meetings=_by_week(reader, about, met_at, met.kind, firsts),
            met=firsts,
            bought=Firsts.of(buyer, what, bought_at, products=products.size),
            purchases=Moments.of(buyer, bought_at, span=span),
            purchases_alike=Moments.of(_alike(buyer, what, category), bought_at, span=span),
            encounters=Moments.of(reader, met_at, span=span),
            encounters_alike=Moments.of(_alike(reader, about, category), met_at, span=span),
            category=category,
            since=since,
            until=until - begun,
        )

    def covariates(self, who: Ints, product: Ints, at: Floats) -> Floats:
        """Return what was known of each at the moment, (n, len(COVARIATES)): counts on the scale of their logarithm."""
        alike = _alike(who, product, self.category)
        counts = (
            self.purchases.before(who, at),
            self.purchases.before(who, at, days=RECENT),
            self.purchases_alike.before(alike, at),
            self.encounters.before(who, at),
            self.encounters.before(who, at, days=RECENT),
            self.encounters_alike.before(alike, at),
            np.maximum(at - self.since[who], 0.0),
        )
        on_log_scale: Floats = np.log1p(np.column_stack(counts))
        return on_log_scale


def cases_of(record: Record, *, most: int, beside_each: int, seed: int) -> Cases:
    """Return first meetings (at most `most`, a fair choice), each beside up to `beside_each` others of its week."""
    rng, every = np.random.default_rng(seed), record.meetings
    first = np.flatnonzero(every.met)
    sample = every[np.sort(rng.choice(first, most, replace=False)) if first.size > most else first]
    begin, end = (np.searchsorted(every.group, sample.group, side=side) for side in ("left", "right"))
    others = begin[:, None] + (rng.random((begin.size, beside_each)) * (end - begin)[:, None]).astype(np.int64)
    beside = every[others.ravel()]
    beside = replace(beside, product=np.repeat(sample.product, beside_each), met=np.zeros(others.size, dtype=np.bool_))
    beside = _once(beside[record.met.when(beside.who, beside.product) > beside.at])
    columns = ((getattr(sample, field.name), getattr(beside, field.name)) for field in fields(Cases))
    together = Cases(*map(np.concatenate, columns))
    together = replace(together, group=_codes(together.group, together.product))
    return together[np.argsort(together.who, kind="stable")]  # what is looked up for one person lies side by side


def _by_week(who: Ints, product: Ints, at: Floats, kind: Ints, firsts: Firsts) -> Cases:
    first = np.zeros(who.size, dtype=np.bool_)
    first[firsts.row] = True
    group = _codes((at // WEEK).astype(np.int64), kind)
    return Cases(who, product, at, first, kind, group)[np.argsort(group, kind="stable")]


def _once(cases: Cases) -> Cases:
    """Everybody once per product and week."""
    return cases[np.unique(_codes(cases.group, cases.product, cases.who), return_index=True)[1]]


def _alike(who: Ints, product: Ints, category: Ints) -> Ints:
    """A code of the person and the category of the product."""
    return who * (int(category.max(initial=0)) + 1) + category[product]


def _codes(*columns: Ints) -> Ints:
    """One code per combination, (n,), in the order of the first column, then the next."""
    code = np.zeros(columns[0].size, dtype=np.int64)
    for column in columns:
        code = code * (int(column.max(initial=0)) + 1) + column
    return code
