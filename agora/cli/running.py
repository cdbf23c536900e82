"""Runs a command with the database up; plain words, not tracebacks, for what a person can mend."""

from __future__ import annotations

import signal
import sys

import django
from django.core.management import execute_from_command_line, get_commands, load_command_class

from agora.core import tables
from agora.core.database import DatabaseUnavailable, running
from agora.core.folders import var_folder
from agora.core.version import VERSION

# Commands that read the code only.
WITHOUT_DATABASE = {"help", "makemessages", "compilemessages", "collectstatic", "check"}


def run(arguments: list[str]) -> int:
    """Run `agora <arguments>` and return its exit status."""
    if not arguments or arguments in (["help"], ["--help"], ["-h"]):
        print(overview())
        return 0
    if arguments in (["version"], ["--version"]):
        print(f"Agora {VERSION}")
        return 0
    if arguments[0] in WITHOUT_DATABASE:
        return _execute(arguments)
    # A polite kill is an end like any other: what was started is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running(var_folder()):
            return _with_tables(arguments)
    except DatabaseUnavailable as problem:
        print(f"agora: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def overview() -> str:
    """Return what `agora` can do, a line each."""
    django.setup()

    ours = sorted(name for name, app in get_commands().items() if app == "agora.cli")
    lines = [f"  {name:<12}{load_command_class('agora.cli', name).help}" for name in ours]
    told = "\n".join(["  migrate     Bring the tables up to the code.", *lines])
    return f"Usage: agora <command> [options]; agora <command> --help says more.\n\n{told}"


def _with_tables(arguments: list[str]) -> int:
    """Run a command; where it stumbles over tables that are not there yet, say so in plain words."""
    try:
        return _execute(arguments)
    except Exception as error:
        problem = tables.lacking() if tables.is_about_tables(error) else ""
        if not problem:
            raise
        print(f"agora: {problem}", file=sys.stderr)
        return 1


def _execute(arguments: list[str]) -> int:
    execute_from_command_line(["agora", *arguments])
    return 0
