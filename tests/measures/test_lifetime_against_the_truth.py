"""What the lifetime calculation says of the tiny world, with the floor of repeat customers lowered for it."""

from __future__ import annotations

import numpy as np
import pytest

from agora.measures.calculations import lifetime
from agora.measures.engines.local import Local
from agora.measures.panels import SaleKind, SalesPanel, Subjects, snapshot
from agora.measures.progress import silent
from agora.measures.results import Result, ScoreBlock
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(town: Town) -> Result:
    """The result of the calculation, not stored."""
    with snapshot() as reader:
        panels = lifetime.read(reader)
    declared = lifetime.parameters() | {"least_repeaters": 10}
    return lifetime.calculate(*panels, engine=Local(), told=silent, **declared)


def block(found: Result, measure: str) -> ScoreBlock:
    return next(block for block in found.scores if block.measure == measure)


def of(found: Result, measure: str, person: int) -> float:
    scores = block(found, measure)
    return float(scores.value[scores.ids == person][0])


def test_lifetime_social_values_and_the_company_make_customer_equity(found: Result) -> None:
    equity = found.outcome["equity"]
    assert equity["balanced"]
    together = block(found, "clsv").value.sum() + equity["company"]
    assert together == pytest.approx(equity["current"], abs=1.0)
    assert block(found, "clv").value.sum() == pytest.approx(equity["current"], abs=1.0)


def test_words_make_the_ten_cent_reviewer_worth_more_than_her_purchases(town: Town, found: Result) -> None:
    cleo = town.person("Cleo Marsh").pk
    assert of(found, "clsv", cleo) > of(found, "clv", cleo)


def test_who_never_bought_has_no_lifetime_value_but_may_have_a_social_one(town: Town, found: Result) -> None:
    noor = town.person("Noor Vance").pk
    assert of(found, "clv", noor) == 0
    assert of(found, "clsv", noor) > 0


def test_intervals_enclose_lifetime_social_value(found: Result) -> None:
    scores = block(found, "clsv")
    assert scores.low is not None
    assert scores.high is not None
    assert (scores.low <= scores.value).all()
    assert (scores.value <= scores.high).all()


def test_contracts_left_out_are_said(found: Result) -> None:
    assert lifetime.CONTRACTS in found.outcome["cannot_say"]


def panel(rows: list[tuple[int, int, float, int, int]]) -> SalesPanel:
    """Rows of (kind, buyer, day, margin, refunded row or -1)."""
    kind, buyer, at, margin, back = (np.array(column) for column in zip(*rows, strict=True))
    ids = np.arange(len(rows))
    return SalesPanel(
        currency="EUR", elsewhere=0, rate=0.3, rate_stated=True, kind=kind, id=ids, occasion=ids, buyer=buyer,
        buyer_identity=buyer, at=at.astype(float), amount=margin, margin=margin, assumed=ids < 0, refund_of=back,
    )  # fmt: skip


def test_what_came_back_is_taken_off_the_day_it_was_bought() -> None:
    line, back = SaleKind.LINE, SaleKind.RETURN
    money = panel(
        [
            (line, 7, 1.2, 500, -1),
            (line, 7, 1.9, 300, -1),
            (line, 7, 5.0, 400, -1),
            (back, 7, 9.0, -400, 2),
            (back, 7, 9.0, -100, 0),
        ]
    )
    code, day, margin = lifetime.purchase_days(money, Subjects.of(money.buyer))
    assert (code.tolist(), day.tolist(), margin.tolist()) == ([0], [1.0], [700.0])


def test_unknown_buyers_and_contracts_have_no_purchase_days() -> None:
    money = panel([(SaleKind.LINE, 0, 1.0, 500, -1), (SaleKind.EVENT, 7, 1.0, 500, -1)])
    code, _, _ = lifetime.purchase_days(money, Subjects.of(money.buyer))
    assert code.size == 0
