"""A sound call of every public function of the library: small, quick, and the ground on which one argument is spoilt."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

import agora_analytics as aa
from agora_analytics.inference import Design
from agora_analytics.lifetime import BetaGeo, Discount, GammaGamma, ParetoNBD, ShiftedBetaGeometric
from agora_analytics.network import Graph

Call = tuple[tuple[Any, ...], dict[str, Any]]
CELLS = ([0, 1, 3, 6], [0.0, 12.0, 20.0, 29.5], [30.0, 30.0, 30.0, 30.0])
WEIGHTS = [80, 15, 6, 5]
LAW = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
STATEMENTS = [
    "When it rains, I want to stay dry so I can work",
    "cheap",
    "When it snows, I want to stay warm",
    "light",
] * 5


def call(*args: Any, **kwargs: Any) -> Call:
    return args, kwargs


@cache
def sound() -> dict[str, Call]:
    """By room and name: the arguments of a call that goes through."""
    return (
        _helpfulness()
        | _inference()
        | _influence()
        | _lifetime()
        | _network()
        | _plots()
        | _rest()
        | _trends()
        | _value()
    )


@cache
def models() -> dict[str, Any]:
    """Fitted things whose methods are called."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2))
    labels = np.tile([[1, 0], [0, 1], [1, 0], [0, 1]], (5, 1))
    return {
        "helpfulness.UnvotedModel": aa.helpfulness.UnvotedModel(ridge=1.0).fit(
            x, rng.binomial(8, 0.5, 60), np.full(60, 8)
        ),
        "lifetime.BetaGeo": BetaGeo().fit(*CELLS, WEIGHTS),
        "lifetime.ModifiedBetaGeo": aa.lifetime.ModifiedBetaGeo().fit(*CELLS, WEIGHTS),
        "lifetime.ParetoNBD": ParetoNBD.of(r=0.553, alpha=10.578, s=0.606, beta=11.669),
        "lifetime.GammaGamma": GammaGamma.of(p=6.25, q=3.74, gamma=15.44),
        "lifetime.ShiftedBetaGeometric": ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593]),
        "lifetime.BetaDiscreteWeibull": aa.lifetime.BetaDiscreteWeibull().fit([1000, 869, 743, 653, 593]),
        "network.Ties": aa.network.tie_strength([0, 1, 0], [1, 0, 2], [0.0, 1.0, 2.0], now=3.0),
        "segments.JobClassifier": aa.segments.JobClassifier.fit(STATEMENTS, labels),
        "value.Ledger": aa.value.allocate(*_met()),
    }


def _helpfulness() -> dict[str, Call]:
    share, place = ([3, 8, 5], [10, 10, 10]), [1, 2, 1, 2]
    return {
        "helpfulness.bayesian_average": call([10.0], [2], prior_mean=3.8, prior_count=20.0),
        "helpfulness.calibration": call([0.2, 0.8], [2, 8], [10, 10], bins=2),
        "helpfulness.category_priors": call(*share, [0, 0, 1], fewest=2),
        "helpfulness.dirichlet_rating": call([[0, 0, 0, 1, 9]], level=0.8),
        "helpfulness.fit_beta_prior": call(*share, fewest=2),
        "helpfulness.helpfulness": call(*share),
        "helpfulness.near_duplicates": call(["one two three four five six seven eight"] * 2),
        "helpfulness.review_features": call(["Good."], rating=[5], usual_rating=[4.0]),
        "helpfulness.screen_reviews": call(
            [0, 1], product=[0, 0], rating=[5, 4], time=[1.0, 2.0], account_since=[0.0, 0.0], helpful_high=[0.9, 0.9],
            votes=[9, 9],
        ),
        "helpfulness.unbiased_helpfulness": call(
            [0, 0, 1, 1], position=place, impressions=[900, 100, 100, 900], helpful=[90, 5, 20, 90]
        ),
        "helpfulness.wilson_interval": call([15], [148]),
        "helpfulness.wilson_lower_bound": call([15], [148]),
        "helpfulness.BetaPrior": call(a=1.0, b=1.0),
        "helpfulness.Limits": call(),
        "helpfulness.UnvotedModel": call(ridge=1.0),
        "helpfulness.UnvotedModel.posterior": call([[0.0, 0.0]], [1], [2]),
    }  # fmt: skip


