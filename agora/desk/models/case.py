from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse

from agora.accounts.models import Account, Team, Viewer
from agora.accounts.models.account import staff
from agora.conversations.models import Post, Thread
from agora.core import clock
from agora.desk.models.route import Route

# Less than this before its time is up, a case is urgent.
SOON = timedelta(hours=4)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, viewer: Viewer) -> CaseQuerySet:
        """Cases are for staff, of every department: no silos."""
        return self if staff(viewer) else self.none()

    def open(self) -> CaseQuerySet:
        """Cases that nobody has closed."""
        return self.filter(closure=None)

    def closed(self) -> CaseQuerySet:
        """Cases that came to an end."""
        return self.filter(closure__isnull=False)

    def overdue(self) -> CaseQuerySet:
        """Open cases whose time is up."""
        return self.open().filter(due_at__lt=clock.now())

    def with_holder(self) -> CaseQuerySet:
        """Each case with `holder` and `holder_name`: the account that has it now, if somebody has."""
        newest = Assignment.objects.filter(case=models.OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            holder=models.Subquery(newest.values("to")[:1]),
            holder_name=models.Subquery(newest.values("to__name")[:1]),
        )


class Case(models.Model):
    """Something said that somebody must act on: the thread, why, whose it is and by when."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", help_text="the post that opened it")
    reason = models.CharField(max_length=300, help_text="in plain words: why this is a case")
    route = models.ForeignKey(Route, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["team", "due_at"]), models.Index(fields=["due_at"])]
        constraints = [models.UniqueConstraint(fields=["post"], name="case_once_per_post")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.reason}"

    def get_absolute_url(self) -> str:
        return reverse("console:case", args=[self.pk])

    @property
    def urgency(self) -> str:
        """How its due time stands: "bad" when it is past, "watch" when less than four hours are left."""
        left = self.due_at - clock.now()
        if left < timedelta(0):
            return "bad"
        return "watch" if left < SOON else ""


class Assignment(models.Model):
    """Who took or was given a case, and when; the newest counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    to = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"case {self.case_id} to {self.to}"


class CaseNote(models.Model):
    """What staff tell each other about a case; never shown outside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(max_length=5000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.body[:60]


class CaseReply(models.Model):
    """A post by which a case was answered where the words were said."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"reply {self.post_id}"


class CaseClosure(models.Model):
    """A case's end: who, when, with which outcome and why."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "answered"
        SOLVED = "solved", "solved"
        PROCESS = "process", "passed to whoever can change the process"
        NOTHING = "nothing", "nothing to do"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="closure")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    because = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}"
