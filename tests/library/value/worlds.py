"""Small worlds of sales and exposures, made up at random, for properties that must hold in all of them."""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from agora_analytics.value import Account, Exposures, Ledger, Rule, Sales, allocate

PEOPLE = 6
RATE = 0.1
RULES = st.sampled_from(list(Rule))
Record = TypeVar("Record", Sales, Exposures)
quick = settings(max_examples=60, deadline=None, derandomize=True)


@dataclass(frozen=True)
class World:
    """Sales, exposures and the terms they are shared on."""

    sales: Sales
    exposures: Exposures
    kappa: tuple[float, float]
    horizon: float
    rule: Rule

    def ledger(self, **changed: Any) -> Ledger:
        """The world's ledger, with some of the arguments changed."""
        terms: dict[str, Any] = {
            "sales": self.sales, "exposures": self.exposures, "rule": self.rule, "people": PEOPLE,
            "incrementality": dict(enumerate(self.kappa)), "horizon": self.horizon, **changed,
        }  # fmt: skip
        return allocate(terms.pop("sales"), terms.pop("exposures"), **terms)


def taken(record: Record, rows: ArrayLike) -> Record:
    """Some rows of a record, in the order given; refunds must not be among sales that move."""
    return replace(record, **{field.name: getattr(record, field.name)[rows] for field in fields(record)})


@st.composite
def sales(draw: st.DrawFn) -> Sales:
    """Up to 12 sales, each with up to three refunds, some to unknown buyers, on all accounts."""
    count = draw(st.integers(0, 12))
    buyer = [draw(st.integers(-1, PEOPLE - 1)) for _ in range(count)]
    time = [draw(st.integers(0, 60)) for _ in range(count)]
    margin = [draw(st.integers(-5_000, 1_000_000)) for _ in range(count)]
    account = [draw(st.sampled_from(list(Account))) for _ in range(count)]
    back = [-1] * count
    for original in range(count):
        for _ in range(draw(st.integers(0, 3))):
            buyer.append(buyer[original])
            account.append(account[original])
            time.append(time[original] + draw(st.integers(0, 20)))
            margin.append(draw(st.integers(-300_000, 300_000)))
            back.append(original)
    return Sales.of(buyer, time=time, margin_minor=margin, base_rate=RATE, refund_of=back, account=account)


@st.composite
def exposures(draw: st.DrawFn) -> Exposures:
    """Up to 25 exposures of six people to six people's words and the firm's."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, PEOPLE - 1), st.integers(-1, PEOPLE - 1), st.integers(0, 3), st.integers(0, 1),
                st.integers(0, 60), st.floats(0, 2), st.floats(0, 2),
            ),
            max_size=25,
        )
    )  # fmt: skip
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in range(7)]
    buyer, author, content, kind, time, strength, decay = (np.array(column) for column in columns)
    return Exposures.of(buyer, author=author, content=content, kind=kind, time=time, strength=strength, decay=decay)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world, two kinds of exposure and any rule."""
    share = st.tuples(st.floats(0, 1), st.floats(0, 1))
    return World(draw(sales()), draw(exposures()), draw(share), draw(st.floats(1, 80)), draw(RULES))
