"""Spark: the same functions on partitions of buyers and customers, on this machine's cores or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from agora.measures.engines import CannotStart
from agora_analytics.spark import Cluster, SparkUnavailable, session


class Spark:
    """A session of Spark; what comes back is what this process would have found."""

    def __init__(self, running: Any) -> None:
        self._cluster = Cluster(running, folder=settings.SPARK_FOLDER)
        self._said = f"Spark {running.version} on {running.sparkContext.master}"

    @property
    def description(self) -> str:
        """The version and where it runs."""
        return self._said

    def allocate(self, sales: Any, exposures: Any, **how: Any) -> Any:
        return self._cluster.allocate(sales, exposures, **how)

    def pagerank(self, graph: Any, **how: Any) -> Any:
        return self._cluster.pagerank(graph, **how).scores

    def customer_summary(self, customer: Any, time: Any, amount: Any, **how: Any) -> Any:
        return self._cluster.customer_summary(customer, time, amount, **how)


@contextmanager
def started() -> Iterator[Spark]:
    """Start a session at `settings.SPARK_MASTER`, and stop it after."""
    try:
        running = session(settings.SPARK_MASTER)
    except SparkUnavailable as missing:
        raise CannotStart(str(missing)) from missing
    try:
        yield Spark(running)
    finally:
        running.stop()
