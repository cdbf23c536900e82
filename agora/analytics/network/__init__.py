"""The network of people: ties and their strength, connected components."""

from agora.analytics.network.components import Components, components
from agora.analytics.network.ties import Ties, tie_strength

__all__ = ["Components", "Ties", "components", "tie_strength"]
