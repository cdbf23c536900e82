"""The network of people: ties and their strength, cores and holes, communities and how far they can be trusted."""

from agora.analytics.network.communities import Communities, communities
from agora.analytics.network.components import Components, components
from agora.analytics.network.cores import core_numbers
from agora.analytics.network.dispersion import Dispersion, dispersion
from agora.analytics.network.embeddedness import Embeddedness, embeddedness
from agora.analytics.network.graph import Graph
from agora.analytics.network.holes import constraint, effective_size
from agora.analytics.network.link_communities import LinkCommunities, link_communities
from agora.analytics.network.partitions import (
    adjusted_rand_index,
    constant_potts,
    modularity,
    normalized_mutual_information,
)
from agora.analytics.network.reciprocity import Reciprocity, reciprocity
from agora.analytics.network.stability import Stability, stability
from agora.analytics.network.ties import Ties, tie_strength

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
