"""Both wheels in an environment that has their dependencies and knows nothing of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from tests.cli.site import ROOT, answers, free_port, until

pytestmark = pytest.mark.processes
PLACE = ROOT / "var" / f"wheels-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
OURS = ("AGORA_", "DATABASE_URL", "DJANGO_", "PYTHONPATH")
# IPython, which shows pictures in the notebook, is no dependency of the library: a run from a script only names them.
PICTURES = "import sys, types; sys.modules['IPython.display'] = types.SimpleNamespace(HTML=str, SVG=str)\n"


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith(OURS)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def pip(*arguments: str | Path) -> None:
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments, folder=ROOT)


@pytest.fixture(scope="module")
def wheels() -> Iterator[Path]:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", PLACE / "dist", ROOT / "library", ROOT)
    yield PLACE / "dist"
    shutil.rmtree(PLACE, ignore_errors=True)


def environment(name: str, *files: Path) -> Path:
    """Python with the files installed, and with what stands beside them in the lock; returns its bin folder."""
    place = PLACE / name
    run(sys.executable, "-m", "venv", "--without-pip", place, folder=ROOT)
    packages = place / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A folder named so is looked into, but its own .pth files, which lead to the checkout, are not read.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip("--python", place / "bin/python", "install", "--no-deps", "--no-index", *files)
    return place / "bin"


def in_the_wheel(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def in_the_checkout(folder: Path, below: Path = ROOT) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(below)) for path in files}


def test_the_wheels_hold_all_that_the_packages_hold_and_the_pages_of_the_measures(wheels: Path) -> None:
    server = in_the_wheel(next(wheels.glob("agora_crm-*.whl")))
    pages = {f"agora/{name}" for name in in_the_checkout(ROOT / "docs/measures")}
    assert server == in_the_checkout(ROOT / "agora") | pages
    library = in_the_wheel(next(wheels.glob("agora_analytics-*.whl")))
    assert library == in_the_checkout(ROOT / "library/agora_analytics", ROOT / "library") | {"agora_analytics/LICENSE"}


def test_the_server_runs_from_its_wheel_in_an_empty_folder(wheels: Path) -> None:
    commands = environment("server", *wheels.glob("*.whl"))
    empty = PLACE / "empty"
    empty.mkdir()
    run(commands / "agora", "migrate", "--verbosity", "0", folder=empty)
    assert [path.name for path in empty.iterdir()] == ["var"]
    assert str(commands.parent) in run(
        commands / "python", "-c", "import agora, agora_analytics as a; print(agora.__file__, a.__file__)", folder=empty
    )
    assert "lifetime-value" in run(
        commands / "python", "-c", "from agora.core.folders import DOCS; print(*DOCS.glob('*/*'))", folder=empty
    )
    port = free_port()
    server = subprocess.Popen(
        [commands / "agora", "serve", "--port", str(port)],
        cwd=empty,
        env={name: value for name, value in os.environ.items() if not name.startswith(OURS)},
    )
    try:
        until(lambda: answers(port), patience=300)
        assert_a_page_with_its_styles(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(30)


def assert_a_page_with_its_styles(site: str) -> None:
    with urllib.request.urlopen(site + "/") as answer:
        page = answer.read().decode()
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for style in styles:
        with urllib.request.urlopen(site + style) as answer:
            assert answer.headers.get_content_type() == "text/css"


def test_the_notebook_runs_on_the_library_alone(wheels: Path) -> None:
    commands = environment("library", *wheels.glob("agora_analytics-*.whl"))
    folder = PLACE / "notebook"
    shutil.copytree(ROOT / "docs/tutorials", folder)
    cells = nbformat.read(folder / "from-csv-to-value.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    (folder / "notebook.py").write_text(PICTURES + code)
    run(commands / "python", "notebook.py", folder=folder)
    assert (folder / "values.csv").stat().st_size
    told = run(commands / "python", "-c", "import agora_analytics as a; print(a.__file__)", folder=folder)
    assert str(commands.parent) in told
    with pytest.raises(AssertionError, match="No module named 'agora"):
        run(commands / "python", "-c", "import agora.core", folder=folder)
