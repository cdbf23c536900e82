"""Not a number, infinite, or a word where a number belongs: every public function says so by a named error.

Each row of `calls` is a sound call; here one argument of it at a time is spoilt, scalars and the first cell of arrays.
"""

from __future__ import annotations

import inspect
import warnings
from importlib import import_module
from types import FunctionType
from typing import Any

import numpy as np
import pytest

import agora_analytics as aa
from agora_analytics.errors import InvalidInput, NotConverged, NotEnoughData
from tests.library.calls import models, sound

ROOMS = [room for room in aa.__all__ if room != "spark"]  # it has the numbers of these rooms, and tests of its own
NAMED = (InvalidInput, NotEnoughData, NotConverged)
NAN, INF, WORD = float("nan"), float("inf"), "x"
# What may be spoilt without an error, and what it means then.
MEANT = {
    ("inference.confirmation_half", "customer", WORD): "ids may be words",
    ("inference.difference_in_differences", "unit", WORD): "names of units",
    ("inference.difference_in_differences", "unit", NAN): "a unit of its own",
    ("inference.difference_in_differences", "unit", INF): "a unit of its own",
    ("inference.e_value", "risk_ratio", INF): "nobody unexposed adopted",
    ("inference.precedence_test", "item", WORD): "names of items",
    ("inference.precedence_test", "item", NAN): "an item of its own",
    ("inference.precedence_test", "item", INF): "an item of its own",
    ("lifetime.calibration_and_holdout", "customer", WORD): "ids may be words",
    ("lifetime.customer_summary", "customer", WORD): "ids may be words",
    ("plots.intervals", "unit", WORD): "words of an axis",
    ("plots.value_scatter", "unit", WORD): "words of an axis",
    ("trends.history", "left", INF): "still here",
    ("value.allocate", "half_life", INF): "words never fade",
    ("value.allocate", "horizon", INF): "words always count",
    ("value.allocate", "session", INF): "a content is met once",
    ("value.allocation_band", "half_life", INF): "words never fade",
    ("value.allocation_band", "horizon", INF): "words always count",
    ("value.allocation_band", "session", INF): "a content is met once",
    ("value.content_rates", "window", INF): "since the content was posted",
    ("value.customer_social_value", "start", INF): "a period without sales",
    ("value.customer_social_value", "end", INF): "until the last sale",
    ("value.Ledger.between", "start", INF): "a period without sales",
    ("value.Ledger.between", "end", INF): "until the last sale",
}
# Numbers, but none that can be.
OUTSIDE: list[tuple[str, str, Any]] = [
    ("value.customer_lifetime_social_value", "acquisition_share", 2),
    ("value.customer_lifetime_social_value", "firm_given", -1),
    ("value.stock_of_contents", "discount", -1),
    ("value.stock_of_contents", "window", 0),
    ("value.stock_of_contents", "delta", -1),
    ("value.received_share", "strength", -1),
    ("value.received_share", "segment", ["a"]),
    ("value.retention_externality", "hazard_ratio", 0.5),
    ("value.fit_exposure_effects", "half_lives", ()),
    ("value.fit_exposure_effects", "half_lives", (-1.0,)),
    ("value.fit_exposure_effects", "season", 0),
    ("value.fit_exposure_effects", "people", 1),
    ("value.fit_exposure_effects", "horizon", 0),
    ("value.fit_exposure_effects", "rounds", 0),
    ("value.customer_social_value", "draws", 0),
    ("value.customer_social_value", "level", 1),
    ("lifetime.customer_equity", "rate", -1),
    ("lifetime.customer_equity", "rate", 0.15),
    ("lifetime.lifetime_value", "rate", 0.15),
    ("lifetime.lifetime_value", "margin", 30),
    ("lifetime.Discount.yearly", "share", 15),
    ("helpfulness.bayesian_average", "prior_count", -1),
    ("helpfulness.BetaPrior", "a", -1),
    ("helpfulness.UnvotedModel", "ridge", -1),
    ("inference.benjamini_hochberg", "rate", 0),
    ("inference.judge", "least", -1),
    ("inference.rosenbaum_gamma", "favourable", -1),
    ("inference.rosenbaum_gamma", "level", 1),
    ("inference.fisher_exact", "alternative", WORD),
    ("inference.needed_sample", "difference", 0),
    ("inference.needed_sample", "per_day", 0),
    ("inference.needed_sample", "power", 1),
    ("inference.needed_sample_of_means", "deviation", 0),
    ("simulate.influence_world", "rate", 0),
    ("simulate.influence_world", "effect", -1),
]
FREE = {"text", "salt", "name", "texts", "statements"}  # words are what belongs there


