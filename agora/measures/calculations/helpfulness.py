"""Helpfulness of posts and stars of products, each pulled towards what is usual while there is little to go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from agora.measures.engines import Engine
from agora.measures.panels import RatingsPanel, Reader, VotesPanel, ratings, votes
from agora.measures.panels.words import POST_CLASSES
from agora.measures.progress import Progress
from agora.measures.results import Json, Result, ScoreBlock
from agora_analytics.helpfulness import BetaPrior, dirichlet_rating, fit_beta_prior
from agora_analytics.helpfulness import helpfulness as posterior

# The interval's lower end is the 5 % quantile that ranks.
LEVEL = 0.90
# Before its own reviews a product has this many, spread as all reviews are.
PRIOR_REVIEWS = 5.0
RATING_LEVEL = 0.80
LEAST_PRIOR_VOTES = 2.0
NO_VOTES = "Nobody has voted on a post yet: every review stands at what is usual before votes, one half."


def parameters() -> Json:
    """What is declared rather than found."""
    return {
        "level": LEVEL,
        "prior_reviews": PRIOR_REVIEWS,
        "least_prior_votes": LEAST_PRIOR_VOTES,
        "rating_level": RATING_LEVEL,
    }


def read(reader: Reader) -> tuple[VotesPanel, RatingsPanel]:
    """Return votes and stars."""
    return votes(reader), ratings(reader)


def calculate(
    cast: VotesPanel,
    stars: RatingsPanel,
    *,
    engine: Engine,
    progress: Progress,
    level: float,
    prior_reviews: float,
    least_prior_votes: float,
    rating_level: float,
) -> Result:
    """Score every review, every post with votes, and every reviewed product.

    Votes on one's own words do not count, nor do votes exchanged: where two people voted each other's words up,
    neither vote says anything about the words.
    """
    progress("weighing votes")
    laws = [
        _cautious(fit_beta_prior(cast.helpful[rows], cast.votes[rows]), least=least_prior_votes)
        for rows in _classes(cast)
    ]
    blocks = [helpfulness_scores(cast, laws, level=level)]
    if stars.product.size:
        blocks.append(_rating_scores(stars, prior=prior_reviews, level=rating_level))
    return Result(
        inputs={"posts": int(cast.post.size), "votes": int(cast.votes.sum()), "reviews": int(stars.counts.sum())},
        outcome={
            "priors": {name: _law_as_json(law) for name, law in zip(POST_CLASSES, laws, strict=True)},
            "votes_exchanged": int(cast.zeroed.sum()),
            "mean_stars": float(stars.counts.sum(axis=0) @ np.arange(1, 6) / max(stars.counts.sum(), 1)),
            "cannot_say": [] if cast.votes.sum() else [NO_VOTES],
        },
        scores=blocks,
    )


def helpfulness_scores(cast: VotesPanel, laws: list[BetaPrior], *, level: float) -> ScoreBlock:
    """Return the helpfulness of posts under the priors of their classes, with the interval of `level`."""
    value, low, high = (np.zeros(cast.post.size) for _ in range(3))
    for rows, law in zip(_classes(cast), laws, strict=True):
        estimates = posterior(cast.helpful[rows], cast.votes[rows], prior=law, level=level)
        value[rows], low[rows], high[rows] = estimates.mean, estimates.low, estimates.high
    basis = {
        "votes": cast.votes,
        "helpful": cast.helpful,
        "exchanged": cast.zeroed,
        "kind": np.array(POST_CLASSES)[cast.klass],
    }
    return ScoreBlock("helpfulness", cast.post, value, low, high, of="post", basis=basis)


def priors_of(outcome: Mapping[str, Any]) -> list[BetaPrior]:
    """Return the priors that a run's outcome states, in the order of POST_CLASSES."""
    return [BetaPrior(a=prior["a"], b=prior["b"]) for prior in (outcome["priors"][name] for name in POST_CLASSES)]


def _rating_scores(stars: RatingsPanel, *, prior: float, level: float) -> ScoreBlock:
    everywhere = stars.counts.sum(axis=0) + 1.0
    estimates = dirichlet_rating(stars.counts, prior=prior * everywhere / everywhere.sum(), level=level)
    basis = {"reviews": stars.counts.sum(axis=1), "histogram": stars.counts.tolist()}
    return ScoreBlock("rating", stars.product, estimates.mean, estimates.low, estimates.high, of="product", basis=basis)


def _classes(cast: VotesPanel) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    return [np.flatnonzero(cast.klass == code) for code in range(len(POST_CLASSES))]


def _cautious(law: BetaPrior, *, least: float) -> BetaPrior:
    """The law with the weight of at least a few votes, or one vote would settle what a few cannot."""
    scale = max(least / (law.a + law.b), 1.0)
    return BetaPrior(a=law.a * scale, b=law.b * scale)


def _law_as_json(law: BetaPrior) -> dict[str, float]:
    return {"a": law.a, "b": law.b, "mean": law.mean}
