import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agora_analytics.errors import InvalidInput
from agora_analytics.value import content_entries
from tests.library.value.worlds import quick

estimates = st.lists(
    st.tuples(st.integers(0, 2), st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=12
)


@quick
@given(estimates)
def test_base_and_entries_make_what_was_sold_and_no_entry_may_be_nothing(
    rows: list[tuple[int, float, float, float]],
) -> None:
    product, effect, below, above = (np.array(column) for column in zip(*rows, strict=True)) if rows else [[]] * 4
    low, high = np.subtract(effect, below), np.add(effect, above)
    made = content_entries(
        [900, 0, -50], content=range(len(rows)), product=product, effect_minor=effect, low_minor=low, high_minor=high
    )
    posted = np.zeros(3, dtype=np.int64)
    np.add.at(posted, made.product, made.amount_minor)
    assert (made.base_minor + posted).tolist() == [900, 0, -50]
    unsure = (low <= 0) & (high >= 0)
    assert made.not_shown.tolist() == np.flatnonzero(unsure).tolist()
    assert made.content.tolist() == np.flatnonzero(~unsure).tolist()


def test_an_effect_outside_its_interval_or_of_an_unknown_product_is_refused() -> None:
    with pytest.raises(InvalidInput, match="outside its interval"):
        content_entries([1], content=[1], product=[0], effect_minor=[5], low_minor=[6], high_minor=[9])
    with pytest.raises(InvalidInput, match="product, row 0"):
        content_entries([1], content=[1], product=[1], effect_minor=[5], low_minor=[4], high_minor=[9])
