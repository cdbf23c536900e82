from __future__ import annotations

from agora.core.counts import counted, listed


def test_one_is_told_in_the_singular_and_others_in_the_plural() -> None:
    told = {"order_lines": 1, "identities": 1, "addresses": 2, "lines_without_buyer": 1, "persons": 0, "posts": 1_200}
    assert listed(told, "nothing") == "1 order line, 1 identity, 2 addresses, 1 line without buyer, 1,200 posts"
    assert counted(0, "orders") == "0 orders"
    assert listed({"orders": 0}, "nothing") == "nothing"
