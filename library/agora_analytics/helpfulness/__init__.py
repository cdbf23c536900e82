"""Helpfulness of contents and ratings of products: votes, places, words, and reviews that deserve a second look."""

from agora_analytics.helpfulness.bayesian import BetaPrior, Helpfulness, category_priors, fit_beta_prior, helpfulness
from agora_analytics.helpfulness.duplicates import NearDuplicates, near_duplicates
from agora_analytics.helpfulness.position import PositionCorrected, unbiased_helpfulness
from agora_analytics.helpfulness.rating import Rating, bayesian_average, dirichlet_rating
from agora_analytics.helpfulness.screening import Limits, Reason, Screening, screen_reviews
from agora_analytics.helpfulness.unvoted import FEATURES, Calibration, UnvotedModel, calibration, review_features
from agora_analytics.helpfulness.wilson import ShareInterval, wilson_interval, wilson_lower_bound

__all__ = [
    "FEATURES",
    "BetaPrior",
    "Calibration",
    "Helpfulness",
    "Limits",
    "NearDuplicates",
    "PositionCorrected",
    "Rating",
    "Reason",
    "Screening",
    "ShareInterval",
    "UnvotedModel",
    "bayesian_average",
    "calibration",
    "category_priors",
    "dirichlet_rating",
    "fit_beta_prior",
    "helpfulness",
    "near_duplicates",
    "review_features",
    "screen_reviews",
    "unbiased_helpfulness",
    "wilson_interval",
    "wilson_lower_bound",
]
