"""help() is where an analyst begins: it lists the rooms, and each signature can be read."""

from __future__ import annotations

import inspect
import pydoc
from importlib import import_module
from typing import Any

import pytest

import agora_analytics

ROOMS = agora_analytics.__all__
LONGEST = 90  # of one argument with its type
FREE = {"spark.session": "Spark's own settings", "spark.write_panels": "panels by names of one's own"}
ENUMS = {"value.allocation_band rules"}  # a default that lists members


def public_callables(room: str) -> dict[str, Any]:
    """Functions, and public methods of classes, by name."""
    module = import_module(f"agora_analytics.{room}")
    found: dict[str, Any] = {}
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isfunction(thing):
            found[name] = thing
        if inspect.isclass(thing) and thing.__module__.startswith("agora_analytics"):
            methods = inspect.getmembers(thing, inspect.isroutine)
            found |= {f"{name}.{one}": method for one, method in methods if one in _own(thing) and one[0] != "_"}
    return found


def _own(thing: type) -> set[str]:
    return {name for base in thing.__mro__ if base.__module__.startswith("agora_analytics") for name in vars(base)}


def test_help_lists_every_room() -> None:
    shown = pydoc.render_doc(agora_analytics, renderer=pydoc.plaintext)
    assert [room for room in ROOMS if f"    {room}  " not in shown] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_signature_names_its_arguments(room: str) -> None:
    loose = {
        name: str(inspect.signature(thing))
        for name, thing in public_callables(room).items()
        if f"{room}.{name}" not in FREE
        and any(one.kind is inspect.Parameter.VAR_KEYWORD for one in inspect.signature(thing).parameters.values())
    }
    assert loose == {}


@pytest.mark.parametrize("room", ROOMS)
def test_types_in_signatures_are_short_names(room: str) -> None:
    long = {
        name: str(one)
        for name, thing in public_callables(room).items()
        for one in inspect.signature(thing).parameters.values()
        if len(str(one)) > LONGEST and f"{room}.{name} {one.name}" not in ENUMS
    }
    assert long == {}
