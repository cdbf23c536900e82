"""Lifetime value: customers without a contract (BG/NBD, MBG/NBD, Pareto/NBD, Gamma-Gamma) and with one (sBG, BdW)."""

from agora_analytics.lifetime.beta_geo import BetaGeo, ModifiedBetaGeo
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import HistoryCells, collapse_histories
from agora_analytics.lifetime.checks import (
    CountCalibration,
    HoldOutCalibration,
    SpendCorrelation,
    Tracking,
    calibration_by_count,
    calibration_in_hold_out,
    spend_frequency_correlation,
    tracking,
)
from agora_analytics.lifetime.choosing import Recommendation, parametric_bootstrap, recommend_model
from agora_analytics.lifetime.contractual import BetaDiscreteWeibull, ShiftedBetaGeometric
from agora_analytics.lifetime.covariates import CovariateFit, fit_covariates
from agora_analytics.lifetime.discount import Discount
from agora_analytics.lifetime.gamma_gamma import GammaGamma
from agora_analytics.lifetime.holdout import HoldOut, calibration_and_holdout
from agora_analytics.lifetime.model import ParameterIntervals
from agora_analytics.lifetime.pareto import ParetoNBD
from agora_analytics.lifetime.prior import Prior
from agora_analytics.lifetime.records import FitSummary
from agora_analytics.lifetime.summary import CustomerSummary, customer_summary
from agora_analytics.lifetime.value import CustomerEquity, LifetimeValue, customer_equity, lifetime_value

__all__ = [
    "BetaDiscreteWeibull",
    "BetaGeo",
    "BuyTillYouDie",
    "CountCalibration",
    "CovariateFit",
    "CustomerEquity",
    "CustomerSummary",
    "Discount",
    "FitSummary",
    "GammaGamma",
    "HistoryCells",
    "HoldOut",
    "HoldOutCalibration",
    "LifetimeValue",
    "ModifiedBetaGeo",
    "ParameterIntervals",
    "ParetoNBD",
    "Prior",
    "Recommendation",
    "ShiftedBetaGeometric",
    "SpendCorrelation",
    "Tracking",
    "calibration_and_holdout",
    "calibration_by_count",
    "calibration_in_hold_out",
    "collapse_histories",
    "customer_equity",
    "customer_summary",
    "fit_covariates",
    "lifetime_value",
    "parametric_bootstrap",
    "recommend_model",
    "spend_frequency_correlation",
    "tracking",
]
