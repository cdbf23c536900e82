"""The value ledger: who gets credit for the money that came in, to the minor unit, with nothing lost or made.

Definitions: docs/measures/value-ledger.md. An allocation is a rule applied to facts; it is not a causal claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Bools, Floats, Ints, number, side_by_side, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular
from agora_analytics.value.incrementality import Factor, Incrementality
from agora_analytics.value.order import Met, by_code, met_by_buyer, refunds_by_sale, starts
from agora_analytics.value.posting import Bought, Lines, Sums, Terms, count_lines, desk_for, post
from agora_analytics.value.rows import UNKNOWN_BUYER, Account, Codes, Exposures, Kinds, Sales, refuse_unsummable
from agora_analytics.value.rules import Rule, rule_named, way_of


@dataclass(frozen=True)
class Entries(Tabular):
    """Every sale opened: the buyer's own part, and one row per sale and content met before it.

    Entries of sale i are rows `start[i]:start[i + 1]`. Entries of weight 0 stay in: they say whom the words touched.
    """

    aside: ClassVar[tuple[str, ...]] = ("own_weight", "own_minor", "start")
    own_weight: Floats  # (sales,)
    own_minor: Ints  # (sales,)
    start: Ints  # (sales + 1,)
    sale: Ints  # (entries,)
    exposure: Ints  # (entries,) row of the exposures given
    author: Codes
    content: Ints
    kind: Kinds
    weight: Floats
    amount_minor: Ints

    def of_sale(self, sale: int) -> Ints:
        """The rows of one sale."""
        return np.arange(self.start[sale], self.start[sale + 1])

    def of_author(self, author: int) -> Ints:
        """The rows of one author."""
        return np.flatnonzero(self.author == author)


@dataclass(frozen=True)
class Ledger(Tabular):
    """Accounts in minor units per person code (people,), and what they rest on.

    net.sum() + firm + unknown == total and given.sum() + firm == received.sum(), exactly.
    """

    rule: Rule
    incrementality: Incrementality  # with its origin: assumed, matched or experiment
    own: Ints  # margin of what a person bought
    given: Ints  # CSV: the credit of a person's words
    received: Ints  # what others' words are credited with of a person's purchases
    net: Ints  # own - received + given
    gross: Ints  # OVERLAPPING: the whole margin of every sale a person's words preceded
    given_by_account: Ints  # (people, accounts): CSV apart by `Account`
    firm: int  # credit of the firm's own words
    unknown: int  # margin of sales without a known buyer
    total: int
    sales: Sales | None = None  # as given; None for a sum of ledgers
    entries: Entries | None = None  # None where not asked for

    @property
    def people(self) -> int:
        """How many person codes."""
        return int(self.own.size)

    def opened(self) -> tuple[Sales, Entries]:
        """The sales and their entries. Raises NotEnoughData for a ledger made without them."""
        if self.sales is None or self.entries is None:
            raise NotEnoughData("this ledger holds sums only; call allocate(..., entries=True) to open it")
        return self.sales, self.entries

    def between(self, start: float = -np.inf, end: float = np.inf, *, include: ArrayLike | None = None) -> Ledger:
        """The accounts of the sales in [start, end), and of these only those that `include` (sales,) marks."""
        sales, entries = self.opened()
        chosen = chosen_sales(sales, start=start, end=end, include=include)
        sums = _sums(self.people)
        margin = np.where(chosen, sales.margin_minor, 0)
        known = sales.buyer != UNKNOWN_BUYER
        np.add.at(sums.own, sales.buyer[known], margin[known])
        row = np.flatnonzero(chosen[entries.sale])
        author, sale, amount = entries.author[row], entries.sale[row], entries.amount_minor[row]
        np.add.at(sums.received, sales.buyer[sale], amount)
        np.add.at(sums.credit[:, :, 0], (sales.account[sale], author), amount)
        pair = np.unique(sale * (self.people + 1) + author + 1)
        bought, whose = pair // (self.people + 1), pair % (self.people + 1) - 1
        np.add.at(sums.credit[:, :, 1], (sales.account[bought], whose), margin[bought])
        return _closed(self.rule, self.incrementality, sums, sales=sales, counted=chosen, entries=entries)


def allocate(
    sales: Sales,
    exposures: Exposures,
    *,
    rule: Rule | str = Rule.HAZARD,
    incrementality: Factor | Incrementality = 0.4,
    horizon: float = 60.0,
    half_life: float = 7.0,
    session: float = np.inf,
    people: int | None = None,
    include: ArrayLike | None = None,
    entries: bool = True,
) -> Ledger:
    """Share each sale's margin between its buyer and the authors whose words met the buyer before it.

    sales, exposures: records (`Sales.of`, `Exposures.of`), times in one unit. Exposures in [sale - horizon, sale)
    count, once per author and content, at the last meeting (within `session`, default all of the window).
    incrementality: kappa in [0, 1], one number, per kind, or draws; what it withholds stays with the buyer.
    people: size of the accounts (default: the largest code + 1); include (sales,): the sales that enter them.
    Returns a `Ledger`; entries=False saves its entries' memory. Buyers do not depend on each other: the entries of
    a part of the buyers are the same integers, and `add_ledgers` joins the accounts. O(exposures), sorted fastest.
    Raises InvalidInput for an unknown rule, a kind without incrementality, or a hazard rule without base rates.
    Assumes: strengths, decays and base rates that were fitted (`fit_exposure_effects`) or are stated.
    Misleads when: read as a causal effect, or when many exposures went unmeasured (they credit the buyer).
    Source: docs/measures/value-ledger.md; conservation after Daes, Klier, Klier, Lindner, Thiel (2017).

    >>> sales = Sales.of([1], time=[10.0], margin_minor=[10_000], base_rate=0.1)
    >>> met = Exposures.of([1], author=[0], content=[7], time=[9.0], strength=0.3)
    >>> allocate(sales, met, incrementality=1.0).net.tolist()
    [7500, 2500]
    """
    chosen, known = rule_named(rule), Incrementality.of(incrementality)
    size = _people(sales, exposures, people)
    if chosen == Rule.HAZARD and np.isnan(sales.base_rate).any():
        raise InvalidInput("the hazard rule sets words against it; fit_exposure_effects gives one", column="base_rate")
    counted = chosen_sales(sales, include=include)
    met = met_by_buyer(exposures, size)
    bought = _by_buyer(sales, counted, size)
    terms = Terms(*way_of(chosen), *_spans(half_life, horizon, session), known.of_kinds(max(exposures.kinds, 1)))
    lines = _lines(count_lines(bought, met, terms, desk_for(met, 0))) if entries else _no_lines()
    sums = _posted(bought, met, terms, lines, size)
    opened = _opened(lines, met, sales) if entries else None
    return _closed(chosen, known, sums, sales=sales, counted=counted, entries=opened)


def add_ledgers(ledgers: Iterable[Ledger]) -> Ledger:
    """The accounts of ledgers of different sales added up, such as those of parts of the buyers or of periods.

    ledgers: of one rule and incrementality and the same number of people. Returns a `Ledger` without entries.
    Raises NotEnoughData for none, InvalidInput where rule, incrementality or people differ.
    Assumes: no sale is in two of them, and all of a buyer's exposures were there with the buyer's sales.
    Misleads when: the parts were cut through a buyer's rows.
    Source: docs/measures/value-ledger.md, guarantee 3.

    >>> sales = Sales.of([1], time=[10.0], margin_minor=[10_000], base_rate=0.1)
    >>> met = Exposures.of([1], author=[0], content=[7], time=[9.0], strength=0.3)
    >>> part = allocate(sales, met, incrementality=1.0)
    >>> add_ledgers([part, part]).given.tolist()
    [15000, 0]
    """
    parts = list(ledgers)
    if not parts:
        raise NotEnoughData("there is no ledger to add")
    head = parts[0]
    if any(part.rule != head.rule or part.people != head.people for part in parts):
        raise InvalidInput("ledgers of one rule and the same people add up", column="ledgers")
    if any(not _alike(part.incrementality, head.incrementality) for part in parts):
        raise InvalidInput("ledgers of one incrementality add up", column="ledgers")
    names = ("own", "given", "received", "net", "gross", "given_by_account")
    added = {name: np.sum([getattr(part, name) for part in parts], axis=0) for name in names}
    for name in names:
        refuse_unsummable(np.array([getattr(part, name) for part in parts]), column=f"ledgers, {name}")
    money = {name: sum(getattr(part, name) for part in parts) for name in ("firm", "unknown", "total")}
    return Ledger(head.rule, head.incrementality, **added, **money)


def chosen_sales(
    sales: Sales, *, start: float = -np.inf, end: float = np.inf, include: ArrayLike | None = None
) -> Bools:
    """Which sales a period and a further choice leave, (sales,)."""
    number(start, name="start", endless=True)
    number(end, name="end", endless=True)
    inside: Bools = (sales.time >= start) & (sales.time < end)
    if include is None:
        return inside
    marked = np.asarray(include, dtype=np.bool_)
    if marked.shape != inside.shape:
        raise InvalidInput(f"expected {inside.size} marks, one per sale, got {marked.size}", column="include")
    return inside & marked


def _alike(one: Incrementality, other: Incrementality) -> bool:
    same = one.origin == other.origin and one.draws.keys() == other.draws.keys()
    return same and all(np.array_equal(one.draws[kind], other.draws[kind]) for kind in one.draws)


def _spans(half_life: float, horizon: float, session: float) -> tuple[float, float, float]:
    """Each may be without end: words that never fade, that always count, that are met once."""
    return (
        number(half_life, name="half_life", above=0, endless=True),
        number(horizon, name="horizon", above=0, endless=True),
        number(session, name="session", low=0, endless=True),
    )


def _people(sales: Sales, exposures: Exposures, people: int | None) -> int:
    codes = (sales.buyer, exposures.buyer, exposures.author)
    highest = max(int(code.max(initial=-1)) for code in codes)
    if people is not None and highest >= whole(people, name="people"):
        raise InvalidInput(f"person code {highest} does not fit {people} people", column="people")
    return highest + 1 if people is None else people


def _by_buyer(sales: Sales, counted: Bools, people: int) -> Bought:
    first = starts(sales.buyer, people)
    back_first, back = refunds_by_sale(sales.refund_of, sales.time, sales.margin_minor)
    return Bought(
        first, by_code(sales.buyer, first), sales.time, sales.margin_minor, sales.base_rate, sales.refund_of,
        sales.account, counted, back_first, back,
    )  # fmt: skip


def _posted(bought: Bought, met: Met, terms: Terms, lines: Lines, people: int) -> Sums:
    """Buyers do not depend on each other: parts of them are posted side by side, and whole numbers add up exactly."""

    def part(start: int, stop: int) -> Sums:
        sums = _sums(people)
        post(start, stop, bought, met, terms, sums, lines, desk_for(met, people))
        return sums

    found = side_by_side(part, met.first)
    return Sums(*(np.add.reduce(columns) for columns in zip(*found, strict=True)))


def _sums(people: int) -> Sums:
    """One place more than people: the firm's code, -1, is the last."""
    own, received = np.zeros(people + 1, dtype=np.int64), np.zeros(people + 1, dtype=np.int64)
    return Sums(own, received, credit=np.zeros((len(Account), people + 1, 2), dtype=np.int64))


