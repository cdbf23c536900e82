"""`agora demo`: the demo world, loaded once and measured; a second call changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from agora.cli.demo import loading, signins


class Command(BaseCommand):
    help = "Fill an empty database with the demo world, and say who may sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(loading.SEEDS), default="demo")

    def handle(self, *args: Any, **options: Any) -> None:
        loading.prepare(options["size"], self._say)
        if told := signins.kept():
            self._say(f"\nWho may sign in (kept in {signins.FILE}):\n{told}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
