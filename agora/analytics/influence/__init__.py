"""Influence and expertise in a network of people: PageRank, ExpertiseRank, z-scores."""

from agora.analytics.influence.expertise import TopicExpertise, expertise_by_topic, expertise_rank, z_score
from agora.analytics.influence.pagerank import PageRank, pagerank

__all__ = ["PageRank", "TopicExpertise", "expertise_by_topic", "expertise_rank", "pagerank", "z_score"]
