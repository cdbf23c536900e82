"""What the ledger reads: sales and exposures, checked once, in the narrowest types that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, Ints, integers, refuse, spread
from agora_analytics.errors import InvalidInput
from agora_analytics.frames import days

Codes = NDArray[np.int32]
Kinds = NDArray[np.int16]

FIRM = -1  # as author: staff, advertisements; their credit goes to the firm's account
UNKNOWN_BUYER = -1  # as buyer: a sale nobody's name is on; it stays on an account of its own
NO_SALE = -1
LARGEST_CODE = np.iinfo(np.int32).max
LARGEST_SUM = 2.0**62  # half of what 64 bits hold: accounts subtract one sum from another


class Account(IntEnum):
    """What kind of money a sale is; social value is kept apart by it."""

    PURCHASE = 0
    REFERRAL = 1
    RETENTION = 2
    DEFLECTION = 3  # a case that an accepted answer made unnecessary: avoided cost x chance of the case
    IDEA = 4


@dataclass(frozen=True)
class Sales:
    """Money that came in, one row per sale or refund; the row number is the sale's name here."""

    buyer: Codes  # (n,) person codes from 0, or UNKNOWN_BUYER
    time: Floats  # (n,)
    margin_minor: Ints  # (n,) contribution margin in minor units; negative for refunds
    base_rate: Floats  # (n,) the buyer's own purchases per time unit at that time; NaN where not given
    refund_of: Ints  # (n,) the row it refunds, or NO_SALE
    account: NDArray[np.int8]  # (n,) codes of `Account`

    @classmethod
    def of(
        cls,
        buyer: ArrayLike,
        *,
        time: ArrayLike,
        margin_minor: ArrayLike,
        base_rate: ArrayLike | None = None,
        refund_of: ArrayLike | None = None,
        account: ArrayLike = Account.PURCHASE,
    ) -> Sales:
        """Check the columns (n,); base_rate and account may be one number for all. Raises InvalidInput."""
        who = codes(buyer, name="buyer")
        size = who.size
        made = cls(
            buyer=who,
            time=days(time, size=size),
            margin_minor=integers(margin_minor, name="margin_minor", size=size),
            base_rate=np.full(size, np.nan) if base_rate is None else spread(base_rate, name="base_rate", size=size),
            refund_of=np.full(size, NO_SALE) if refund_of is None else integers(refund_of, name="refund_of", size=size),
            account=_accounts(account, size),
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

    def _check(self) -> None:
        refuse(self.buyer < UNKNOWN_BUYER, "code is negative; use -1 for an unknown buyer", column="buyer")
        refuse(self.base_rate < 0, "a purchase rate is at least 0", column="base_rate")
        back = np.flatnonzero(self.refund_of != NO_SALE)
        target = self.refund_of[back]
        outside = (target < 0) | (target >= self.size)
        _refuse_at(back[outside], "points at no row; give the sale with its refund", "refund_of")
        _refuse_at(back[self.refund_of[target] != NO_SALE], "is a refund of a refund; point at the sale", "refund_of")
        _refuse_at(back[self.buyer[back] != self.buyer[target]], "a refund belongs to its sale's buyer", "refund_of")
        _refuse_at(back[self.account[back] != self.account[target]], "a refund has its sale's account", "account")
        refuse_unsummable(self.margin_minor, column="margin_minor")


@dataclass(frozen=True)
class Exposures:
    """Whose words met whom, and when; one row each."""

    buyer: Codes  # (n,) who met the words
    author: Codes  # (n,) whose words, person codes from 0, or FIRM
    content: Ints  # (n,) which words
    time: Floats  # (n,)
    strength: Floats  # (n,) purchases per time unit added at once: beta x quality x tie
    decay: Floats  # (n,) how fast that fades, per time unit
    kind: Kinds  # (n,) codes from 0: read, vote, accepted answer ...

    @classmethod
    def of(
        cls,
        buyer: ArrayLike,
        *,
        author: ArrayLike,
        content: ArrayLike,
        time: ArrayLike,
        strength: ArrayLike = 1.0,
        decay: ArrayLike = 0.0,
        kind: ArrayLike = 0,
    ) -> Exposures:
        """Check the columns (n,); strength, decay and kind may be one number for all. Raises InvalidInput."""
        who = codes(buyer, name="buyer")
        made = cls(
            buyer=who,
            author=codes(author, name="author", size=who.size),
            content=integers(content, name="content", size=who.size),
            time=days(time, size=who.size),
            strength=spread(strength, name="strength", size=who.size),
            decay=spread(decay, name="decay", size=who.size),
            kind=_kinds(kind, who.size),
        )
        refuse(made.buyer < 0, "an exposure needs a known reader; leave anonymous readings out", column="buyer")
        refuse(made.author < FIRM, "code is negative; use -1 for the firm", column="author")
        refuse(made.strength < 0, "is at least 0; post negative influence by content_entries", column="strength")
        refuse(made.decay < 0, "is at least 0: words do not grow stronger by themselves", column="decay")
        return made

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.buyer.size)

    @property
    def kinds(self) -> int:
        """How many kinds the codes span."""
        return int(self.kind.max(initial=-1)) + 1


def codes(values: ArrayLike, *, name: str, size: int | None = None) -> Codes:
    """Whole numbers that fit 32 bits, without a copy where they are 32 bits wide already."""
    raw = np.asarray(values)
    if raw.dtype == np.int32 and raw.ndim == 1 and raw.flags.c_contiguous and size in {None, raw.size}:
        return raw
    if raw.dtype.kind in "OUM" and any(isinstance(one, str) for one in raw.ravel()[:1].tolist()):
        raise InvalidInput(
            "people are counted by codes here: number your ids by frames.Ids.of(...).codes(...)", column=name
        )
    wide = integers(raw, name=name, size=size)
    refuse(wide > LARGEST_CODE, "codes count from 0 and fit 32 bits; number the people anew", column=name)
    return np.maximum(wide, np.iinfo(np.int32).min).astype(np.int32)


def refuse_unsummable(money: Ints, *, column: str) -> None:
    """Raise InvalidInput where amounts could add up beyond 64 bits: such sums would wrap around without a word."""
    reach = float(np.abs(money.astype(np.float64)).sum())
    if reach >= LARGEST_SUM:
        raise InvalidInput(f"adds up to {reach:.3g}, beyond 64 bits; count money in a larger unit", column=column)


def _kinds(kind: ArrayLike, size: int) -> Kinds:
    raw = np.asarray(kind)
    if raw.dtype == np.int16 and raw.shape == (size,) and raw.flags.c_contiguous:
        made: Kinds = raw
    else:
        wide = integers(np.full(size, raw) if raw.ndim == 0 else raw, name="kind", size=size)
        refuse((wide < 0) | (wide > 1000), "kind codes count from 0 to 1000", column="kind")
        made = wide.astype(np.int16)
    refuse(made < 0, "kind codes count from 0 to 1000", column="kind")
    return made


def _accounts(account: ArrayLike, size: int) -> NDArray[np.int8]:
    raw = np.asarray(account)
    wide = integers(np.full(size, raw) if raw.ndim == 0 else raw, name="account", size=size)
    refuse((wide < 0) | (wide >= len(Account)), f"accounts are {[int(a) for a in Account]}", column="account")
    return wide.astype(np.int8)


def _refuse_at(rows: Ints, why: str, column: str) -> None:
    if rows.size:
        raise InvalidInput(why, column=column, row=int(rows[0]))
