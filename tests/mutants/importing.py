"""A plugin for pytest: a fresh process that imports one mutant and runs the tests it was told, in that order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.mutants import databases, patching

TASK = json.loads(os.environ["AGORA_MUTANT"])
patching.at_import(TASK["path"], TASK["number"])


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    databases.enter(TASK["slot"])
    config.pluginmanager.register(databases.OwnDatabase())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: number for number, name in enumerate(json.loads(Path(TASK["tests"]).read_text()))}
    items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
