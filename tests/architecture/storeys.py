"""The storeys of the house, as import-linter reads them: there is no second list."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def storeys() -> list[set[str]]:
    """Return the apps of each storey, the lowest first."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:storeys"]["layers"].split("\n")
    return [{app.strip() for app in layer.split("|")} for layer in reversed(layers) if layer.strip()]


def faces() -> set[str]:
    """Return the rooms that people and programs look into: the top storey and what it shares, without the command line."""
    return (storeys()[-1] | {"pages"}) - {"cli"}
