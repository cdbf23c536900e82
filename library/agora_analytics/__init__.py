"""Agora's measures as a library: arrays, frames and graphs in, frozen dataclasses out; nothing of Django, no database.

Rooms, each loaded when first entered; `help(agora_analytics.lifetime)` shows what is in one:

frames        columns and ids of pandas, polars and pyarrow; results as frames under your own ids
helpfulness   which posts and reviews help: fair shares, priors, position, suspicious reviews
inference     experiments, matching, differences in differences, power, verdicts
influence     whose word carries: PageRank, HITS, cascades, reach, expertise, roles
lifetime      who comes back, for how much, and what that is worth: BG/NBD, Pareto/NBD, Gamma-Gamma, sBG
network       ties, communities, bridges and cores among people
plots         pictures of all that, by matplotlib
segments      RFM, value tiers, jobs to be done, opportunity, share of wallet
simulate      worlds of customers where the truth is known
spark         the same measures on a cluster
text          language, tone and intent of short texts
trends        alarms, bursts, change points, what a customer does next
value         the ledger: what purchases and words are worth, to the cent

What is wrong with an input is said by agora_analytics.errors: InvalidInput, NotEnoughData, NotConverged.

>>> import agora_analytics as aa
>>> aa.helpfulness.wilson_lower_bound([9], [10]).round(3)
array([0.596])
"""

from importlib import import_module
from types import ModuleType

__all__ = [
    "frames",
    "helpfulness",
    "inference",
    "influence",
    "lifetime",
    "network",
    "plots",
    "segments",
    "simulate",
    "spark",
    "text",
    "trends",
    "value",
]


def __getattr__(name: str) -> ModuleType:
    # A room is loaded when first entered: scipy and numba cost seconds that most callers need not pay.
    if name in __all__:
        return import_module(f"agora_analytics.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
