"""Influence in a network of people: standing, expertise, how far word goes, and whom to tell first."""

from agora_analytics.influence.cascade import Cascade, independent_cascade, inverse_in_degree
from agora_analytics.influence.expertise import TopicExpertise, expertise_by_topic, expertise_rank, z_score
from agora_analytics.influence.hits import Hits, hits
from agora_analytics.influence.pagerank import PageRank, pagerank, pagerank_step
from agora_analytics.influence.reach import Spread, maximize_spread
from agora_analytics.influence.roles import Role, Roles, roles

__all__ = [
    "Cascade",
    "Hits",
    "PageRank",
    "Role",
    "Roles",
    "Spread",
    "TopicExpertise",
    "expertise_by_topic",
    "expertise_rank",
    "hits",
    "independent_cascade",
    "inverse_in_degree",
    "maximize_spread",
    "pagerank",
    "pagerank_step",
    "roles",
    "z_score",
]
