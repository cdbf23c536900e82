"""Agora's measures as a library: arrays and graphs in, frozen dataclasses out; nothing of Django, no database.

>>> import agora_analytics as aa
>>> aa.helpfulness.wilson_lower_bound([9], [10]).round(3)
array([0.596])
"""

from importlib import import_module
from types import ModuleType

__all__ = [
    "helpfulness",
    "inference",
    "influence",
    "lifetime",
    "network",
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
