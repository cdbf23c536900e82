"""Where the arithmetic of a run happens: in this process, or on Spark; every engine gives the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

ENGINES = ("local", "spark")


class CannotStart(Exception):
    """The engine is not installed, or does not start; says what to do."""


class Engine(Protocol):
    """The calculations that grow with the rows; arguments and results are those of `agora_analytics`."""

    @property
    def description(self) -> str:
        """With what it calculates, in words."""

    def allocate(self, sales: Any, exposures: Any, **how: Any) -> Any: ...

    def pagerank(self, graph: Any, **how: Any) -> Any: ...

    def customer_summary(self, customer: Any, time: Any, amount: Any, **how: Any) -> Any: ...


@contextmanager
def engine_named(name: str) -> Iterator[Engine]:
    """Start an engine of ENGINES, and stop it when the block ends; raises CannotStart."""
    # Loaded when chosen: Spark brings a Java machine along.
    with import_module(f"agora.measures.engines.{name}").started() as engine:
        yield engine
