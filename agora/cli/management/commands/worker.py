from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from agora.core import tables


class Command(BaseCommand):
    help = "Run the jobs: readings, search, cases, measures, upkeep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at-once", type=int, default=2, help="jobs run at the same time")
        parser.add_argument("--until-empty", action="store_true", help="stop when no job is due")

    def handle(self, *args: Any, **options: Any) -> None:
        # A worker of newer code may wait for its tables; without any there is nothing to wait for.
        if (problem := tables.lacking()) == tables.NEVER:
            raise CommandError(problem)
        call_command(
            "procrastinate",
            "worker",
            name="agora",
            concurrency=options["at_once"],
            wait=not options["until_empty"],
            delete_jobs="successful",
            shutdown_graceful_timeout=8.0,
        )
