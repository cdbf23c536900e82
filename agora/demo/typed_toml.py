"""Reads a file of texts into a frozen dataclass, and names the file and the key of whatever does not fit."""

from __future__ import annotations

import tomllib
import types
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class UnfitText(ValueError):
    """A file of texts does not hold what it should; the message names the file, the key and what was expected."""


def read(kind: type[T], path: Path) -> T:
    """Return the file as a `kind`: a dataclass of texts, numbers, tuples, dicts and other dataclasses.

    Raises UnfitText for what is no TOML, a key that lacks or is not known, and a value of another type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UnfitText(f"{path.name}: {error}") from error
    value: T = _fitted(kind, table, path.name)
    return value


def _fitted(kind: Any, value: Any, place: str) -> Any:
    if is_dataclass(kind):
        return _record(kind, value, place)
    form = get_origin(kind)
    if form is tuple:
        return _tuple(get_args(kind), value, place)
    if form is dict:
        return _table(get_args(kind), value, place)
    if form in {Union, types.UnionType}:  # X | None: TOML leaves out what there is not
        return _fitted(get_args(kind)[0], value, place)
    if not isinstance(value, kind):
        raise UnfitText(f"{place}: expected {_plain(kind)}, found {value!r}")
    return value


def _record(kind: Any, value: Any, place: str) -> Any:
    table, kinds = _of(dict, value, place), get_type_hints(kind)
    for key in table.keys() - kinds.keys():
        raise UnfitText(f"{place}: {key} is not known; there are {', '.join(kinds)}")
    for field in fields(kind):
        if field.name not in table and field.default is MISSING:
            raise UnfitText(f"{place}: {field.name} is missing")
    return kind(**{key: _fitted(kinds[key], part, f"{place}, {key}") for key, part in table.items()})


def _tuple(kinds: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    parts = _of(list, value, place)
    each = kinds[:1] * len(parts) if kinds[-1] is Ellipsis else kinds
    if len(parts) != len(each):
        raise UnfitText(f"{place}: expected {len(each)} values, found {len(parts)}")
    return tuple(_fitted(kind, part, f"{place}[{n}]") for n, (kind, part) in enumerate(zip(each, parts, strict=True)))


def _table(kinds: tuple[Any, ...], value: Any, place: str) -> dict[Any, Any]:
    key_kind, part_kind = kinds
    table = _of(dict, value, place)
    for key in table:
        if key_kind is int and not key.isdecimal():
            raise UnfitText(f"{place}: expected a number as key, found {key!r}")
    return {key_kind(key): _fitted(part_kind, part, f"{place}.{key}") for key, part in table.items()}


def _of(kind: type, value: Any, place: str) -> Any:
    if not isinstance(value, kind):
        raise UnfitText(f"{place}: expected {_plain(kind)}, found {value!r}")
    return value


def _plain(kind: Any) -> str:
    return {str: "a text", int: "a whole number", float: "a number with a point", list: "a list", dict: "a table"}[kind]
