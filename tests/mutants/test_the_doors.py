"""The tests of the doors notice small faults: a sample, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.__main__ import EQUIVALENT
from tests.mutants.mutating import ROOT, Mutant, compiled, mutants
from tests.mutants.rooms import DOORS, ROOMS

SAMPLE = "60"


@pytest.mark.processes
def test_at_least_nine_of_ten_faults_at_the_doors_are_noticed() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "tests.mutants", "--quick", "--sample", SAMPLE]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", DOORS)
def test_each_door_has_faults_to_try_and_each_is_code(path: str) -> None:
    faults = mutants(path)
    assert faults
    assert len({fault.number for fault in faults}) == len(faults)
    for fault in faults:
        compiled(path, fault.number)


def kinds(path: str) -> set[str]:
    return {fault.kind for fault in mutants(path)}


def test_faults_are_those_that_people_make() -> None:
    everything = set().union(*(kinds(path) for path in DOORS))
    assert everything >= {
        "dropped", "argument", "order", "negated", "comparison", "and/or", "removed", "constant", "returned", "element",
        "renamed", "unconditional", "arithmetic", "decorator",
    }  # fmt: skip


def test_a_fault_is_the_same_wherever_the_lines_move(tmp_path: Path) -> None:
    fault = mutants(DOORS[0])[0]
    assert isinstance(fault, Mutant)
    assert str(fault.line) not in fault.key


def test_rooms_and_doors_name_what_exists() -> None:
    names = {*DOORS, *ROOMS, *(test for tests in ROOMS.values() for test in tests)}
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert EQUIVALENT.exists()