def called(name: str) -> Any:
    """The function, or the method of the class or of a fitted thing."""
    room, *rest = name.split(".")
    thing = getattr(import_module(f"agora_analytics.{room}"), rest[0])
    if len(rest) == 1:
        return thing
    raw = inspect.getattr_static(thing, rest[1])
    return getattr(thing if isinstance(raw, classmethod) else models()[f"{room}.{rest[0]}"], rest[1])


def arguments(name: str) -> dict[str, Any]:
    """Every argument by name, defaults included."""
    given, named = sound()[name]
    bound = inspect.signature(called(name)).bind(*given, **named)
    bound.apply_defaults()
    return dict(bound.arguments)


def spoilt(name: str, argument: str, value: Any) -> list[tuple[Any, Any]]:
    """(what is wrong, the argument with it) for each way to spoil it; none where it is no number."""
    if value is None:
        asked = str(inspect.signature(called(name)).parameters[argument].annotation)
        return [(wrong, wrong) for wrong in (NAN, INF, WORD)] if asked in {"float | None", "int | None"} else []
    if isinstance(value, (bool, np.bool_)) or argument in FREE:
        return []
    if isinstance(value, (int, float)):
        return [(wrong, wrong) for wrong in (NAN, INF, WORD)]
    if isinstance(value, str):
        return [(WORD, WORD)]
    if isinstance(value, (list, tuple, np.ndarray)) and np.asarray(value, dtype=object).size:
        return [(wrong, _with(value, wrong)) for wrong in (NAN, INF, WORD)] if _numeric(value) else []
    return []


def _numeric(value: Any) -> bool:
    try:
        return np.asarray(value).dtype.kind in "iufb"
    except ValueError:  # columns of different kinds
        return False


def _with(value: Any, wrong: Any) -> Any:
    cells = np.asarray(value).astype(object if isinstance(wrong, str) else np.float64)
    cells.ravel()[0] = wrong
    return tuple(cells) if isinstance(value, tuple) else cells.tolist()


def test_every_public_function_has_a_row() -> None:
    there = {
        f"{room}.{name}"
        for room in ROOMS
        for name in import_module(f"agora_analytics.{room}").__all__
        if isinstance((thing := getattr(import_module(f"agora_analytics.{room}"), name)), FunctionType)
        or hasattr(thing, "py_func")
    }
    drawn = {name for name in there if name.startswith("plots.")}
    if "plots.tracking" not in sound():
        warnings.warn("PLOTS NOT TESTED: matplotlib is absent, pip install matplotlib", stacklevel=1)
        there -= drawn
    assert not there - sound().keys()


@pytest.mark.parametrize("name", list(sound()))
def test_the_sound_call_goes_through(name: str) -> None:
    given, named = sound()[name]
    called(name)(*given, **named)


@pytest.mark.parametrize("name", sound())
def test_what_cannot_be_is_refused_by_name(name: str) -> None:
    asked = arguments(name)
    function, got = called(name), {}
    for argument, value in asked.items():
        for wrong, instead in spoilt(name, argument, value):
            got[argument, wrong] = _outcome(function, {**asked, argument: instead})
    meant = {(argument, wrong) for row, argument, wrong in MEANT if row == name}
    assert {key: said for key, said in got.items() if said != "named" and key not in meant} == {}
    assert all(got[key] == "went through" for key in meant)  # a row that is no longer needed


@pytest.mark.parametrize(("name", "argument", "wrong"), OUTSIDE)
def test_what_is_out_of_its_range_is_refused(name: str, argument: str, wrong: Any) -> None:
    with pytest.raises(InvalidInput):
        called(name)(**{**arguments(name), argument: wrong})


def _outcome(function: Any, asked: dict[str, Any]) -> str:
    try:
        function(**asked)
    except NAMED:
        return "named"
    except Exception as raw:
        return repr(raw)
    return "went through"
