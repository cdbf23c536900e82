"""How helpful a review will be before anybody has voted: a model of its words, its rating and its author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from agora_analytics.arrays import Floats, Ints, floats, integers, number, refuse, spread, table, whole
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.helpfulness.bayesian import Helpfulness, _quantile, _votes

FEATURES = (
    "length",
    "words_per_sentence",
    "letters_per_word",
    "question_or_exclamation",
    "capitals",
    "digits",
    "rating",
    "rating_deviation",
    "verified",
    "images",
    "author_reviews",
    "author_helpful",
)
LEAST_REVIEWS = 50
_RIDGES = (0.1, 1.0, 10.0, 100.0, 1000.0)
_FOLDS = 5


@dataclass(frozen=True)
class Calibration:
    """Predicted against observed helpful shares in bins of equal votes, (bins,)."""

    predicted: Floats
    observed: Floats
    votes: Ints
    error: float  # mean distance of the two, weighted by votes


def review_features(
    text: Sequence[str],
    *,
    rating: ArrayLike,
    usual_rating: ArrayLike,
    verified: ArrayLike = 0.0,
    images: ArrayLike = 0.0,
    author_reviews: ArrayLike = 0.0,
    author_helpful: ArrayLike = 0.5,
) -> Floats:
    """What can be known of a review before any vote, in columns named by FEATURES.

    text (n,): the words; rating (n,): stars; usual_rating (n,): mean stars of the product; verified (n,): 1 for a
    proven purchase; images (n,): how many; author_reviews (n,): reviews before this one; author_helpful (n,): helpful
    share of those, from 0 to 1. Numbers may be one for all. Returns a matrix (n, 12).
    Raises InvalidInput naming the row of a number that is not finite or out of range.
    Assumes: all was known when the review appeared.
    Misleads when: author_helpful counts votes on this very review.
    Source: Ghose and Ipeirotis (2011), IEEE TKDE 23, 1498-1512; Kim et al. (2006), EMNLP, 423-430.

    >>> review_features(["Good. It works!"], rating=[5], usual_rating=[4.0])[0, :4].round(2)
    array([1.39, 1.5 , 3.67, 0.5 ])
    """
    n = len(text)
    stars, usual = spread(rating, name="rating", size=n), spread(usual_rating, name="usual_rating", size=n)
    counts = [
        spread(column, name=name, size=n) for column, name in ((images, "images"), (author_reviews, "author_reviews"))
    ]
    refuse(counts[0] < 0, "a number of images is at least 0", column="images")
    refuse(counts[1] < 0, "a number of reviews is at least 0", column="author_reviews")
    share = spread(author_helpful, name="author_helpful", size=n)
    refuse((share < 0) | (share > 1), "a share lies between 0 and 1", column="author_helpful")
    words = np.array([_of_words(one) for one in text]).reshape(n, 6)
    rest = (stars, np.abs(stars - usual), spread(verified, name="verified", size=n), *map(np.log1p, counts), share)
    return np.column_stack([words, *rest])


def calibration(predicted: ArrayLike, helpful: ArrayLike, votes: ArrayLike, *, bins: int = 10) -> Calibration:
    """Predicted shares against what voters said, in bins that hold about as many votes each.

    predicted (n,): shares; helpful, votes (n,): counts; bins: how many. Returns a Calibration.
    Raises InvalidInput for shares outside 0 to 1 or more helpful votes than votes, NotEnoughData without votes.
    Assumes: predictions were made without these votes.
    Misleads when: bins hold few votes; the distance is then mostly chance.
    Source: DeGroot and Fienberg (1983), The Statistician 32, 12-22.

    >>> calibration([0.2, 0.8], [2, 8], [10, 10], bins=2).error
    0.0
    """
    p = floats(predicted, name="predicted")
    whole(bins, name="bins", low=1)
    refuse((p < 0) | (p > 1), "a share lies between 0 and 1", column="predicted")
    k, n = _votes(helpful, integers(votes, name="votes", size=p.size))
    if n.sum() == 0:
        raise NotEnoughData("votes: none to compare with")
    order = np.argsort(p, kind="stable")
    place = np.minimum(((np.cumsum(n[order]) - n[order] / 2) / n.sum() * bins).astype(np.int64), bins - 1)
    weight = np.bincount(place, weights=n[order], minlength=bins)
    full = weight > 0
    told = np.bincount(place, weights=p[order] * n[order], minlength=bins)[full] / weight[full]
    seen = np.bincount(place, weights=k[order], minlength=bins)[full] / weight[full]
    error = float(np.average(np.abs(told - seen), weights=weight[full]))
    return Calibration(told, seen, weight[full].astype(np.int64), error)


class UnvotedModel:
    """Ridge logistic regression of the helpful share on features, its penalty by cross-validation, then calibrated.

    `fit` learns from reviews with votes, many votes on one review weighing less than as many on several; `predict`
    gives a share for any review; `posterior` starts each review at its prediction and lets votes take over. Deviances
    are weighted means over reviews on folds that were left out.
    Raises InvalidInput, NotEnoughData below 50 voted reviews, NotConverged.
    Assumes: reviews without votes are like those with votes once features agree.
    Misleads when: only popular reviews get votes; the features stand for attention rather than help.
    Source: Ghose and Ipeirotis (2011), IEEE TKDE 23; Platt (1999) for calibration.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.normal(size=(400, 2))
    >>> helpful = rng.binomial(8, 1 / (1 + np.exp(-x[:, 0])))
    >>> model = UnvotedModel().fit(x, helpful, np.full(400, 8))
    >>> model.deviance_ < model.base_deviance_, bool(model.predict([[2.0, 0.0]])[0] > 0.7)
    (True, True)
    """

    def __init__(self, *, ridge: float | None = None) -> None:
        if ridge is not None:
            number(ridge, name="ridge", low=0)
        self.ridge = ridge  # None: chosen by cross-validation
        self.coefficients_: Floats = np.empty(0)  # (1 + p,) on standardised features
        self.centre_: Floats = np.empty(0)
        self.scale_: Floats = np.empty(0)
        self.ridge_ = self.strength_ = float("nan")  # strength: votes the prediction is worth
        self.deviance_ = self.base_deviance_ = float("nan")  # left out; base: one share for all

    def fit(self, features: ArrayLike, helpful: ArrayLike, votes: ArrayLike) -> Self:
        """Learn from reviews (n, p) with helpful of votes (n,); rows without votes are passed over.

        Raises InvalidInput for impossible rows, NotEnoughData below 50 voted reviews or where all are of one mind,
        NotConverged where the coefficients do not settle.
        """
        x = _matrix(features)
        k, n = _votes(helpful, integers(votes, name="votes", size=x.shape[0]))
        voted = n > 0
        if int(voted.sum()) < LEAST_REVIEWS or k.sum() in (0, n.sum()):
            raise NotEnoughData(f"{int(voted.sum())} reviews with votes; at least {LEAST_REVIEWS}, not all of one mind")
        x, share, cast = x[voted], k[voted] / n[voted], n[voted].astype(np.float64)
        overall = np.full(share.size, share.mean())
        weight = cast / (1 + (cast - 1) * _likeness(share, overall, cast))
        self.centre_, self.scale_ = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
        z = self._standard(x)
        folds = np.arange(share.size) % _FOLDS
        tried = {ridge: _left_out(z, share, weight, folds, ridge) for ridge in self._ridges()}
        self.ridge_ = min(tried, key=lambda ridge: _deviance(share, tried[ridge], weight))
        left_out = tried[self.ridge_]
        slope = _logistic(np.column_stack([np.ones(share.size), logit(left_out)]), share, weight, 1e-6)
        raw = _logistic(z, share, weight, self.ridge_)
        self.coefficients_ = raw * slope[1]
        self.coefficients_[0] += slope[0]
        steady = expit(slope[0] + slope[1] * logit(left_out))
        self.deviance_ = _deviance(share, steady, weight)
        self.base_deviance_ = _deviance(share, np.full(share.size, np.average(share, weights=weight)), weight)
        self.strength_ = 1 / _likeness(share, steady, cast) - 1
        return self

    def predict(self, features: ArrayLike) -> Floats:
        """The helpful share that voters would give, (n,).

        Raises NotEnoughData before `fit`, InvalidInput for other columns than those that were fitted.
        """
        if not self.coefficients_.size:
            raise NotEnoughData("fit the model first")
        x = _matrix(features)
        if x.shape[1] != self.centre_.size:
            raise InvalidInput(f"expected {self.centre_.size} columns as fitted, got {x.shape[1]}", column="features")
        made: Floats = expit(self._standard(x) @ self.coefficients_)
        return made

    def posterior(
        self, features: ArrayLike, helpful: ArrayLike, votes: ArrayLike, *, level: float = 0.8, caution: float = 0.05
    ) -> Helpfulness:
        """Helpfulness (n,) that starts from the prediction, worth `strength_` votes, and follows the votes cast.

        Raises as `predict`, and InvalidInput for impossible votes or a level or caution outside 0 to 1.
        """
        number(level, name="level", above=0, below=1)
        number(caution, name="caution", above=0, below=1)
        mean = self.predict(features)
        k, n = _votes(helpful, integers(votes, name="votes", size=mean.size))
        a: Floats = mean * self.strength_ + k
        b: Floats = (1 - mean) * self.strength_ + n - k
        ends = (_quantile(a, b, share) for share in ((1 - level) / 2, (1 + level) / 2, caution))
        low, high, score = ends
        return Helpfulness(mean=a / (a + b), low=low, high=high, score=score, prior=None, level=level)

    def _ridges(self) -> tuple[float, ...]:
        return _RIDGES if self.ridge is None else (self.ridge,)

    def _standard(self, x: Floats) -> Floats:
        return np.column_stack([np.ones(x.shape[0]), np.clip((x - self.centre_) / self.scale_, -5, 5)])


def _of_words(text: str) -> tuple[float, ...]:
    words = text.split()
    count, letters = max(len(words), 1), sum(map(str.isalnum, text))
    ends = sum(text.count(mark) for mark in ".!?…")
    return (
        float(np.log1p(len(words))),
        count / max(ends, 1),
        letters / count,
        (text.count("!") + text.count("?")) / max(ends, 1),
        sum(map(str.isupper, text)) / max(letters, 1),
        sum(map(str.isdigit, text)) / max(letters, 1),
    )


def _matrix(features: ArrayLike) -> Floats:
    return table(features, name="features")


def _logistic(z: Floats, share: Floats, weight: Floats, ridge: float) -> Floats:
    """Coefficients of a binomial regression; the first column is the constant and goes unpenalised."""
    beta = np.zeros(z.shape[1])
    penalty = np.full(z.shape[1], ridge)
    penalty[0] = 1e-9
    for _ in range(100):
        p = expit(z @ beta)
        curvature = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        step = np.linalg.solve(curvature, z.T @ (weight * (share - p)) - penalty * beta)
        beta += step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < 1e-8:
            made: Floats = beta
            return made
    raise NotConverged("the helpful share did not settle; raise the ridge")


def _left_out(z: Floats, share: Floats, weight: Floats, folds: Ints, ridge: float) -> Floats:
    made = np.empty(share.size)
    for fold in range(_FOLDS):
        out = folds == fold
        made[out] = expit(z[out] @ _logistic(z[~out], share[~out], weight[~out], ridge))
    return np.clip(made, 1e-6, 1 - 1e-6)


def _deviance(share: Floats, p: Floats, weight: Floats) -> float:
    return float(-np.average(share * np.log(p) + (1 - share) * np.log1p(-p), weights=weight))


def _likeness(share: Floats, p: Floats, cast: Floats) -> float:
    """Correlation of votes on one review given p, from how far shares scatter beyond what so few votes must (moments).

    Votes on one review tell of that review: a hundred of them must not weigh as a hundred reviews.
    """
    chance, found = p * (1 - p), 0.2
    for _ in range(20):
        weight = cast / (1 + (cast - 1) * found)
        excess = float(np.sum(weight * ((share - p) ** 2 - chance / cast)))
        found = min(max(excess / max(float(np.sum(weight * chance * (1 - 1 / cast))), 1e-12), 1e-3), 0.9)
    return found
