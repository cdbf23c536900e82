"""Lifetime value of customers without a contract: BG/NBD, Gamma-Gamma and CLV."""

from agora.analytics.lifetime.bgnbd import BgNbdFit, BgNbdParameters, fit_bgnbd, log_likelihood
from agora.analytics.lifetime.clv import LifetimeValue, lifetime_value
from agora.analytics.lifetime.expectation import discounted_expected_purchases, expected_purchases, p_alive
from agora.analytics.lifetime.gamma_gamma import (
    GammaGammaFit,
    GammaGammaParameters,
    expected_spend,
    fit_gamma_gamma,
    gamma_gamma_log_likelihood,
)
from agora.analytics.lifetime.summary import PurchaseSummary, summarise_purchases

__all__ = [
    "BgNbdFit",
    "BgNbdParameters",
    "GammaGammaFit",
    "GammaGammaParameters",
    "LifetimeValue",
    "PurchaseSummary",
    "discounted_expected_purchases",
    "expected_purchases",
    "expected_spend",
    "fit_bgnbd",
    "fit_gamma_gamma",
    "gamma_gamma_log_likelihood",
    "lifetime_value",
    "log_likelihood",
    "p_alive",
    "summarise_purchases",
]