def _inference() -> dict[str, Call]:
    rng = np.random.default_rng(0)
    taste = rng.normal(size=600)
    exposed, adopted = rng.random((2, 600)) < 0.5
    pairs = (exposed.astype(float), adopted.astype(float), taste)
    ring = Graph.from_edges(np.arange(80), (np.arange(80) + 1) % 80)
    two = Graph.from_edges(np.arange(0, 80, 2), np.arange(1, 80, 2))
    unit, period = np.repeat(np.arange(8), 12), np.tile(np.arange(12), 8)
    noise = rng.normal(size=96)
    return {
        "inference.benjamini_hochberg": call([0.01, 0.5]),
        "inference.benjamini_yekutieli": call([0.01, 0.5]),
        "inference.compare_proportions": call((56, 48), (70, 80)),
        "inference.compare_sequences": call([1.0, 0.0], [0.0, 1.0], deviation=0.5),
        "inference.confidence_sequence": call([1.0, 0.0], deviation=0.5),
        "inference.confirmation_half": call([1, 2], salt="a"),
        "inference.design_grade": call(Design.MATCHED),
        "inference.difference_in_differences": call(
            noise, unit=unit, period=period, treated=(unit < 4).astype(float), start=9, sales=500
        ),
        "inference.e_value": call(2.0),
        "inference.fisher_exact": call([[3, 1], [1, 3]]),
        "inference.holm": call([0.01, 0.5]),
        "inference.interrupted_series": call(noise, start=90, sales=500),
        "inference.judge": call(0.2, 0.1, 0.3),
        "inference.match": call(pairs[0], taste),
        "inference.matched_incrementality": call(*pairs),
        "inference.needed_sample": call(0.5, difference=0.25, per_day=10.0),
        "inference.needed_sample_of_means": call(difference=1.0, deviation=1.0, per_day=10.0),
        "inference.negative_control": call(pairs[0], (taste > 0).astype(float), pairs[1], taste),
        "inference.power_of_comparison": call(50, base=0.5, difference=0.25),
        "inference.precedence_test": call(
            two, person=np.arange(80), item=np.arange(80) // 2, time=np.arange(80), shuffles=20, seed=0
        ),
        "inference.proportion": call(81, 263),
        "inference.rosenbaum_gamma": call(110.0, 12.0),
        "inference.rosenbaum_p": call(110.0, 12.0, gamma=6.0),
        "inference.sequence_radius": call([10.0]),
        "inference.shuffle_test": call(ring, rng.integers(0, 5, 80), shuffles=20, seed=1),
        "inference.tuned_rho": call(1000.0),
        "inference.verdict": call((150, 120), (1000, 1000), design=Design.EXPERIMENT, other_claims=[0.5]),
    }


def _influence() -> dict[str, Call]:
    ring = Graph.from_edges([0, 1, 2, 2], [1, 2, 0, 1], [0.5, 0.5, 0.5, 0.5])
    topic = [0, 0]
    return {
        "influence.expertise_by_topic": call(
            answer_person=[1, 1], answer_topic=topic, question_person=[2, 2], question_topic=topic
        ),
        "influence.expertise_rank": call(ring),
        "influence.hits": call(ring, tolerance=1e-4, iterations=5000),
        "influence.independent_cascade": call(ring, [0], runs=5, weights=[1.0, 1.0, 1.0], seed=1),
        "influence.inverse_in_degree": call(ring),
        "influence.maximize_spread": call(ring, 1, 0.5, weights=[1.0, 1.0, 1.0], failure=0.5, seed=1),
        "influence.pagerank": call(ring, personalisation=[1.0, 1.0, 1.0]),
        "influence.pagerank_step": call([0.5, 0.5], [0], [1], personalisation=[1.0, 1.0]),
        "influence.roles": call([9.0, 1.0, 2.0], low=[8.0, 1.0, 1.0], high=[9.0, 2.0, 3.0], bridging=[1.0, 2.0, 3.0]),
        "influence.z_score": call([30], [10]),
    }


