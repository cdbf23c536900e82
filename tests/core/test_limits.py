from __future__ import annotations

import pytest
import time_machine

from agora.core.limits import spend

pytestmark = pytest.mark.django_db


def test_a_limit_is_spent_and_comes_back_with_the_next_window() -> None:
    with time_machine.travel(1_000_000_020, tick=False) as clock:
        left = [spend("post:1", limit=2, seconds=60).remaining for _ in range(3)]
        assert left == [1, 0, -1]
        refused = spend("post:1", limit=2, seconds=60)
        assert refused.exceeded
        assert refused.headers()["Retry-After"] == str(refused.reset)
        clock.shift(60)
        assert not spend("post:1", limit=2, seconds=60).exceeded


def test_limits_of_two_keys_are_apart() -> None:
    spend("a", limit=1, seconds=60)
    assert not spend("b", limit=1, seconds=60).exceeded
