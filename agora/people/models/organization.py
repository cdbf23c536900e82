from __future__ import annotations

from django.db import models

from agora.people.models.person import Person


class Organization(models.Model):
    """A company, club, shop or partner that people belong to."""

    name = models.CharField(max_length=200, unique=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person's place in an organization, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="affiliations")
    role = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organization", "since"], name="affiliation_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="affiliation_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.organization}"
