"""What the lifetime calculation says of the tiny world, with the floor of repeat customers lowered for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agora.measures.calculations import lifetime
from agora.measures.engines.local import Local
from agora.measures.panels import SaleKind, SalesPanel, Subjects, snapshot
from agora.measures.progress import silent
from agora.measures.results import Result, ScoreBlock
from agora_analytics.lifetime import BetaGeo, CustomerSummary, ModifiedBetaGeo
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(town: Town) -> Result:
    """The result of the calculation, not stored."""
    with snapshot() as reader:
        panels = lifetime.read(reader)
    declared = lifetime.parameters() | {"least_repeaters": 10}
    return lifetime.calculate(*panels, engine=Local(), progress=silent, **declared)


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


def histories(law: BetaGeo, *, size: int = 4000) -> CustomerSummary:
    """Customers who behave as a law has it, watched for half a year to two years."""
    age = np.random.default_rng(3).uniform(26, 104, size)
    frequency, recency = law.draw(age, seed=3)
    return CustomerSummary(np.arange(size), frequency, recency, age, np.where(frequency > 0, 2000.0, 0.0))


def laws(rows: CustomerSummary, **known: Any) -> lifetime.FittedLaws:
    return lifetime.fit(rows, np.full(rows.age.size, 2000.0) + rows.customer % 7, **(lifetime.parameters() | known))


SINGLE = BetaGeo.of(r=0.25, alpha=4.4, a=0.8, b=2.4)
LEAVING = ModifiedBetaGeo.of(r=0.9, alpha=4.4, a=0.8, b=2.4)


def test_where_one_time_buyers_leave_the_law_that_sees_it_is_taken_and_says_why() -> None:
    made = laws(histories(LEAVING))
    assert made.recommendation.plain == "MBG/NBD"
    assert "MBG/NBD" in made.recommendation.reason
    alive = made.ahead.probability_alive[made.one_time]
    assert 0 < alive.max() < 1


def test_a_law_that_cannot_see_one_time_buyers_leave_says_nothing_of_whether_they_did() -> None:
    made = laws(histories(SINGLE), models=["BetaGeo"])
    ids = made.histories.customer + 1
    scores = lifetime._alive(made, ids, {"purchases": made.histories.frequency + 1}, lifetime.parameters())
    assert set(scores.ids.tolist()) == set(ids[~made.one_time].tolist())
    assert (scores.basis["purchases"] > 1).all()


def test_the_model_its_reason_and_what_it_cannot_say_of_one_time_buyers_are_in_the_outcome(found: Result) -> None:
    fitted = found.outcome["fitted"]
    assert fitted["model"] in ("BG/NBD", "MBG/NBD")
    assert fitted["model"] in fitted["why"]
    assert [said for said in found.outcome["cannot_say"] if "bought on one day only" in said]


def test_the_declared_half_life_is_the_one_that_counts(town: Town) -> None:
    with snapshot() as reader:
        panels = lifetime.read(reader)
    declared = lifetime.parameters() | {"least_repeaters": 10}
    shares = [
        lifetime.calculate(
            *panels, engine=Local(), progress=silent, **(declared | {"content_half_life_days": days})
        ).outcome["equity"]["gamma"]
        for days in (20.0, 180.0)
    ]
    assert shares[0] != pytest.approx(shares[1], rel=0.05)
