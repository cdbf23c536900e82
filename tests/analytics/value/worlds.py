"""Small worlds of sales and exposures, made up at random, for properties that must hold in all of them."""

import numpy as np
from hypothesis import strategies as st

from agora.analytics.value import Exposures, LedgerParameters, Rule, Sales

PEOPLE = 6
RULES = st.sampled_from(list(Rule))


@st.composite
def sales(draw: st.DrawFn) -> Sales:
    """Up to 12 sales, each with up to three refunds, some to unknown buyers."""
    count = draw(st.integers(0, 12))
    buyer = [draw(st.integers(-1, PEOPLE - 1)) for _ in range(count)]
    time = [draw(st.integers(0, 60)) for _ in range(count)]
    margin = [draw(st.integers(-5_000, 1_000_000)) for _ in range(count)]
    back = [-1] * count
    for original in range(count):
        for _ in range(draw(st.integers(0, 3))):
            buyer.append(buyer[original])
            time.append(time[original] + draw(st.integers(0, 20)))
            margin.append(draw(st.integers(-300_000, 300_000)))
            back.append(original)
    return Sales.of(buyer, time=time, margin_minor=margin, refund_of=back)


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
    buyer, author, content, kind, time, quality, tie = (np.array(column) for column in columns)
    return Exposures.of(buyer, author=author, content=content, kind=kind, time=time, quality=quality, tie=tie)


@st.composite
def parameters(draw: st.DrawFn) -> LedgerParameters:
    """Two kinds of exposure."""
    pair = st.tuples(st.floats(0, 2), st.floats(0, 2))
    share = st.tuples(st.floats(0, 1), st.floats(0, 1))
    return LedgerParameters(beta=draw(pair), delta=draw(pair), kappa=draw(share), horizon=draw(st.floats(1, 80)))
