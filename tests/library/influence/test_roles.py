import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.influence import Role, roles


def test_the_top_share_leads_and_the_rule_names_line_and_numbers() -> None:
    found = roles(np.arange(200.0), leader_share=0.02)
    assert np.flatnonzero(found.code == Role.OPINION_LEADER).tolist() == [196, 197, 198, 199]
    assert found.leader_line == 196
    assert "standing of 196 or more, reached by 4 of 200 (at most 2%, rounded up)" in found.rule
    assert "neither constraint nor bridging" in found.rule


def test_an_interval_across_the_line_settles_nothing() -> None:
    standing = np.array([1.0, 2.0, 3.0, 4.0])
    found = roles(standing, low=[0.5, 1.0, 2.9, 3.0], high=[1.5, 4.5, 3.1, 5.0], leader_share=0.25)
    assert found.code.tolist() == [0, 0, 0, 0]
    assert found.unsettled.tolist() == [False, True, False, True]
    sure = roles(standing, low=standing - 0.1, high=standing + 0.1, leader_share=0.5)
    assert sure.code.tolist() == [0, 0, 0, 1]
    assert sure.unsettled.tolist() == [False, False, True, False]
    assert "whole interval" in sure.rule


def test_ties_across_the_line_are_left_out() -> None:
    assert roles([5.0, 5.0, 5.0, 1.0], leader_share=0.5).code.tolist() == [0, 0, 0, 0]
    assert roles([9.0, 5.0, 5.0, 1.0], leader_share=0.5).code.tolist() == [1, 0, 0, 0]
    assert "nobody, since more than 50% of 4 tie" in roles([5.0, 5.0, 5.0, 1.0], leader_share=0.5).rule


def test_connectors_need_both_little_constraint_and_much_bridging() -> None:
    found = roles(
        [1.0, 2.0, 3.0, 4.0], constraint=[0.1, 0.2, 0.9, 0.8], bridging=[0.0, 7.0, 8.0, 1.0],
        leader_share=0.25, connector_share=0.5,
    )  # fmt: skip
    assert [Role(code) for code in found.code] == [0, Role.CONNECTOR, 0, Role.OPINION_LEADER]


def test_somebody_may_be_both() -> None:
    assert roles([1.0, 9.0], bridging=[0.0, 3.0], leader_share=0.5, connector_share=0.5).code.tolist() == [0, Role.BOTH]


def test_people_without_ties_are_no_connectors_however_few_are_left() -> None:
    found = roles([1.0, 1.0, 1.0], constraint=[np.nan, np.nan, 0.5], connector_share=0.9)
    assert found.code.tolist() == [0, 0, Role.CONNECTOR]
    assert roles([1.0, 1.0], constraint=[np.nan, np.nan]).code.tolist() == [0, 0]


def test_impossible_labels_are_refused() -> None:
    with pytest.raises(NotEnoughData, match="nobody"):
        roles([])
    with pytest.raises(InvalidInput, match="leader_share"):
        roles([1.0], leader_share=1.0)
    with pytest.raises(InvalidInput, match="connector_share"):
        roles([1.0], connector_share=0.0)
    with pytest.raises(InvalidInput, match="low, row 1"):
        roles([1.0, 2.0], low=[0.0, 3.0], high=[2.0, 4.0])
    with pytest.raises(InvalidInput, match="high, row 0"):
        roles([1.0, 2.0], high=[0.5, 4.0])
    with pytest.raises(InvalidInput, match="bridging"):
        roles([1.0, 2.0], bridging=[1.0])
    with pytest.raises(InvalidInput, match="standing, row 0"):
        roles([np.nan])