def _lifetime() -> dict[str, Call]:
    buying, spending = models()["lifetime.BetaGeo"], models()["lifetime.GammaGamma"]
    row = {"frequency": [2, 0], "recency": [30.4, 0.0], "age": [38.9, 20.0], "mean_amount": [22.4, 0.0]}
    terms = {"margin": 0.3, "rate": Discount.continuous(0.0027), "horizon": 52.0, "draws": 4}
    ahead = aa.lifetime.lifetime_value(buying, spending, **row, **terms)
    plain = {
        "lifetime.calibration_and_holdout": call(
            [7, 7, 3], [0.2, 14.5, 7.0], [9.0, 2.0, 3.0], cut=10.0, end=28.0, unit=7.0
        ),
        "lifetime.calibration_by_count": call(buying, *CELLS),
        "lifetime.calibration_in_hold_out": call([0.2, 1.0], [0.0, 1.0], [0, 1]),
        "lifetime.collapse_histories": call(*CELLS, weights=[80.0, 15.0, 6.0, 5.0]),
        "lifetime.customer_equity": call(ahead, arriving=[1.0], value_each=2.0, cost_each=1.0),
        "lifetime.customer_summary": call([7, 7, 3], [0.2, 14.5, 7.0], [9.0, 2.0, 3.0], end=28.0, unit=7.0),
        "lifetime.fit_covariates": call(
            BetaGeo(),
            {"frequency": [0, 3, 0, 6, 1, 0], "recency": [0, 9, 0, 29, 8, 0], "age": [30] * 6},
            buying=[0, 1, 0, 1, 1, 1],
        ),
        "lifetime.lifetime_value": call(buying, spending, **row, **terms, amount_factor=[1.0, 1.1], key=[1, 2]),
        "lifetime.Discount.yearly": call(0.15, unit=7.0),
        "lifetime.Discount.continuous": call(0.003),
        "lifetime.parametric_bootstrap": call(models()["lifetime.ShiftedBetaGeometric"], times=10),
        "lifetime.recommend_model": call(*CELLS, weights=[80.0, 15.0, 6.0, 5.0]),
        "lifetime.spend_frequency_correlation": call([1, 2, 3], [10.0, 20.0, 25.0]),
        "lifetime.tracking": call(buying, [0.0, 1.0], [3.0, 9.0], until=10.0, step=5.0),
        "lifetime.GammaGamma.of": call(p=6.25, q=3.74, gamma=15.44),
        "lifetime.GammaGamma.at": call(p=6.25),
        "lifetime.GammaGamma.fit": call([1, 2, 3, 4], [10.0, 20.0, 15.0, 18.0]),
        "lifetime.GammaGamma.expected_amount": call([1], [10.0]),
        "lifetime.GammaGamma.log_likelihood": call([1, 2, 3, 4], [10.0, 20.0, 15.0, 18.0]),
        "lifetime.ShiftedBetaGeometric.confidence_intervals": call(),
    }
    of = {
        "lifetime.BetaGeo.of": LAW,
        "lifetime.ModifiedBetaGeo.of": LAW,
        "lifetime.ParetoNBD.of": {"r": 0.5, "alpha": 10.0, "s": 0.6, "beta": 11.0},
        "lifetime.ShiftedBetaGeometric.of": {"alpha": 0.7, "beta": 3.8},
        "lifetime.BetaDiscreteWeibull.of": {"alpha": 0.7, "beta": 3.8, "c": 1.1},
    }
    bought = {f"lifetime.{kind}.{name}": given for kind in ("BetaGeo", "ModifiedBetaGeo", "ParetoNBD") for name, given in {
        "at": call(r=1.0),
        "discounted_expected_transactions": call(Discount.continuous(0.01), [1], [9.0], [30.0], horizon=10.0),
        "draw": call([30.0, 20.0], seed=1),
        "expected_purchases": call(10.0, [1], [9.0], [30.0]),
        "expected_purchases_of_new": call([10.0]),
        "fit": call(*CELLS, [80.0, 15.0, 6.0, 5.0]),
        "log_likelihood": call(*CELLS),
        "probability_alive": call([1], [9.0], [30.0]),
        "probability_of_count": call(1, [30.0]),
        "probability_of_purchases": call(1, 10.0, [1], [9.0], [30.0]),
    }.items()}  # fmt: skip
    left = {f"lifetime.{kind}.{name}": given for kind in ("ShiftedBetaGeometric", "BetaDiscreteWeibull") for name, given in {
        "at": call(alpha=1.0),
        "discounted_expected_lifetime": call(0.1),
        "discounted_expected_residual_lifetime": call([0.0, 1.0], 0.1),
        "draw": call(seed=1),
        "fit": call([1000.0, 869.0, 743.0, 653.0, 593.0]),
        "fit_subscriptions": call([1, 2, 3, 4, 5, 5], [1, 0, 1, 1, 0, 1]),
        "retention": call([1.0]),
        "survival": call([1.0]),
    }.items()}  # fmt: skip
    return plain | {name: call(**law) for name, law in of.items()} | bought | left


