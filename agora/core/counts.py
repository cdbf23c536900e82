"""Counts with their nouns, as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLURAL = re.compile(r"(?:ie)?(?<!s)s\b")


def counted(count: int, name: str) -> str:
    """Return a count with its noun, which comes in the plural and as a name: 1, `order_lines` gives "1 order line"."""
    return f"{count:,} {noun(count, name)}"


def noun(count: int, name: str) -> str:
    """Return the noun alone."""
    words = name.replace("_", " ")
    return _PLURAL.sub(lambda end: "y" if end[0] == "ies" else "", words) if count == 1 else words


def listed(counts: Mapping[str, int], nothing: str) -> str:
    """Return all that is not 0 in one line, or what is said of nothing."""
    return ", ".join(counted(count, name) for name, count in counts.items() if count) or nothing
