from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces

from agora.cli.hosting import CannotHost, check_port


class Command(BaseCommand):
    help = "Serve the pages and the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4, help="requests answered at a time, per process")
        parser.add_argument("--reload", action="store_true", help="start again when the code changes (developers)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_port(options["host"], options["port"])
        except CannotHost as problem:
            raise CommandError(str(problem)) from problem
        if not settings.WHITENOISE_USE_FINDERS:
            call_command("collectstatic", interactive=False, verbosity=0)
        Granian(
            "agora.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["processes"],
            blocking_threads=options["threads"],
            reload=options["reload"],
            log_enabled=settings.DEBUG,
            respawn_failed_workers=True,
            workers_kill_timeout=8,
        ).serve()
