"""Confirming or refuting claims: comparison of shares, many tests at once."""

from agora.analytics.inference.proportions import (
    Discoveries,
    TwoProportions,
    benjamini_hochberg,
    compare_proportions,
)

__all__ = ["Discoveries", "TwoProportions", "benjamini_hochberg", "compare_proportions"]
