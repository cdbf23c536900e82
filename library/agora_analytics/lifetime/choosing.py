"""Which model of buying to use, said plainly; and how sure its parameters are, by refitting what it would produce."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, floats, number, whole
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from agora_analytics.lifetime.beta_geo import BetaGeo, ModifiedBetaGeo
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import Histories, HistoryCells, check_enough, collapse_histories
from agora_analytics.lifetime.checks import calibration_by_count
from agora_analytics.lifetime.contractual import ShiftedBetaGeometric
from agora_analytics.lifetime.model import Model, ParameterIntervals
from agora_analytics.lifetime.pareto import ParetoNBD
from agora_analytics.lifetime.prior import Prior

CLOSE = 2.0  # of log-likelihood: with four parameters each, less is no reason to prefer one
# In the order of preference where they fit alike: BG/NBD cannot see one-time buyers leave.
MODELS: dict[str, type[BuyTillYouDie]] = {
    "ModifiedBetaGeo": ModifiedBetaGeo, "ParetoNBD": ParetoNBD, "BetaGeo": BetaGeo,
}  # fmt: skip
PLAIN = {"BetaGeo": "BG/NBD", "ModifiedBetaGeo": "MBG/NBD", "ParetoNBD": "Pareto/NBD"}


@dataclass(frozen=True)
class Recommendation:
    """The model to use, why, and what each model made of the same customers."""

    name: str  # the class: BetaGeo, ModifiedBetaGeo or ParetoNBD
    reason: str  # a sentence or two
    model: BuyTillYouDie  # fitted
    names: tuple[str, ...]  # (k,) the models compared
    log_likelihood: Floats  # (k,) -inf where the search found no maximum
    identified: tuple[bool, ...]  # (k,)
    misfit: Floats  # (k,) share of customers whom the model puts into another count than they have

    @property
    def plain(self) -> str:
        """The model as the literature calls it, such as "MBG/NBD"."""
        return PLAIN[self.name]


def recommend_model(
    frequency: Histories,
    recency: ArrayLike | None = None,
    age: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    among: Collection[str] = tuple(MODELS),
) -> Recommendation:
    """Fit BG/NBD, MBG/NBD and Pareto/NBD to the same customers and say which to use, with the reason in words.

    frequency (n,): repeat purchases; recency, age (n,): one time unit; weights (n,): customers per row;
    among: the names (of classes) that are asked for.
    Returns Recommendation. All three have four parameters, so likelihoods compare directly. Where the best lead by less
    than 2 the first of MBG, Pareto, BG among them is taken: BG/NBD cannot see one-time buyers leave.
    Raises InvalidInput for impossible rows or an unknown name; NotEnoughData for no or one customer or no repeat;
    NotConverged if all fail.
    Assumes: the same customers would be forecast.
    Misleads when: all three fit badly (see `misfit` and calibration_by_count): the best of three may still be poor.
    Source: Burnham, Anderson (2002), section 2.6, for the threshold; Batislam, Denizel, Filiztekin (2007).

    >>> cells = [0, 1, 2, 5], [0.0, 10.0, 20.0, 28.0], [30.0, 30.0, 30.0, 30.0], [60, 10, 8, 6]
    >>> recommend_model(*cells).names
    ('ModifiedBetaGeo', 'ParetoNBD', 'BetaGeo')
    """
    cells = collapse_histories(frequency, recency, age, weights)
    check_enough(cells, model="a model of buying")
    fitted = {name: _tried(kind(), cells) for name, kind in _asked(among).items()}
    found = {name: model for name, model in fitted.items() if model is not None}
    if not found:
        raise NotConverged(
            "no model of buying fits these customers: look for outliers, and for several kinds of customers"
        )
    sure = {name: model for name, model in found.items() if model.identified_} or found
    best = max(sure.values(), key=lambda model: model.log_likelihood_).log_likelihood_
    close = [name for name, model in sure.items() if best - model.log_likelihood_ < CLOSE]
    return Recommendation(
        name=close[0],
        reason=_reason(close, sure, found, one_time=_one_time(cells)),
        model=sure[close[0]],
        names=tuple(fitted),
        log_likelihood=np.array([-np.inf if m is None else m.log_likelihood_ for m in fitted.values()]),
        identified=tuple(m is not None and m.identified_ for m in fitted.values()),
        misfit=np.array([1.0 if m is None else _misfit(m, cells) for m in fitted.values()]),
    )


def parametric_bootstrap(
    model: BuyTillYouDie | ShiftedBetaGeometric,
    age: ArrayLike = (),
    weights: ArrayLike | None = None,
    *,
    times: int = 100,
    level: float = 0.8,
    seed: int = 0,
) -> ParameterIntervals:
    """Intervals of the parameters by fitting anew what the fitted model would produce, `times` over.

    model: fitted; age (n,): ages of its customers, and weights (n,) customers per row (models of buying; the contractual ones
    know who was at risk). Returns ParameterIntervals: percentiles of the refits, with the refits themselves.
    Raises NotEnoughData where ages are missing or a model was not fitted; InvalidInput for a level or number of times that
    makes no interval; NotConverged where most refits fail.
    Assumes: the model is right; it shows how far chance alone moves the parameters.
    Misleads when: the model is wrong: intervals are then too narrow, as those of the information matrix.
    Source: Efron, Tibshirani (1993), chapter 6.

    >>> model = ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> found = parametric_bootstrap(model, times=40)
    >>> bool((found.low < found.value).all() and (found.value < found.high).all())
    True
    """
    whole(times, name="times", low=10)
    number(level, name="level", above=0, below=1)
    value = model.vector
    seeds = np.random.SeedSequence(whole(seed, name="seed", low=0)).generate_state(times).tolist()
    made = [_again(model, age, weights, seed=seed) for seed in seeds]
    draws = np.array([refit.vector for refit in made if refit is not None])
    if draws.shape[0] < times / 2:
        raise NotConverged(
            f"only {draws.shape[0]} of {times} refits found a maximum; the data are too few for this model"
        )
    low, high = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2), axis=0)
    return ParameterIntervals(model.names, value, low, high, draws, level)


def _asked(among: Collection[str]) -> dict[str, type[BuyTillYouDie]]:
    unknown = sorted(set(among) - set(MODELS))
    if unknown or not among:
        raise InvalidInput(f"{unknown} are no models of buying; take some of {', '.join(MODELS)}", column="among")
    return {name: kind for name, kind in MODELS.items() if name in among}


def _again(
    model: BuyTillYouDie | ShiftedBetaGeometric, age: ArrayLike, weights: ArrayLike | None, *, seed: int
) -> Model | None:
    if isinstance(model, BuyTillYouDie):
        ages = floats(age, name="age")
        if ages.size == 0:
            raise NotEnoughData("the bootstrap needs the ages of the customers that the model was fitted to")
        written_out = ages if weights is None else np.repeat(ages, np.asarray(weights, dtype=np.int64))
        frequency, recency = model.draw(written_out, seed=seed)
        return _tried(type(model)(), collapse_histories(frequency, recency, written_out), prior=_prior(model))
    try:
        return model.draw(seed=seed)
    except NotConverged:
        return None


def _prior(model: BuyTillYouDie) -> Prior | None:
    """What the fit was told beforehand, so that a refit is told the same."""
    about = getattr(model, "prior_", {})
    return Prior({name: (median, factor) for name, (median, factor) in about.items()}) if about else None


def _tried(model: BuyTillYouDie, cells: HistoryCells, *, prior: Prior | None = None) -> BuyTillYouDie | None:
    try:
        return model.fit(cells, prior=prior)
    except NotConverged:
        return None


def _misfit(model: BuyTillYouDie, cells: HistoryCells) -> float:
    counts = calibration_by_count(model, cells.frequency, cells.recency, cells.age, cells.weights)
    return float(np.abs(counts.observed - counts.expected).sum() / 2 / cells.customers)


def _one_time(cells: HistoryCells) -> float:
    return float(cells.weights[cells.frequency == 0].sum() / cells.customers)


def _reason(
    close: list[str], sure: dict[str, BuyTillYouDie], found: dict[str, BuyTillYouDie], *, one_time: float
) -> str:
    """Why the first of `close`, in plain words."""
    name = PLAIN[close[0]]
    others = [PLAIN[other] for other in close[1:]]
    lost = [PLAIN[other] for other in found if other not in close]
    words = [f"{name} fits these customers best" if not others else f"{name} fits as well as {' and '.join(others)}"]
    if lost:
        behind = min(found[close[0]].log_likelihood_ - found[o].log_likelihood_ for o in found if o not in close)
        words[0] += (
            f" and better than {' and '.join(lost)} (by {behind:.1f} or more of log-likelihood)" if behind > 0 else ""
        )
    if others and "BG/NBD" in others:
        words.append(f"Unlike BG/NBD it lets the {one_time:.0%} who bought once be lost customers")
    if close == ["BetaGeo"]:
        words.append(f"It counts the {one_time:.0%} who bought once as customers for certain: read theirs with care")
    if not found[close[0]].identified_:
        words.append("The data do not pin its parameters down: watch more customers, or for longer")
    elif len(sure) < len(found):
        words.append(f"{' and '.join(PLAIN[n] for n in found if n not in sure)} left parameters undetermined")
    return ". ".join(words) + "."
