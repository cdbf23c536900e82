import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput
from agora_analytics.value import pass_on
from tests.library.value.worlds import quick

links = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)
amounts = st.lists(st.integers(-(10**9), 10**9), min_size=8, max_size=8)


@quick
@given(amounts, links, st.floats(0, 0.95))
def test_credit_passed_on_is_neither_lost_nor_made(given_: list[int], rows: list[tuple[int, int]], phi: float) -> None:
    who, source = np.array([row[0] for row in rows], dtype=int), np.array([row[1] for row in rows], dtype=int)
    share = 1.0 / np.maximum(np.bincount(who, minlength=8), 1)[who]
    made = pass_on(given_, person=who, source=source, share=share, phi=phi)
    assert made.credit.sum() + made.root == sum(given_)


@quick
@given(amounts, links, st.floats(0, 0.9))
def test_it_solves_the_linear_system_of_katz_and_hubbell(
    given_: list[int], rows: list[tuple[int, int]], phi: float
) -> None:
    who, source = np.array([row[0] for row in rows], dtype=int), np.array([row[1] for row in rows], dtype=int)
    share = 0.5 / np.maximum(np.bincount(who, minlength=8), 1)[who]
    made = pass_on(given_, person=who, source=source, share=share, phi=phi)
    chain = np.zeros((9, 9))
    np.add.at(chain, (who, source), share)
    chain[:8, 8] = 1 - chain[:8].sum(axis=1)
    chain[8, 8] = 1.0
    exact = (1 - phi) * np.linalg.solve(np.eye(9) - phi * chain.T, np.array([*given_, 0]))
    np.testing.assert_allclose([*made.credit, made.root], exact, atol=1.01)


def test_nothing_is_passed_on_at_phi_0() -> None:
    assert pass_on([5, 7], person=[0], source=[1], phi=0.0).credit.tolist() == [5, 7]


def test_two_who_brought_each_other_keep_it_between_them() -> None:
    made = pass_on([1000, 0], person=[0, 1], source=[1, 0], phi=0.5)
    assert (made.credit.tolist(), made.root) == ([667, 333], 0)


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"phi": 1.0}, "phi"),
        ({"person": [3]}, "person, row 0: 3 is no code"),
        ({"share": [-0.5]}, "share, row 0"),
        ({"person": [0, 0], "source": [1, 1]}, "sum to more than 1"),
    ],
)
def test_impossible_chains_are_refused(terms: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        pass_on([5, 7], **{"person": [0], "source": [1], "phi": 0.5, **terms})  # type: ignore[arg-type]
