"""What is asked of a kind of source, and where kinds are found: a folder of connectors/ is one.

A folder holds a module `connector` with an object `connector`; the folder's name is the kind: the word in `Source.kind` and
`Import.kind` and, for what comes in from files, of `agora import <kind>`. Nothing outside a folder names it.
"""

from __future__ import annotations

import pkgutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise

from agora.accounts.models import Account
from agora.core.models import Import

FOLDERS = "agora.channels.connectors"


class Undo(Protocol):
    """Deletes what an import created and returns how much of each went."""

    def __call__(self, of: Import, *, by: Account | None = None) -> dict[str, int]: ...


class Bar(Protocol):
    """Shows how far a step is: the block calls what it gets with how many of `total` are done."""

    def __call__(self, label: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]: ...


@runtime_checkable
class Connector(Protocol):
    """A kind of source."""

    @property
    def name(self) -> str | Promise:
        """What pages call it."""

    @property
    def answerable(self) -> bool:
        """Whether a reply that is written here reaches the readers of the source."""


@runtime_checkable
class FileConnector(Connector, Protocol):
    """A kind of source that comes in from files, by command."""

    @property
    def summary(self) -> str:
        """What the command does, in one line."""

    @property
    def undo(self) -> Undo | None:
        """What takes an import back; None where nothing can."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of the command."""

    def bring(self, options: Namespace, *, bar: Bar) -> Import | str:
        """Import what the options name; or return, in words, what would come in, where that is all they ask for.

        Raises CannotImport.
        """


class UnknownKind(ValueError):
    """No folder of connectors has this name."""


def connectors() -> Mapping[str, Connector]:
    """Return every kind and its connector, in order of kind."""
    return _connectors(tuple(import_module(FOLDERS).__path__))


def connector(kind: str) -> Connector:
    """Return the connector of a kind; raises UnknownKind."""
    if not (known := connectors().get(kind)):
        raise UnknownKind(f"There is no connector {kind!r}; there are {', '.join(connectors())}.")
    return known


def file_connectors() -> Mapping[str, FileConnector]:
    """Return the kinds that come in from files."""
    return {kind: known for kind, known in connectors().items() if isinstance(known, FileConnector)}


def kind_name(kind: str) -> str | Promise:
    """Return what pages call a kind; one whose folder is gone keeps its bare word."""
    known = connectors().get(kind)
    return known.name if known else kind


@cache
def _connectors(places: tuple[str, ...]) -> Mapping[str, Connector]:
    kinds = sorted(module.name for module in pkgutil.iter_modules(places) if module.ispkg)
    return MappingProxyType({kind: _loaded(kind) for kind in kinds})


def _loaded(kind: str) -> Connector:
    connector = getattr(import_module(f"{FOLDERS}.{kind}.connector"), "connector", None)
    if not isinstance(connector, Connector):
        raise TypeError(f"The folder {kind} has no `connector` with a name and `answerable` in its connector.py.")
    return connector
