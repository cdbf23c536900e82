"""A whole site of its own for the tests with real processes: folder, database, commands."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


class Site:
    """`agora` on a database below `var`; what is started here is stopped by `close`."""

    def __init__(self, var: Path) -> None:
        shutil.rmtree(var, ignore_errors=True)
        var.mkdir(parents=True)
        self.var = var
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "AGORA_TEST"}}
        self.environment = {**inherited, "AGORA_VAR": str(var), "AGORA_STATIC_FROM_SOURCE": "1"}
        self.started: list[subprocess.Popen[bytes]] = []

    def agora(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "-m", "agora", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        assert not check or done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done

    def start(self, *arguments: str, output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Start a command in a group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "agora", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=output or subprocess.DEVNULL,
            stderr=output or subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Return the rows of a query on the running database."""
        import psycopg

        with psycopg.connect(f"postgresql://postgres@/agora?host={self.var / 'postgres'}") as connection:
            return list(connection.execute(sql).fetchall())  # type: ignore[arg-type]

    def count(self, table: str) -> int:
        """Return how many rows a table has; 0 while the database is not up."""
        import psycopg

        try:
            return int(str(self.ask(f"SELECT count(*) FROM {table}")[0][0]))
        except psycopg.Error:
            return 0

    def close(self) -> None:
        """Stop everything and forget the site."""
        import contextlib
        import signal

        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.agora("doctor", check=False)  # the last process to leave stops the database
        shutil.rmtree(self.var, ignore_errors=True)


def until(happened: Callable[[], object], *, patience: float = PATIENCE, every: float = 0.1) -> None:
    """Wait until `happened` says yes, asking `every` so many seconds."""
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(every)


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/") -> bool:
    """Whether the page comes back with 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
