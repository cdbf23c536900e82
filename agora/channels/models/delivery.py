from __future__ import annotations

from typing import ClassVar

from django.db import models

from agora.core import clock
from agora.core.states import Stateful
from agora.people.models import Person


class Delivery(Stateful):
    """One message that left, or was refused, at the outbox: to whom, why, with whose leave. Not its words."""

    STEPS: ClassVar = {
        "waiting": frozenset({"sent", "failed"}),
        "refused": frozenset(),
        "failed": frozenset({"waiting"}),
        "sent": frozenset(),
    }

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=200, help_text="the consent or the request it rests on")
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}: {self.state}"
