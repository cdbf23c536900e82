from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from agora.core import events
from agora.core.folders import CHECKOUT


class Command(BaseCommand):
    help = "Write docs/reference/events.md of the checkout, or print it: which event is heard by whom."

    def handle(self, *args: Any, **options: Any) -> None:
        if CHECKOUT is None:
            self.stdout.write(events.document())
            return
        (CHECKOUT / "docs/reference/events.md").write_text(events.document())
        self.stdout.write("docs/reference/events.md is current.")
