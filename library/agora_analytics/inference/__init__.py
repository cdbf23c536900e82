"""Confirming or refuting claims: shares, many tests at once, looking every day, what exposure added, and verdicts."""

from agora_analytics.inference.contagion import PrecedenceTest, ShuffleTest, precedence_test, shuffle_test
from agora_analytics.inference.differences import DifferenceInDifferences, difference_in_differences
from agora_analytics.inference.matching import (
    MatchedIncrementality,
    NegativeControl,
    matched_incrementality,
    negative_control,
)
from agora_analytics.inference.multiple import Discoveries, benjamini_hochberg, benjamini_yekutieli, holm
from agora_analytics.inference.power import (
    NeededSample,
    needed_sample,
    needed_sample_of_means,
    power_of_comparison,
)
from agora_analytics.inference.propensity import Matching, match
from agora_analytics.inference.proportions import (
    FisherExact,
    Proportion,
    TwoProportions,
    compare_proportions,
    fisher_exact,
    proportion,
)
from agora_analytics.inference.sensitivity import e_value, rosenbaum_gamma, rosenbaum_p
from agora_analytics.inference.sequences import (
    ConfidenceSequence,
    compare_sequences,
    confidence_sequence,
    sequence_radius,
    tuned_rho,
)
from agora_analytics.inference.series import InterruptedSeries, interrupted_series
from agora_analytics.inference.verdicts import (
    Design,
    Grade,
    Verdict,
    Word,
    confirmation_half,
    design_grade,
    judge,
    verdict,
)

__all__ = [
    "ConfidenceSequence",
    "Design",
    "DifferenceInDifferences",
    "Discoveries",
    "FisherExact",
    "Grade",
    "InterruptedSeries",
    "MatchedIncrementality",
    "Matching",
    "NeededSample",
    "NegativeControl",
    "PrecedenceTest",
    "Proportion",
    "ShuffleTest",
    "TwoProportions",
    "Verdict",
    "Word",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "compare_proportions",
    "compare_sequences",
    "confidence_sequence",
    "confirmation_half",
    "design_grade",
    "difference_in_differences",
    "e_value",
    "fisher_exact",
    "holm",
    "interrupted_series",
    "judge",
    "match",
    "matched_incrementality",
    "needed_sample",
    "needed_sample_of_means",
    "negative_control",
    "power_of_comparison",
    "precedence_test",
    "proportion",
    "rosenbaum_gamma",
    "rosenbaum_p",
    "sequence_radius",
    "shuffle_test",
    "tuned_rho",
    "verdict",
]
