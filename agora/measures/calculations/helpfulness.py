"""Helpfulness of posts and stars of products, each pulled towards what is usual while there is little to go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from agora.analytics.helpfulness import BetaPrior, dirichlet_rating, fit_beta_prior
from agora.analytics.helpfulness import helpfulness as posterior
from agora.measures.panels import RatingsPanel, VotesPanel, ratings, snapshot, votes
from agora.measures.panels.arrow import digest
from agora.measures.panels.words import POST_CLASSES
from agora.measures.results import Result, ScoreBlock

# The interval's lower end is the 5 % quantile that ranks.
LEVEL = 0.90
# Before its own reviews a product has this many, spread as all reviews are.
PRIOR_REVIEWS = 5.0
LEAST_PRIOR_VOTES = 2.0
NO_VOTES = "Nobody has voted on a post yet: every review stands at what is usual before votes, one half."


def calculate() -> Result:
    """Score every review, every post with votes, and every reviewed product.

    Votes on one's own words do not count, nor do votes exchanged: where two people voted each other's words up,
    neither vote says anything about the words.
    """
    with snapshot() as reader:
        cast, stars = votes(reader), ratings(reader)
    laws = [_cautious(fit_beta_prior(cast.helpful[rows], cast.votes[rows])) for rows in _classes(cast)]
    blocks = [scored(cast, laws)]
    if stars.product.size:
        blocks.append(_rated(stars))
    return Result(
        inputs={
            "posts": int(cast.post.size), "votes": int(cast.votes.sum()), "reviews": int(stars.counts.sum()),
            "digest": digest(cast, stars),
        },
        parameters={"level": LEVEL, "prior_reviews": PRIOR_REVIEWS},
        outcome={
            "priors": {name: _told(law) for name, law in zip(POST_CLASSES, laws, strict=True)},
            "votes_exchanged": int(cast.zeroed.sum()),
            "mean_stars": float(stars.counts.sum(axis=0) @ np.arange(1, 6) / max(stars.counts.sum(), 1)),
            "cannot_say": [] if cast.votes.sum() else [NO_VOTES],
        },
        scores=blocks,
    )  # fmt: skip


def scored(cast: VotesPanel, laws: list[BetaPrior]) -> ScoreBlock:
    """Return the helpfulness of posts under the priors of their classes: mean, 5 % and 95 % quantile."""
    value, low, high = (np.zeros(cast.post.size) for _ in range(3))
    for rows, law in zip(_classes(cast), laws, strict=True):
        found = posterior(cast.helpful[rows], cast.votes[rows], prior=law, level=LEVEL)
        value[rows], low[rows], high[rows] = found.mean, found.low, found.high
    basis = [
        {"votes": votes, "helpful": helpful, "exchanged": zeroed, "kind": POST_CLASSES[klass]}
        for votes, helpful, zeroed, klass in zip(
            cast.votes.tolist(), cast.helpful.tolist(), cast.zeroed.tolist(), cast.klass.tolist(), strict=True
        )
    ]
    return ScoreBlock("helpfulness", cast.post, value, low, high, of="post", basis=basis)


def priors_of(outcome: Mapping[str, Any]) -> list[BetaPrior]:
    """Return the priors that a run's outcome states, in the order of POST_CLASSES."""
    return [BetaPrior(a=told["a"], b=told["b"]) for told in (outcome["priors"][name] for name in POST_CLASSES)]


def _rated(stars: RatingsPanel) -> ScoreBlock:
    everywhere = stars.counts.sum(axis=0) + 1.0
    found = dirichlet_rating(stars.counts, prior=PRIOR_REVIEWS * everywhere / everywhere.sum())
    basis = [{"reviews": sum(counts), "histogram": counts} for counts in stars.counts.tolist()]
    return ScoreBlock("rating", stars.product, found.mean, found.low, found.high, of="product", basis=basis)


def _classes(cast: VotesPanel) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    return [np.flatnonzero(cast.klass == code) for code in range(len(POST_CLASSES))]


def _cautious(law: BetaPrior) -> BetaPrior:
    """The law with the weight of at least two votes, or one vote would settle what a few cannot."""
    scale = max(LEAST_PRIOR_VOTES / (law.a + law.b), 1.0)
    return BetaPrior(a=law.a * scale, b=law.b * scale)


def _told(law: BetaPrior) -> dict[str, float]:
    return {"a": law.a, "b": law.b, "mean": law.mean}
