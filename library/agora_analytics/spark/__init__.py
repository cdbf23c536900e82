"""The measures on Spark, when one machine is not enough: the same pure functions, on partitions of buyers or customers.

Needs `pip install 'agora-analytics[spark]'` and Java 17; importing this needs neither.
"""

from agora_analytics.spark.cluster import Cluster, CustomersAhead
from agora_analytics.spark.errors import SparkUnavailable
from agora_analytics.spark.ledger import Allocation, allocate
from agora_analytics.spark.lifetime import (
    customer_summary,
    customers_ahead,
    fit_buying,
    fit_spending,
    history_cells,
)
from agora_analytics.spark.panels import read_jdbc, read_parquet, write_panels
from agora_analytics.spark.ranks import Ranks, pagerank
from agora_analytics.spark.sessions import session

__all__ = [
    "Allocation",
    "Cluster",
    "CustomersAhead",
    "Ranks",
    "SparkUnavailable",
    "allocate",
    "customer_summary",
    "customers_ahead",
    "fit_buying",
    "fit_spending",
    "history_cells",
    "pagerank",
    "read_jdbc",
    "read_parquet",
    "session",
    "write_panels",
]
