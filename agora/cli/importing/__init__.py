"""One module per kind of import: each has `add_arguments(parser)` and `run(options, out)`."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType


def modules() -> dict[str, ModuleType]:
    """Return the kinds of import by the word that chooses them."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}") for name in names}
