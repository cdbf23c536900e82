"""How large a world is and the numbers it is drawn with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime

DEFAULT_END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 365

# Relative demand per month, January first: a bicycle shop lives from March to August.
SEASON = (0.55, 0.62, 1.05, 1.35, 1.50, 1.45, 1.25, 1.15, 0.95, 0.75, 0.72, 0.86)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes (people, threads, sessions) and rates (per day, or probabilities) of one world.

    The hazard of person b buying at time t is
    mu_b * season(t) while active + sum over readings e of beta * quality * tau * exp(-delta * (t - t_e)),
    with tau = tie_floor + (1 - tie_floor) * tie(b, author) and mu_b ~ Gamma(own_shape, own_mean / own_shape).
    """

    people: int
    questions: int
    discussions: int
    blog_posts: int
    planted_reviews: int
    sessions: int
    unknown_orders: int
    contracts: int
    own_mean: float
    own_shape: float = 0.9
    dropout: float = 0.045
    account_share: float = 0.55
    measurement_share: float = 0.82
    beta: float = 0.036
    dear_share: float = 0.06
    delta: float = 0.12
    tie_floor: float = 0.45
    review_rate: float = 0.11
    return_rate: float = 0.055
    batch_return_rate: float = 0.34
    default_margin_rate: float = 0.30
    fleet_orders: int = 12

    def as_floats(self) -> dict[str, float]:
        """Every parameter by name, for the record."""
        return {field.name: float(getattr(self, field.name)) for field in fields(self)}


SIZES = {
    "tiny": Parameters(
        people=60, questions=10, discussions=2, blog_posts=1, planted_reviews=4, sessions=260,
        unknown_orders=12, contracts=8, own_mean=0.0085, fleet_orders=5, beta=0.060, dear_share=0.0, return_rate=0.03,
    ),
    "demo": Parameters(
        people=2000, questions=430, discussions=125, blog_posts=12, planted_reviews=26, sessions=12500,
        unknown_orders=700, contracts=240, own_mean=0.0130,
    ),
}  # fmt: skip
