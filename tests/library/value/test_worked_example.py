"""The worked example of docs/measures/value-ledger.md, read from the page itself."""

import numpy as np
import pytest

from agora_analytics.value import Exposures, Ledger, Sales, allocate
from tests.library.pages import table

A, B, C = range(3)
NAMES = {"A": A, "B": B, "C": C}
MET = Exposures.of(
    [B, B, C], author=[A, C, A], content=[1, 2, 1], kind=[0, 1, 0], time=[19.0, 17.0, 28.0],
    strength=[0.30, 0.20, 0.30], decay=0.5,
)  # fmt: skip


def ledger(*, kappa: float, refunded: bool = False, scale: int = 100) -> Ledger:
    buyer, time, margin, back = [A, B, C], [10.0, 20.0, 30.0], [0.10, 100.0, 1000.0], [-1, -1, -1]
    if refunded:
        buyer, time, margin, back = [*buyer, C], [*time, 40.0], [*margin, -1000.0], [*back, 2]
    minor = np.round(np.array(margin) * scale).astype(int)
    sales = Sales.of(buyer, time=time, margin_minor=minor, base_rate=0.10, refund_of=back)
    return allocate(sales, MET, incrementality=kappa, horizon=30.0)


def test_the_weights_are_those_of_the_page() -> None:
    _, made = ledger(kappa=1.0).opened()
    for sale, own, first, second in table("value-ledger", "Weights"):
        rows = made.of_sale(NAMES[sale])
        by_author = dict(zip(made.author[rows], made.weight[rows], strict=True))
        assert made.own_weight[NAMES[sale]] == pytest.approx(float(own), abs=5e-7)
        assert by_author.get(A, 0.0) == pytest.approx(float(first), abs=5e-7)
        assert by_author.get(C, 0.0) == pytest.approx(float(second), abs=5e-7)


def test_the_statements_are_those_of_the_page_to_the_cent() -> None:
    rows = table("value-ledger", "Statements")
    assert len(rows) == 9
    for kappa, case, name, *amounts in rows:
        made = ledger(kappa=float(kappa), refunded=case == "C returns it")
        found = [column[NAMES[name]] for column in (made.own, made.received, made.given, made.net)]
        assert found == [round(float(amount) * 100) for amount in amounts], (kappa, case, name)


def test_at_finer_units_the_example_has_the_published_digits() -> None:
    made = ledger(kappa=1.0, scale=10_000)
    assert made.given.tolist() == [5_803_488, 0, 136_644]
    assert made.net.tolist() == [5_804_488, 306_199, 4_890_313]
    assert made.total == made.net.sum() == 11_001_000


def test_a_replay_posts_the_same() -> None:
    one, two = ledger(kappa=0.4).opened()[1], ledger(kappa=0.4).opened()[1]
    np.testing.assert_array_equal(one.amount_minor, two.amount_minor)


def test_after_merging_b_and_c_what_they_gave_each_other_returns_to_them() -> None:
    both = B
    sales = Sales.of([A, both, both], time=[10, 20, 30], margin_minor=[10, 10_000, 100_000], base_rate=0.10)
    met = Exposures.of(
        [both] * 3, author=[A, both, A], content=[1, 2, 1], time=[19, 17, 28], strength=[0.3, 0.2, 0.3], decay=0.5
    )
    made = allocate(sales, met, incrementality=1.0, horizon=30.0, people=3)
    assert made.given.tolist() == [6_453 + 52_463, 0, 0]
    assert made.net.sum() == 110_010
