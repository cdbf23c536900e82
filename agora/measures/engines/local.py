"""This process."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from agora_analytics.influence import pagerank
from agora_analytics.lifetime import customer_summary
from agora_analytics.value import allocate


class Local:
    """numpy and compiled loops on one core."""

    @property
    def description(self) -> str:
        """The versions that calculate."""
        return f"numpy {version('numpy')}, numba {version('numba')}, Python {platform.python_version()}"

    def allocate(self, sales: Any, exposures: Any, **how: Any) -> Any:
        return allocate(sales, exposures, **how)

    def pagerank(self, graph: Any, **how: Any) -> Any:
        return pagerank(graph, **how).scores

    def customer_summary(self, customer: Any, time: Any, amount: Any, **how: Any) -> Any:
        return customer_summary(customer, time, amount, **how)


@contextmanager
def started() -> Iterator[Local]:
    """Nothing to start."""
    yield Local()
