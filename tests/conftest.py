"""Tests run on a real PostgreSQL: yours by DATABASE_URL, or an embedded one of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_open = ExitStack()
# A busy machine is no fault of the code: generated tests have no deadline.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

# Two runs at the same time each need a name of their own.
VAR = ROOT / "var" / os.environ.get("AGORA_TEST", "test")

# Live servers and browsers of one test share its thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Where Debian's package libpostgresql-jdbc-java puts the driver; AGORA_TEST_JDBC names another place.
JDBC = Path(os.environ.get("AGORA_TEST_JDBC", "/usr/share/java/postgresql.jar"))
if JDBC.exists():
    # One Java serves all tests of a process, and takes jars only when it starts, whichever test that is.
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"--jars {JDBC} pyspark-shell")


def pytest_configure(config: pytest.Config) -> None:
    """Start the database once, in the process that starts the others, and point the settings at it."""
    from django.conf import settings

    from agora.core.database import django_settings, running

    if not os.environ.get("PYTEST_XDIST_WORKER"):
        VAR.mkdir(parents=True, exist_ok=True)
        _open.enter_context(running(VAR))
    reached = django_settings(VAR)
    settings.DATABASES["default"].update({key: reached[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    _open.close()


@pytest.fixture(autouse=True)
def _plain_settings(settings: object) -> None:
    """Quick hashing: the tests are about who may sign in, not about how long guessing takes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit leave no jobs behind: the queue's tables are not emptied with the others."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests: see tests/cast.py."""
    return Cast()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chromium or Chrome; without one the test is skipped loudly, and fails where CI is set."""
    found = os.environ.get("AGORA_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        absent = "NO BROWSER: neither Chromium nor Chrome is installed; this test was not run"
        pytest.fail(absent) if os.environ.get("CI", "").lower() == "true" else pytest.skip(absent)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def files() -> Iterator[Path]:
    """An empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def real_data(name: str) -> Path:
    """Return a folder of real data beside the repository, or skip loudly."""
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"REAL DATA ABSENT: {name} is not beside the repository; this test was not run")
    return folder
