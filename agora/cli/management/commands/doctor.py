from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from agora.cli.diagnosis import diagnose


class Command(BaseCommand):
    help = "Say in plain words what is wrong, and what to do about it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = diagnose()
        for finding in findings:
            self.stdout.write(f"{'✓' if finding.well else '✗'} {finding.what}")
            if not finding.well:
                self.stdout.write(f"    → {finding.cure}")
        ill = sum(not finding.well for finding in findings)
        self.stdout.write("Everything is well." if not ill else f"{ill} of {len(findings)} need attention.")
        if ill:
            raise SystemExit(1)
