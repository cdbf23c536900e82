"""Runs web and worker as child processes, together: Ctrl-C stops both, and if one dies the other is stopped too."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE_SECONDS = 10.0


class CannotHost(Exception):
    """The site cannot start here; the message says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Raise CannotHost if another program listens at `port`."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotHost(
                f"Port {port} on {host} is taken by another program ({error.strerror}). "
                f"Stop it, or choose another: --port {port + 1}."
            ) from error


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock` (a file with this process's number) while the block runs; a dead process's lock is taken over."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    holder = _holder(lock)
    if holder:
        raise CannotHost(f"Agora already runs from this folder (process {holder}). Stop it first: kill {holder}.")
    lock.write_text(str(os.getpid()))
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def host(commands: dict[str, list[str]]) -> int:
    """Run `agora` with each list of arguments until one ends or a signal comes; returns the exit status."""
    children = {name: _start(arguments) for name, arguments in commands.items()}
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopped and all(child.poll() is None for child in children.values()):
        time.sleep(0.2)
    died = [name for name, child in children.items() if child.poll() is not None]
    _stop(children)
    if stopped:
        return 0
    print(f"agora: {' and '.join(died)} ended unexpectedly; everything was stopped.", file=sys.stderr)
    return 1


def _holder(lock: Path) -> int | None:
    try:
        number = int(lock.read_text())
        os.kill(number, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    except PermissionError:
        return number
    return None if number == os.getpid() else number


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches us alone, and we stop the children in order.
    return subprocess.Popen([sys.executable, "-m", "agora", *arguments], start_new_session=True)  # noqa: S603


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