def _lines(counts: Ints) -> Lines:
    start = np.zeros(counts.size + 1, dtype=np.int64)
    np.cumsum(counts, out=start[1:])
    size = int(start[-1])
    return Lines(
        start, np.empty(size, dtype=np.int64), np.empty(size), np.empty(size, dtype=np.int64),
        np.ones(counts.size), np.zeros(counts.size, dtype=np.int64),
    )  # fmt: skip


def _no_lines() -> Lines:
    none = np.empty(0, dtype=np.int64)
    return Lines(none, none, np.empty(0), none, np.empty(0), none)


def _opened(lines: Lines, met: Met, sales: Sales) -> Entries:
    nobody = sales.buyer == UNKNOWN_BUYER
    place = lines.place
    return Entries(
        own_weight=lines.own_weight,
        own_minor=np.where(nobody, sales.margin_minor, lines.own),
        start=lines.start,
        sale=np.repeat(np.arange(sales.size), np.diff(lines.start)),
        exposure=met.row[place] if met.row.size else place,
        author=met.author[place],
        content=met.content[place],
        kind=met.kind[place],
        weight=lines.weight,
        amount_minor=lines.amount,
    )


def _closed(
    rule: Rule, known: Incrementality, sums: Sums, *, sales: Sales, counted: Bools, entries: Entries | None
) -> Ledger:
    own, received, credit = sums.own[:-1], sums.received[:-1], sums.credit[:, :-1]
    given = credit[:, :, 0].sum(axis=0)
    return Ledger(
        rule, known, own=own, given=given, received=received, net=own - received + given,
        gross=credit[:, :, 1].sum(axis=0), given_by_account=credit[:, :, 0].T,
        firm=int(sums.credit[:, -1, 0].sum()),
        unknown=int(sales.margin_minor[counted & (sales.buyer == UNKNOWN_BUYER)].sum()),
        total=int(sales.margin_minor[counted].sum()), sales=sales, entries=entries,
    )  # fmt: skip
