"""Helpfulness of contents and ratings of products: Wilson, beta-binomial, Bayesian average, Dirichlet."""

from agora.analytics.helpfulness.bayesian import BetaPrior, Helpfulness, fit_beta_prior, helpfulness
from agora.analytics.helpfulness.rating import Rating, bayesian_average, dirichlet_rating
from agora.analytics.helpfulness.wilson import ShareInterval, wilson_interval, wilson_lower_bound

__all__ = [
    "BetaPrior",
    "Helpfulness",
    "Rating",
    "ShareInterval",
    "bayesian_average",
    "dirichlet_rating",
    "fit_beta_prior",
    "helpfulness",
    "wilson_interval",
    "wilson_lower_bound",
]
