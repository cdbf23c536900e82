"""The version, read from the changelog as installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("agora-crm")
    except PackageNotFoundError:
        return "0"


VERSION = _version()
