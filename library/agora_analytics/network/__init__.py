"""The network of people: ties and their strength, cores and holes, communities and how far they can be trusted."""

from agora_analytics.network.communities import Communities, communities
from agora_analytics.network.components import Components, components
from agora_analytics.network.cores import core_numbers
from agora_analytics.network.dispersion import Dispersion, dispersion
from agora_analytics.network.embeddedness import Embeddedness, embeddedness
from agora_analytics.network.graph import Graph
from agora_analytics.network.holes import constraint, effective_size
from agora_analytics.network.link_communities import LinkCommunities, link_communities
from agora_analytics.network.partitions import (
    adjusted_rand_index,
    constant_potts,
    modularity,
    normalized_mutual_information,
)
from agora_analytics.network.reciprocity import Reciprocity, reciprocity
from agora_analytics.network.stability import Stability, stability
from agora_analytics.network.ties import Ties, tie_strength

__all__ = [
    "Communities",
    "Components",
    "Dispersion",
    "Embeddedness",
    "Graph",
    "LinkCommunities",
    "Reciprocity",
    "Stability",
    "Ties",
    "adjusted_rand_index",
    "communities",
    "components",
    "constant_potts",
    "constraint",
    "core_numbers",
    "dispersion",
    "effective_size",
    "embeddedness",
    "link_communities",
    "modularity",
    "normalized_mutual_information",
    "reciprocity",
    "stability",
    "tie_strength",
]
