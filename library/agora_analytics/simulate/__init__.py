"""Simulated worlds with a known truth: a bicycle company, its customers, what they say and what they buy."""

from .influence_worlds import InfluenceWorld, influence_world
from .making import world
from .populations import (
    BuyingPopulation,
    Cohort,
    beta_geo_population,
    modified_beta_geo_population,
    pareto_population,
    shifted_beta_geometric_cohort,
)
from .reviews import SimReviews, simulate_reviews
from .texts.remarks import COMPETITORS
from .world import (
    SimLine,
    SimOrder,
    SimOrganization,
    SimPerson,
    SimPost,
    SimProduct,
    SimRead,
    SimReturn,
    SimStaff,
    SimSubscription,
    SimSubscriptionEvent,
    SimThread,
    SimTouch,
    SimTruth,
    SimVote,
    World,
)

__all__ = [
    "COMPETITORS",
    "BuyingPopulation",
    "Cohort",
    "InfluenceWorld",
    "SimLine",
    "SimOrder",
    "SimOrganization",
    "SimPerson",
    "SimPost",
    "SimProduct",
    "SimRead",
    "SimReturn",
    "SimReviews",
    "SimStaff",
    "SimSubscription",
    "SimSubscriptionEvent",
    "SimThread",
    "SimTouch",
    "SimTruth",
    "SimVote",
    "World",
    "beta_geo_population",
    "influence_world",
    "modified_beta_geo_population",
    "pareto_population",
    "shifted_beta_geometric_cohort",
    "simulate_reviews",
    "world",
]
