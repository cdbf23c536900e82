"""Every public name of the library explains itself, and its examples run."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
from dataclasses import is_dataclass
from enum import Enum
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import pytest

import agora.analytics

ROOMS = [room for room in agora.analytics.__all__ if room != "text"]
SAID = ("Raises", "Assumes", "Misleads", "Source", ">>>")


def modules() -> list[str]:
    found = pkgutil.walk_packages(agora.analytics.__path__, "agora.analytics.")
    return ["agora.analytics", *(module.name for module in found if ".texts" not in module.name)]


def public(room: ModuleType) -> list[tuple[str, Any]]:
    return [(f"{room.__name__}.{name}", getattr(room, name)) for name in room.__all__]


def functions(name: str, thing: Any) -> list[tuple[str, Any]]:
    """A function itself; of a class that is not a mere record, the public methods (a property needs a sentence only)."""
    if isinstance(thing, FunctionType) or hasattr(thing, "py_func"):
        return [(name, thing)]
    return []


@pytest.mark.parametrize("module", modules())
def test_examples_run(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0


@pytest.mark.parametrize("room", ROOMS)
def test_public_functions_say_what_they_need_when_they_mislead_and_where_they_come_from(room: str) -> None:
    silent = [
        f"{name} lacks {[word for word in SAID if word not in (inspect.getdoc(function) or '')]}"
        for name, thing in public(import_module(f"agora.analytics.{room}"))
        for name, function in functions(name, thing)
        if any(word not in (inspect.getdoc(function) or "") for word in SAID)
    ]
    assert not silent


@pytest.mark.parametrize("room", ROOMS)
def test_models_explain_themselves_with_an_example(room: str) -> None:
    classes = [
        (name, thing)
        for name, thing in public(import_module(f"agora.analytics.{room}"))
        if isinstance(thing, type) and hasattr(thing, "fit") and not issubclass(thing, Enum)
    ]
    assert not [name for name, thing in classes if ">>>" not in _everything_said(thing)]


@pytest.mark.parametrize("room", ROOMS)
def test_results_are_frozen_records_that_say_what_they_hold(room: str) -> None:
    records = [
        (name, thing)
        for name, thing in public(import_module(f"agora.analytics.{room}"))
        if isinstance(thing, type) and is_dataclass(thing)
    ]
    assert not [name for name, thing in records if not thing.__dataclass_params__.frozen]  # type: ignore[attr-defined]
    assert not [name for name, thing in records if not thing.__doc__ or thing.__doc__.startswith(f"{thing.__name__}(")]


def _everything_said(thing: type) -> str:
    return "".join(filter(None, [inspect.getdoc(thing), *(inspect.getdoc(m) for _, m in inspect.getmembers(thing))]))
