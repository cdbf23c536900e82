"""Social value: the ledger that shares money between buyers and voices, its intervals, and lifetime social value."""

from agora_analytics.value.band import BAND_RULES, AllocationBand, allocation_band
from agora_analytics.value.effects import ExposureEffects, fit_exposure_effects
from agora_analytics.value.incrementality import Incrementality, Origin
from agora_analytics.value.ledger import Entries, Ledger, add_ledgers, allocate
from agora_analytics.value.lifetime_social import (
    LifetimeSocialValue,
    content_rates,
    customer_lifetime_social_value,
    flow_of_contents,
    received_share,
    retention_externality,
    stock_of_contents,
)
from agora_analytics.value.passing_on import PassedOn, pass_on
from agora_analytics.value.rows import FIRM, NO_SALE, UNKNOWN_BUYER, Account, Exposures, Sales
from agora_analytics.value.rules import Rule
from agora_analytics.value.signed import ContentEntries, content_entries
from agora_analytics.value.social_value import SocialValue, customer_social_value
from agora_analytics.value.timing import TimingTest, timing_test

__all__ = [
    "BAND_RULES",
    "FIRM",
    "NO_SALE",
    "UNKNOWN_BUYER",
    "Account",
    "AllocationBand",
    "ContentEntries",
    "Entries",
    "ExposureEffects",
    "Exposures",
    "Incrementality",
    "Ledger",
    "LifetimeSocialValue",
    "Origin",
    "PassedOn",
    "Rule",
    "Sales",
    "SocialValue",
    "TimingTest",
    "add_ledgers",
    "allocate",
    "allocation_band",
    "content_entries",
    "content_rates",
    "customer_lifetime_social_value",
    "customer_social_value",
    "fit_exposure_effects",
    "flow_of_contents",
    "pass_on",
    "received_share",
    "retention_externality",
    "stock_of_contents",
    "timing_test",
]
