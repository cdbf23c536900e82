from __future__ import annotations

from django.conf import settings
from django.db import models

from agora.people.models.person import Person


class Consent(models.Model):
    """One line of the consent ledger: a person's decision about a purpose on a channel. Lines are only added."""

    class Purpose(models.TextChoices):
        MEASUREMENT = "measurement", "measure what I read"
        SERVICE = "service", "help with what I bought"
        NEWS = "news", "news and offers"
        RESEARCH = "research", "questions about products"

    class Channel(models.TextChoices):
        ANY = "any", "any channel"
        PORTAL = "portal", "here in the portal"
        EMAIL = "email", "e-mail"
        PHONE = "phone", "phone"
        POST = "post", "letter"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    given = models.BooleanField(help_text="given, or refused and withdrawn")
    at = models.DateTimeField()
    how = models.CharField(max_length=200, help_text="where and how the person said so")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "purpose", "channel", "-at"])]
        constraints = [models.UniqueConstraint(fields=["person", "purpose", "channel", "at"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.purpose} on {self.channel}: {'yes' if self.given else 'no'}"
