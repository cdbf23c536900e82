"""Social value: the ledger that shares money between buyers and voices, its intervals, and lifetime social value."""

from agora.analytics.value.ledger import Allocation, allocate
from agora.analytics.value.lifetime_social import (
    LifetimeSocialValue,
    content_rates,
    lifetime_social_value,
    received_share,
    stock_of_contents,
)
from agora.analytics.value.rows import FIRM, NO_SALE, UNKNOWN_BUYER, Exposures, LedgerParameters, Sales
from agora.analytics.value.rules import Rule
from agora.analytics.value.statement import RuleBand, Statement, rule_band, statement
from agora.analytics.value.uncertainty import ValueIntervals, value_intervals

__all__ = [
    "FIRM",
    "NO_SALE",
    "UNKNOWN_BUYER",
    "Allocation",
    "Exposures",
    "LedgerParameters",
    "LifetimeSocialValue",
    "Rule",
    "RuleBand",
    "Sales",
    "Statement",
    "ValueIntervals",
    "allocate",
    "content_rates",
    "lifetime_social_value",
    "received_share",
    "rule_band",
    "statement",
    "stock_of_contents",
    "value_intervals",
]
