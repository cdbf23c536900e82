from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.core import clock
from agora.core.states import Stateful

# Figures come in by the million, in one transaction that also marks their run done: a check per row, or an index beside
# those of the table's own, costs more than all else.
UNCHECKED: Any = {"db_constraint": False, "db_index": False}


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, viewer: Viewer) -> RunQuerySet:
        """Runs are for staff."""
        return self if staff(viewer) else self.none()

    def latest_of(self, measure: str) -> Run | None:
        """The run of `measure` that pages read."""
        return self.filter(measure=measure, is_current=True).first()


class Run(Stateful):
    """One calculation: which measure, on which inputs, with which parameters and code, when and how it ended."""

    STEPS: ClassVar = {
        "running": frozenset({"done", "failed"}),
        "done": frozenset(),
        "failed": frozenset(),
    }

    measure = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict, help_text="how many rows of what went in, and their digest")
    parameters = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict, help_text="totals, fitted parameters, and what could not be said")
    engine = models.CharField(max_length=120)
    code_version = models.CharField(max_length=40)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    is_current = models.BooleanField(
        default=False, help_text="the run that pages read; a newer finished one waits until all of its round are done"
    )

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["measure", "-started_at"])]
        constraints = [
            models.UniqueConstraint(fields=["measure"], condition=models.Q(is_current=True), name="run_current_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.started_at:%Y-%m-%d %H:%M}"
