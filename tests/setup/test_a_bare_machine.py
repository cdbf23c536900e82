"""bin/setup on machines where something is missing, with stand-ins for what it calls."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A Python as Debian has it without python3-venv: venv is there, but it cannot bring pip along.
PYTHON = """#!/bin/sh
case "$*" in
*"import ensurepip, venv"*) [ -e {here}/installed ] || exit 1 ;;
*"version_info < (3, 11)"*) exit {too_old} ;;
*"%d.%d"*) echo 3.12 ;;
--version) echo Python 3.12.3 ;;
"-m venv .venv")
    if [ ! -e {here}/installed ]; then echo "ensurepip is not available"; exit 1; fi
    if [ -e {here}/full ]; then echo "No space left on device"; exit 1; fi
    mkdir -p .venv/bin && cp {here}/bin/pip-python .venv/bin/python ;;
esac
"""
VENV_PYTHON = """#!/bin/sh
echo "$@" >> {here}/ran
"""
APT = """#!/bin/sh
echo "$@" >> {here}/apt
touch {here}/installed
"""


@pytest.fixture
def machine(files: Path) -> Path:
    """A folder with bin/setup and nothing else; its commands come from `bin` beside it and from the system."""
    (files / "agora/bin").mkdir(parents=True)
    shutil.copy(ROOT / "bin/setup", files / "agora/bin/setup")
    (files / "agora/requirements.lock").write_text("django==5.2 --hash=sha256:0\n")
    (files / "bin").mkdir()
    command(files, "python3", PYTHON.format(here=files, too_old=0))
    command(files, "pip-python", VENV_PYTHON.format(here=files))
    command(files, "id", "#!/bin/sh\necho 1000\n")
    return files


def command(machine: Path, name: str, script: str) -> None:
    (machine / "bin" / name).write_text(script)
    (machine / "bin" / name).chmod(0o755)


def setup(machine: Path) -> subprocess.CompletedProcess[str]:
    for tool in ("sh", "dirname", "basename", "cksum", "tr", "rm", "touch", "mkdir", "cp"):
        found = shutil.which(tool)
        assert found
        (machine / "bin" / tool).unlink(missing_ok=True)
        (machine / "bin" / tool).symlink_to(found)
    environment = {"PATH": str(machine / "bin"), "HOME": os.environ.get("HOME", "/"), "PYTHON": "python3"}
    return subprocess.run(
        ["sh", str(machine / "agora/bin/setup")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_without_venv_it_names_the_package(machine: Path) -> None:
    done = setup(machine)
    assert done.returncode == 1
    assert "sudo apt install python3.12-venv" in done.stderr
    assert not (machine / "agora/.venv").exists()


def test_as_root_on_debian_it_installs_the_package_and_goes_on(machine: Path) -> None:
    command(machine, "id", "#!/bin/sh\necho 0\n")
    command(machine, "apt-get", APT.format(here=machine))
    done = setup(machine)
    assert done.returncode == 0, done.stderr
    assert "install -y -qq python3.12-venv" in (machine / "apt").read_text()
    assert "--require-hashes -r requirements.lock" in (machine / "ran").read_text()


def test_another_reason_is_told_as_it_is(machine: Path) -> None:
    (machine / "installed").touch()
    (machine / "full").touch()
    done = setup(machine)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "apt" not in done.stderr


def test_an_old_python_is_told_which_one_is_needed(machine: Path) -> None:
    command(machine, "python3", PYTHON.format(here=machine, too_old=1))
    done = setup(machine)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert not (machine / "apt").exists()


def test_a_second_call_does_nothing(machine: Path) -> None:
    (machine / "installed").touch()
    assert setup(machine).returncode == 0
    first = (machine / "ran").read_text()
    again = setup(machine)
    assert again.returncode == 0
    assert "pip install" not in (machine / "ran").read_text().removeprefix(first)
