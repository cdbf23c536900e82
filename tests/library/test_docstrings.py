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

import agora_analytics

ROOMS = agora_analytics.__all__
SAID = ("Raises", "Assumes", "Misleads", "Source", ">>>")
HOOKS = {"clock", "rate_if_alive"}  # what a model brings to the integral it shares; nobody else calls them


def modules() -> list[str]:
    found = pkgutil.walk_packages(agora_analytics.__path__, "agora_analytics.")
    return ["agora_analytics", *(module.name for module in found if ".texts" not in module.name)]


def public(room: ModuleType) -> list[tuple[str, Any]]:
    return [(f"{room.__name__}.{name}", getattr(room, name)) for name in room.__all__]


def methods(thing: type) -> list[tuple[str, Any]]:
    """The public methods and properties that a class defines itself."""
    named = [(name, getattr(thing, name)) for name in vars(thing) if not name.startswith("_")]
    return [(name, one) for name, one in named if inspect.isroutine(one) or isinstance(one, property)]


def functions(room: str) -> list[tuple[str, Any]]:
    return [
        (name, thing)
        for name, thing in public(import_module(f"agora_analytics.{room}"))
        if isinstance(thing, FunctionType) or hasattr(thing, "py_func")
    ]


def classes(room: str) -> list[tuple[str, type]]:
    return [(name, t) for name, t in public(import_module(f"agora_analytics.{room}")) if isinstance(t, type)]


@pytest.mark.parametrize("module", modules())
def test_examples_run(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0


@pytest.mark.parametrize("room", ROOMS)
def test_public_functions_say_what_they_need_when_they_mislead_and_where_they_come_from(room: str) -> None:
    lacking = {
        name: [word for word in SAID if word not in (inspect.getdoc(function) or "")]
        for name, function in functions(room)
    }
    assert {name: words for name, words in lacking.items() if words} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_models_explain_themselves_with_an_example(room: str) -> None:
    models = [(name, thing) for name, thing in classes(room) if hasattr(thing, "fit") and not issubclass(thing, Enum)]
    lacking = {name: [word for word in SAID if word not in _everything_said(thing)] for name, thing in models}
    assert {name: words for name, words in lacking.items() if words} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_method_says_what_it_is(room: str) -> None:
    silent = [
        f"{name}.{method}"
        for name, thing in classes(room)
        if not issubclass(thing, Enum)
        for method, one in methods(thing)
        if not inspect.getdoc(one)
    ]
    assert not silent


@pytest.mark.parametrize("room", ROOMS)
def test_the_methods_of_a_model_say_what_they_refuse(room: str) -> None:
    silent = [
        f"{name}.{method}"
        for name, thing in classes(room)
        if hasattr(thing, "fit")
        for method, one in methods(thing)
        if callable(one) and _arguments(one) and method not in HOOKS and "Raises" not in (inspect.getdoc(one) or "")
    ]
    assert not silent


@pytest.mark.parametrize("room", ROOMS)
def test_results_are_frozen_records_that_say_what_they_hold(room: str) -> None:
    records = [
        (name, thing)
        for name, thing in public(import_module(f"agora_analytics.{room}"))
        if isinstance(thing, type) and is_dataclass(thing)
    ]
    assert not [name for name, thing in records if not thing.__dataclass_params__.frozen]  # type: ignore[attr-defined]
    assert not [name for name, thing in records if not thing.__doc__ or thing.__doc__.startswith(f"{thing.__name__}(")]


def _everything_said(thing: type) -> str:
    return "".join(filter(None, [inspect.getdoc(thing), *(inspect.getdoc(m) for _, m in inspect.getmembers(thing))]))


def _arguments(method: Any) -> list[str]:
    return [name for name in inspect.signature(method).parameters if name not in {"self", "cls"}]