def _network() -> dict[str, Call]:
    graph = Graph.from_edges([0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3])
    label = [0, 0, 0, 1, 1, 1]
    return {
        "network.adjusted_rand_index": call(label, label),
        "network.communities": call(graph),
        "network.components": call([0, 1], [1, 2], nodes=4),
        "network.constant_potts": call(graph, label, resolution=0.1),
        "network.constraint": call(graph),
        "network.core_numbers": call(graph),
        "network.dispersion": call(graph, people=[0, 1]),
        "network.effective_size": call(graph),
        "network.embeddedness": call(graph),
        "network.link_communities": call(graph, threshold=0.5),
        "network.modularity": call(graph, label),
        "network.normalized_mutual_information": call(label, label),
        "network.reciprocity": call(graph),
        "network.stability": call(graph, seeds=2),
        "network.tie_strength": call([0, 1], [1, 0], [0.0, 1.0], now=2.0, threshold=0.3),
        "network.Graph.from_edges": call([0, 1], [1, 2], [1.0, 1.0], nodes=4),
        "network.Ties.strongest": call(1),
    }


def _plots() -> dict[str, Call]:
    if find_spec("matplotlib") is None:
        return {}
    law = models()["lifetime.ModifiedBetaGeo"]
    ends = {"value": [0.5], "low": [0.4], "high": [0.6]}
    return {
        "plots.calibration": call(aa.lifetime.calibration_in_hold_out([0.2, 1.0], [0.0, 1.0], [0, 1])),
        "plots.frequency": call(aa.lifetime.calibration_by_count(law, *CELLS)),
        "plots.intervals": call(["card"], **ends, nothing=0.0),
        "plots.recency_frequency": call(law, age=30.0, horizon=10.0, most=3),
        "plots.tracking": call(aa.lifetime.tracking(law, [0.0, 1.0], [3.0, 9.0], until=10.0, step=5.0), cut=5.0),
        "plots.value_scatter": call([10.0, 0.0], [0.0, 20.0], low=[0.0, 15.0], high=[1.0, 25.0]),
    }


def _rest() -> dict[str, Call]:
    labels = np.tile([[1, 0], [0, 1], [1, 0], [0, 1]], (5, 1))
    ratings = [[5]] * 9 + [[2]] * 3
    law = {"until": 52.0, "arriving": 1.0, "seed": 1}
    amounts = {"p": 6.0, "q": 3.0, "gamma": 15.0}
    return {
        "frames.days": call([1.0, 2.5]),
        "segments.assign_jobs": call([0, 0, 1], [[1, 0], [0, 1], [0, 1]]),
        "segments.band": call([16.0]),
        "segments.classifier_report": call([1, 1, 0, 0], [1, 0, 0, 1]),
        "segments.held_out": call(STATEMENTS, labels),
        "segments.job_sides": call(["to feel calm"]),
        "segments.opportunity": call(ratings, ratings, samples=100),
        "segments.opportunity_score": call([9.0], [2.0]),
        "segments.parse_job": call("When it rains, I want to stay dry so I can work."),
        "segments.rfm": call([1.0, 2.0, 3.0, 4.0, 5.0], [5, 4, 3, 2, 1], [1.0, 2.0, 3.0, 4.0, 5.0]),
        "segments.share_of_wallet": call([30.0, 50.0], [70.0, 50.0]),
        "segments.value_tiers": call([5.0, 60.0, 25.0]),
        "segments.wallet_allocation": call([1.0, 2.0], [2, 2]),
        "segments.JobClassifier.fit": call(STATEMENTS, labels),
        "segments.JobClassifier.labels": call(["warm"]),
        "simulate.beta_geo_population": call(5, **LAW, **law, amounts=amounts),
        "simulate.influence_world": call("influence", customers=5, authors=2),
        "simulate.modified_beta_geo_population": call(5, **LAW, **law),
        "simulate.pareto_population": call(5, r=0.5, alpha=10.0, s=0.6, beta=11.0, **law),
        "simulate.shifted_beta_geometric_cohort": call(5, alpha=0.7, beta=1.2, periods=3, seed=1),
        "simulate.simulate_reviews": call(reviews=20, products=5, ring=2, views=3, seed=1),
        "text.detect": call(["Hello there"]),
        "text.polarity": call("good", language=aa.text.detect(["This is a good light for the road"])[0]),
        "text.read": call(["Hello there"]),
    }


