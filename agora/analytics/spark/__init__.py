"""The measures on Spark, when one machine is not enough: the same pure functions, on partitions of buyers or customers.

Needs `pip install 'agora-crm[spark]'` and Java 17; importing this needs neither.
"""

from agora.analytics.spark.cluster import Cluster, CustomersAhead
from agora.analytics.spark.errors import SparkUnavailable
from agora.analytics.spark.ledger import Allocation, allocate
from agora.analytics.spark.lifetime import (
    customer_summary,
    customers_ahead,
    fit_buying,
    fit_spending,
    history_cells,
)
from agora.analytics.spark.panels import read_jdbc, read_parquet, write_panels
from agora.analytics.spark.ranks import Ranks, pagerank
from agora.analytics.spark.sessions import session

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
