from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F

from agora.core import clock
from agora.core.models.sources import Seer, Source
from agora.core.states import Stateful


class CannotImport(ValueError):
    """A file cannot be brought in; the message says why and what to do."""


class Unreadable(CannotImport):
    """A file or folder is not there, is not what it should be, or breaks off."""


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, viewer: Seer) -> ImportQuerySet:
        """Imports are for staff."""
        return self if viewer.is_active and viewer.is_staff else self.none()


class Import(Stateful):
    """One reading of a file or archive: what came in, what was refused, and whether it was undone."""

    STEPS: ClassVar = {
        "running": frozenset({"done", "failed", "running"}),
        "failed": frozenset({"running", "undone"}),
        "done": frozenset({"undone"}),
        "undone": frozenset(),
    }

    kind = models.CharField(max_length=40, help_text="a folder of channels/connectors")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    label = models.CharField(max_length=300)
    mapping = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    rejected = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.label}"

    @classmethod
    def begin(cls, *, kind: str, source: Source, label: str, mapping: dict[str, str] | None = None) -> Import:
        """Start an import, in state `running`."""
        return cls.objects.create(kind=kind, source=source, label=label[:300], mapping=mapping or {}, state="running")

    def reject(self, rejections: list[Rejection]) -> None:
        """Keep the refused rows with line and reason; the good rows of the same batch are not held back."""
        Rejection.objects.bulk_create(rejections)
        Import.objects.filter(pk=self.pk).update(rejected=F("rejected") + len(rejections))

    def finish(self, counts: dict[str, int]) -> None:
        """Mark the import done with what it brought."""
        self.step("done", counts=counts, finished_at=clock.now())
        self.refresh_from_db(fields=["rejected"])

    def fail(self, problem: str) -> None:
        """Mark the import failed; what it recorded stays and the same file can be run again."""
        self.step("failed", problem=problem[:2000], finished_at=clock.now())


class Rejection(models.Model):
    """A row of a file that was refused: its line, the column, the value and the reason in plain words."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveBigIntegerField()
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["of", "line"])]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"
