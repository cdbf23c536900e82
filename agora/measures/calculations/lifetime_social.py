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
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NO_VALUE_RUN = "No value run has finished yet: lifetime social value is lifetime value alone."
NO_CREDIT = "No words carried a sale in the last year: lifetime social value is lifetime value alone."


@dataclass(frozen=True, slots=True)
class LifetimeValues:
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
    customers: Ints,
    ahead: LifetimeValue,
    value_accounts: AccountsPanel,
    words: CreditedPanel,
    *,
    until: float,
    parameters: Json,
) -> LifetimeValues:
    """Return everybody's CLSV, scaled so that what words give equals what buyers will receive: equity is conserved.

    Only the posts that exist count (the stock): what somebody will still write is not forecast.
    """
    subjects = Subjects.of(customers, words.author)
    codes = subjects.codes(customers)
    clv, low, high = (_at(codes, values, subjects.size) for values in (ahead.value, ahead.low, ahead.high))
    share = received_share(
        *(
            subjects.spread(value_accounts.subject, column, default=0.0)
            for column in (value_accounts.own, value_accounts.received)
        )
    )
    author = subjects.codes(words.author)
    stock, firm_stock = _stock(author, words, until=until, people=subjects.size, parameters=parameters)
    social = customer_lifetime_social_value(clv, share=share, given=stock, firm_given=firm_stock)
    fewest, most = _unsure(subjects, value_accounts)
    return LifetimeValues(
        subjects,
        social,
        clv_low=low,
        clv_high=high,
        low=np.minimum((1 - share) * low + social.given * fewest, social.clsv),
        high=np.maximum((1 - share) * high + social.given * most, social.clsv),
        customers=codes,
        posts=np.bincount(author[author >= 0], minlength=subjects.size),
        share=share,
        equity=_equity(social),
        missing=[NO_VALUE_RUN] if not value_accounts.subject.size else [] if words.post.size else [NO_CREDIT],
    )


def _stock(author: Ints, words: CreditedPanel, *, until: float, people: int, parameters: Json) -> tuple[Floats, float]:
    delta = float(np.log(2)) / parameters["content_half_life_days"]
    earned = np.maximum(words.credit, 0).astype(np.float64)
    rate = content_rates(
        earned, age=np.maximum(until - words.said_at, 1.0), delta=delta, window=parameters["credit_days"]
    )
    return stock_of_contents(
        np.where(author < 0, FIRM, author),
        rate=rate,
        delta=delta,
        people=people,
        discount=float(np.log1p(parameters["yearly_discount"])) / 365.25,
        window=parameters["horizon_weeks"] * 7.0,
    )


def _unsure(subjects: Subjects, value_accounts: AccountsPanel) -> tuple[Floats, Floats]:
    """How far below and above its value each person's social value may lie, as factors."""
    some = value_accounts.social > 0
    fewest = np.divide(
        np.maximum(value_accounts.low, 0.0), value_accounts.social, out=np.zeros(value_accounts.social.size), where=some
    )
    most = np.divide(value_accounts.high, value_accounts.social, out=np.ones(value_accounts.social.size), where=some)
    return subjects.spread(value_accounts.subject, fewest, default=0.0), subjects.spread(
        value_accounts.subject, most, default=1.0
    )


def _equity(social: LifetimeSocialValue) -> Json:
    return {
        "current": float(social.clv.sum()),
        "moved_by_words": float((social.clv - social.kept).sum()),
        "company": social.firm,
        "gamma": None if np.isnan(social.gamma) else social.gamma,
        "balanced": abs(float(social.clsv.sum()) + social.firm - social.equity) < 1.0,
    }


def _at(codes: Ints, values: Floats, size: int) -> Floats:
    out = np.zeros(size)
    out[codes] = values
    return out


def _whole(codes: Ints, values: Ints, size: int) -> Ints:
    out = np.zeros(size, dtype=values.dtype)
    out[codes] = values
    return out
