from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from agora.core import events


class Command(BaseCommand):
    help = "Write docs/reference/events.md: which event is heard by whom."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.ROOT / "docs/reference/events.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(events.document())
        self.stdout.write(f"{page.relative_to(settings.ROOT)} is current.")
