"""What the ledger reads: sales, exposures and the parameters of influence."""

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Bools, Floats, Ints, floats, integers, spread

FIRM = -1  # as author: staff, advertisements; their credit goes to the firm's account
UNKNOWN_BUYER = -1  # as buyer: a sale nobody's name is on; it stays on an account of its own
NO_SALE = -1


@dataclass(frozen=True)
class Sales:
    """Money that came in, one row per sale or refund; the row number is the sale's name here."""

    buyer: Ints  # person codes from 0, or UNKNOWN_BUYER
    time: Floats
    margin_minor: Ints  # contribution margin in minor units; negative for refunds
    refund_of: Ints  # the row it refunds, or NO_SALE

    @classmethod
    def of(
        cls, buyer: ArrayLike, *, time: ArrayLike, margin_minor: ArrayLike, refund_of: ArrayLike | None = None
    ) -> "Sales":
        """Check the columns (n,); ValueError names the row where a refund points nowhere or at another buyer."""
        who = integers(buyer, name="buyer")
        back = np.full(who.size, NO_SALE) if refund_of is None else refund_of
        made = cls(
            buyer=who,
            time=floats(time, name="time", size=who.size),
            margin_minor=integers(margin_minor, name="margin_minor", size=who.size),
            refund_of=integers(back, name="refund_of", size=who.size),
        )
        made._check()
        return made

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.buyer.size)

    @property
    def origin(self) -> Ints:
        """The row whose exposures count: the refunded sale for a refund, itself for a sale."""
        return np.where(self.refund_of == NO_SALE, np.arange(self.size), self.refund_of)

    def between(self, start: float, end: float) -> Bools:
        """Which rows fall in [start, end)."""
        return (self.time >= start) & (self.time < end)

    def _check(self) -> None:
        _refuse(self.buyer < UNKNOWN_BUYER, "buyer code is negative; use -1 for an unknown buyer")
        refunds = self.refund_of != NO_SALE
        inside = (self.refund_of >= 0) & (self.refund_of < self.size)
        _refuse(refunds & ~inside, "refund_of points at no row; import the sale with its refund")
        target = np.where(refunds, self.refund_of, 0)
        if self.size:
            _refuse(refunds & refunds[target], "refund of a refund; point at the sale itself")
            _refuse(refunds & (self.buyer != self.buyer[target]), "a refund belongs to the buyer of its sale")


@dataclass(frozen=True)
class Exposures:
    """Whose words met whom, and when; one row each."""

    buyer: Ints  # who met the words
    author: Ints  # whose words, person codes from 0, or FIRM
    content: Ints
    kind: Ints  # codes into the parameters: read, vote, accepted answer...
    time: Floats
    quality: Floats  # q of the content, from 0
    tie: Floats  # tau between author and buyer, from 0

    @classmethod
    def of(
        cls,
        buyer: ArrayLike,
        *,
        author: ArrayLike,
        content: ArrayLike,
        kind: ArrayLike,
        time: ArrayLike,
        quality: ArrayLike = 1.0,
        tie: ArrayLike = 1.0,
    ) -> "Exposures":
        """Check the columns (n,); quality and tie may be one number for all. ValueError names the wrong row."""
        who = integers(buyer, name="buyer")
        made = cls(
            buyer=who,
            author=integers(author, name="author", size=who.size),
            content=integers(content, name="content", size=who.size),
            kind=integers(kind, name="kind", size=who.size),
            time=floats(time, name="time", size=who.size),
            quality=spread(quality, name="quality", size=who.size),
            tie=spread(tie, name="tie", size=who.size),
        )
        _refuse(made.buyer < 0, "an exposure needs a known reader; leave anonymous readings out")
        _refuse(made.author < FIRM, "author code is negative; use -1 for the firm")
        _refuse(made.kind < 0, "kind code is negative")
        _refuse((made.quality < 0) | (made.tie < 0), "quality and tie are at least 0")
        return made

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.buyer.size)


@dataclass(frozen=True)
class LedgerParameters:
    """How strongly and how long words carry, per exposure kind, in the time unit of the rows."""

    beta: tuple[float, ...]  # hazard added by one exposure at once, per time unit
    delta: tuple[float, ...]  # its decay per time unit
    kappa: tuple[float, ...]  # share of the credit that is incremental; the rest returns to the buyer
    horizon: float  # exposures older than this before a sale do not count
    half_life: float = 7.0  # of the time-decay rule

    def __post_init__(self) -> None:
        if not len(self.beta) == len(self.delta) == len(self.kappa):
            raise ValueError("beta, delta and kappa need one number per exposure kind each")
        if min((*self.beta, *self.delta), default=0) < 0 or not all(0 <= k <= 1 for k in self.kappa):
            raise ValueError("beta and delta are at least 0, kappa lies between 0 and 1")
        if self.horizon <= 0 or self.half_life <= 0:
            raise ValueError("horizon and half_life are above 0")

    def to_json(self) -> str:
        """The numbers as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "LedgerParameters":
        """Read what `to_json` wrote."""
        raw = json.loads(text)
        return cls(
            beta=tuple(raw["beta"]),
            delta=tuple(raw["delta"]),
            kappa=tuple(raw["kappa"]),
            horizon=raw["horizon"],
            half_life=raw["half_life"],
        )


def _refuse(wrong: Bools, why: str) -> None:
    rows = np.flatnonzero(wrong)
    if rows.size:
        raise ValueError(f"row {int(rows[0])}: {why}")
