"""The worked example of docs/measures/value-ledger.md, read from the page itself."""

import numpy as np
import pytest

from agora.analytics.value import Allocation, Exposures, LedgerParameters, Sales, allocate, statement
from tests.analytics.pages import table

A, B, C = range(3)
NAMES = {"A": A, "B": B, "C": C}
MET = Exposures.of([B, B, C], author=[A, C, A], content=[1, 2, 1], kind=[0, 1, 0], time=[19.0, 17.0, 28.0])


def allocation(*, kappa: float, refunded: bool = False, scale: int = 100) -> Allocation:
    buyer, time, margin, back = [A, B, C], [10.0, 20.0, 30.0], [0.10, 100.0, 1000.0], [-1, -1, -1]
    if refunded:
        buyer, time, margin, back = [*buyer, C], [*time, 40.0], [*margin, -1000.0], [*back, 2]
    minor = np.round(np.array(margin) * scale).astype(int)
    parameters = LedgerParameters(beta=(0.30, 0.20), delta=(0.5, 0.5), kappa=(kappa, kappa), horizon=30.0)
    return allocate(Sales.of(buyer, time=time, margin_minor=minor, refund_of=back), MET, parameters, mu=0.10)


def test_the_weights_are_those_of_the_page() -> None:
    made = allocation(kappa=1.0)
    for sale, own, first, second in table("value-ledger", "Weights"):
        row = NAMES[sale]
        by_author = dict(zip(made.author[made.credits_of(row)], made.weight[made.credits_of(row)], strict=True))
        assert made.own_weight[row] == pytest.approx(float(own), abs=5e-7)
        assert by_author.get(A, 0.0) == pytest.approx(float(first), abs=5e-7)
        assert by_author.get(C, 0.0) == pytest.approx(float(second), abs=5e-7)


def test_the_statements_are_those_of_the_page_to_the_cent() -> None:
    rows = table("value-ledger", "Statements")
    assert len(rows) == 9
    for kappa, case, name, *amounts in rows:
        made = statement(allocation(kappa=float(kappa), refunded=case == "C returns it"), people=3)
        found = [column[NAMES[name]] for column in (made.own, made.received, made.given, made.net)]
        assert found == [round(float(amount) * 100) for amount in amounts], (kappa, case, name)


def test_at_finer_units_the_example_has_the_published_digits() -> None:
    made = statement(allocation(kappa=1.0, scale=10_000), people=3)
    assert made.given.tolist() == [5_803_488, 0, 136_644]
    assert made.net.tolist() == [5_804_488, 306_199, 4_890_313]
    assert made.total == made.net.sum() == 11_001_000


def test_a_replay_posts_the_same() -> None:
    one, two = allocation(kappa=0.4), allocation(kappa=0.4)
    np.testing.assert_array_equal(one.amount_minor, two.amount_minor)


def test_after_merging_b_and_c_what_they_gave_each_other_returns_to_them() -> None:
    both = B
    sales = Sales.of([A, both, both], time=[10, 20, 30], margin_minor=[10, 10_000, 100_000])
    met = Exposures.of([both] * 3, author=[A, both, A], content=[1, 2, 1], kind=[0, 1, 0], time=[19, 17, 28])
    parameters = LedgerParameters(beta=(0.30, 0.20), delta=(0.5, 0.5), kappa=(1.0, 1.0), horizon=30.0)
    made = statement(allocate(sales, met, parameters, mu=0.10), people=3)
    assert made.given.tolist() == [6_453 + 52_463, 0, 0]
    assert made.net.sum() == 110_010
