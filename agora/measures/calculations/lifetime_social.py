"""Lifetime social value: what customers will buy, less what others' words bring, plus what one's own words bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels import Subjects
from agora.measures.panels.accounts import AccountsPanel, CreditedPanel
from agora.measures.results import Json, ScoreBlock
from agora_analytics.lifetime import LifetimeValue
from agora_analytics.value import (
    FIRM,
    LifetimeSocialValue,
    content_rates,
    customer_lifetime_social_value,
    received_share,
    stock_of_contents,
)  # fmt: skip

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NO_VALUE_RUN = "No value run has finished yet: lifetime social value is lifetime value alone."
NO_CREDIT = "No words carried a sale in the last year: lifetime social value is lifetime value alone."


@dataclass(frozen=True, slots=True)
class Together:
    """CLV and CLSV of customers and of those whose words carry, in minor units, with intervals."""

    subjects: Subjects
    value: LifetimeSocialValue
    clv_low: Floats
    clv_high: Floats
    low: Floats
    high: Floats
    customers: Ints  # codes of those with a purchase history
    posts: Ints  # (people,) how many credited posts each wrote
    share: Floats  # (people,) of what each buys, the part that others' words bring
    equity: Json
    missing: list[str]

    def blocks(self, basis: Json) -> list[ScoreBlock]:
        """Return the scores; who never bought has a lifetime value of 0 that rests on nothing."""
        bought = {name: _whole(self.customers, column, self.subjects.size) for name, column in basis.items()}
        ids, value = self.subjects.ids, self.value
        return [
            ScoreBlock("clv", ids, value.clv, self.clv_low, self.clv_high, basis=bought),
            ScoreBlock("clsv", ids, value.clsv, self.low, self.high, basis={**bought, **self._made_of()}),
        ]

    def _made_of(self) -> Json:
        """Lifetime value less `share` of it, plus `given`, is lifetime social value."""
        return {"posts": self.posts, "share": self.share, "given": self.value.given}


def combine(
    customers: Ints, ahead: LifetimeValue, known: AccountsPanel, words: CreditedPanel, *, until: float, parameters: Json
) -> Together:
    """Return everybody's CLSV, scaled so that what words give equals what buyers will receive: equity is conserved.

    Only the posts that exist count (the stock): what somebody will still write is not forecast.
    """
    subjects = Subjects.of(customers, words.author)
    codes = subjects.codes(customers)
    clv, low, high = (_at(codes, values, subjects.size) for values in (ahead.value, ahead.low, ahead.high))
    share = received_share(
        *(subjects.spread(known.subject, column, default=0.0) for column in (known.own, known.received))
    )
    author = subjects.codes(words.author)
    given, firm = _stock(author, words, until=until, people=subjects.size, parameters=parameters)
    made = customer_lifetime_social_value(clv, share=share, given=given, firm_given=firm)
    fewest, most = _unsure(subjects, known)
    return Together(
        subjects, made, clv_low=low, clv_high=high,
        low=np.minimum((1 - share) * low + made.given * fewest, made.clsv),
        high=np.maximum((1 - share) * high + made.given * most, made.clsv),
        customers=codes,
        posts=np.bincount(author[author >= 0], minlength=subjects.size),
        share=share,
        equity=_equity(made),
        missing=[NO_VALUE_RUN] if not known.subject.size else [] if words.post.size else [NO_CREDIT],
    )  # fmt: skip


def _stock(author: Ints, words: CreditedPanel, *, until: float, people: int, parameters: Json) -> tuple[Floats, float]:
    delta = float(np.log(2)) / parameters["content_half_life_days"]
    earned = np.maximum(words.credit, 0).astype(np.float64)
    rate = content_rates(earned, age=np.maximum(until - words.said, 1.0), delta=delta, window=parameters["credit_days"])
    return stock_of_contents(
        np.where(author < 0, FIRM, author), rate=rate, delta=delta, people=people,
        discount=float(np.log1p(parameters["yearly_discount"])) / 365.25, window=parameters["horizon_weeks"] * 7.0,
    )  # fmt: skip


def _unsure(subjects: Subjects, known: AccountsPanel) -> tuple[Floats, Floats]:
    """How far below and above its value each person's social value may lie, as factors."""
    some = known.given > 0
    fewest = np.divide(np.maximum(known.low, 0.0), known.given, out=np.zeros(known.given.size), where=some)
    most = np.divide(known.high, known.given, out=np.ones(known.given.size), where=some)
    return subjects.spread(known.subject, fewest, default=0.0), subjects.spread(known.subject, most, default=1.0)


def _equity(made: LifetimeSocialValue) -> Json:
    return {
        "current": float(made.clv.sum()),
        "moved_by_words": float((made.clv - made.kept).sum()),
        "company": made.firm,
        "gamma": None if np.isnan(made.gamma) else made.gamma,
        "balanced": abs(float(made.clsv.sum()) + made.firm - made.equity) < 1.0,
    }


def _at(codes: Ints, values: Floats, size: int) -> Floats:
    out = np.zeros(size)
    out[codes] = values
    return out


def _whole(codes: Ints, values: Ints, size: int) -> Ints:
    out = np.zeros(size, dtype=values.dtype)
    out[codes] = values
    return out