def _trends() -> dict[str, Call]:
    rng = np.random.default_rng(3)
    who, when = rng.integers(0, 60, 400), rng.uniform(0, 140, 400)
    known = aa.trends.history(
        np.zeros(60), left=np.where(np.arange(60) < 15, when[:60] + 1, np.inf), contributions=None
    )
    busy = aa.trends.history(np.zeros(60), purchases=(who, when), contributions=(who, when))
    usual = [4, 5, 6, 5, 4, 2, 1] * 6
    return {
        "trends.bursts_in_batches": call([1, 1, 8, 1, 1], [10, 10, 10, 10, 10]),
        "trends.bursts_in_events": call([0.0, 10.0, 20.0, 30.0, 31.0, 32.0], states=2),
        "trends.calibration": call([0.2, 0.8] * 5, [0, 1] * 5, bins=2),
        "trends.change_points": call([3.0, 4.0, 3.0, 4.0, 9.0, 8.0], penalty=3.0),
        "trends.count_alarms": call([*usual, 5], [1.0] * 43, history=42),
        "trends.evidence": call([0.5, 0.01]),
        "trends.features_at": call(busy, 10.0),
        "trends.history": call([0.0, 5.0], left=[8.0, 9.0], purchases=([0], [4.0]), contributions=([1], [6.0])),
        "trends.next_contribution": call(busy, at=140.0, horizon=28.0),
        "trends.next_defection": call(known, at=140.0, horizon=28.0),
        "trends.next_purchase": call(busy, at=140.0, horizon=28.0),
        "trends.share_alarms": call([2, 3, 1, 2] * 8 + [3], [20] * 33, history=32, period=1),
        "trends.slow_drift": call([0.0, 1.0]),
    }


def _met() -> tuple[Any, Any]:
    sales = aa.value.Sales.of([0, 1], time=[5.0, 6.0], margin_minor=[100, 100], base_rate=0.01)
    return sales, aa.value.Exposures.of([0, 1], author=[1, 0], content=[0, 1], time=[4.0, 4.0])


def _value() -> dict[str, Call]:
    sales, met = _met()
    ledger, nothing = aa.value.allocate(sales, met), aa.value.Exposures.of([], author=[], content=[], time=[])
    return {
        "value.add_ledgers": call([ledger]),
        "value.allocate": call(sales, met, people=2),
        "value.allocation_band": call(sales, met, people=2),
        "value.content_entries": call(
            [100], content=[0], product=[0], effect_minor=[-20], low_minor=[-30], high_minor=[-10]
        ),
        "value.content_rates": call([10.0], age=[5.0], delta=[0.1], window=20.0),
        "value.customer_lifetime_social_value": call([100.0, 50.0], share=[0.4, 0.0], given=[0.0, 20.0]),
        "value.customer_social_value": call(ledger, draws=5),
        "value.fit_exposure_effects": call(sales, nothing, since=0.0, until=10.0, people=2),
        "value.flow_of_contents": call([2.0], credit_per_content=30.0),
        "value.pass_on": call([10.0, 0.0], person=[0], source=[1], phi=0.2),
        "value.received_share": call([100.0], [50.0], segment=[0]),
        "value.retention_externality": call([100.0], hazard=0.2, discount=0.1, hazard_ratio=2.0),
        "value.stock_of_contents": call([0], rate=[2.0], delta=0.08, people=2, discount=0.02, window=5.0),
        "value.timing_test": call(sales, met, window=3.0, since=0.0, until=10.0, permutations=19),
        "value.Exposures.of": call([0], author=[1], content=[0], time=[4.0]),
        "value.Incrementality.of": call(0.4),
        "value.Ledger.between": call(0.0, 10.0),
        "value.Sales.of": call([0], time=[5.0], margin_minor=[100]),
    }
