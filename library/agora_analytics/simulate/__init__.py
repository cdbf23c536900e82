"""Simulated populations, reviews and word of mouth, with a known truth."""

from .influence_worlds import InfluenceWorld, influence_world
from .populations import (
    BuyingPopulation,
    Cohort,
    beta_geo_population,
    modified_beta_geo_population,
    pareto_population,
    shifted_beta_geometric_cohort,
)
from .reviews import SimReviews, simulate_reviews

__all__ = [
    "BuyingPopulation",
    "Cohort",
    "InfluenceWorld",
    "SimReviews",
    "beta_geo_population",
    "influence_world",
    "modified_beta_geo_population",
    "pareto_population",
    "shifted_beta_geometric_cohort",
    "simulate_reviews",
]
