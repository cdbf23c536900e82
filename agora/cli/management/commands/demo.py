"""`agora demo`: the demo world, made once and measured, and Agora running on it until Ctrl-C."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agora.cli.hosting import CannotHost, check_port, host, only_one
from agora.demo import loading, signins


class Command(BaseCommand):
    help = "Make the demo world if it is missing, measure it, and run Agora on it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(loading.SEEDS), default="demo")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare", action="store_true", help="stop when the world is ready")
        parser.add_argument("--reload", action="store_true", help="start again when the code changes (developers)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with only_one(settings.VAR / "demo.lock"):
                if not options["prepare"]:
                    check_port(options["host"], options["port"])
                loading.prepare(options["size"], self._say)
                if told := signins.kept():
                    self._say(f"\nWho may sign in (kept in {settings.VAR / signins.FILE}):\n{told}")
                if not options["prepare"]:
                    self._host(options)
        except CannotHost as problem:
            raise CommandError(str(problem)) from problem

    def _host(self, options: dict[str, Any]) -> None:
        address = f"http://{options['host']}:{options['port']}"
        self._say(f"Agora runs at {address} — staff begin at {address}/console/. Ctrl-C stops it.\n")
        serve = ["serve", "--host", options["host"], "--port", str(options["port"])]
        status = host({"web": serve + ["--reload"] * options["reload"], "worker": ["worker"]})
        self._say("Stopped. The demo world is kept.")
        if status:
            raise CommandError("Agora stopped because one of its processes ended.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
