from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Viewer) -> PersonQuerySet:
        """Staff see everyone, a member sees the record about themselves, others nobody."""
        if staff(viewer):
            return self
        if isinstance(viewer, Account):
            return self.filter(identities__account=viewer)
        return self.none()


class Person(models.Model):
    """A contact held for a stated reason: a customer, a member, someone staff decided to follow."""

    class Reason(models.TextChoices):
        CUSTOMER = "customer", "bought something"
        MEMBER = "member", "signed up"
        STAFF = "staff", "works here"
        INFLUENCE = "influence", "followed for their influence"
        REQUEST = "request", "asked us to"

    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    because = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    tags: models.ManyToManyField[Tag, Tagging] = models.ManyToManyField("Tag", through="Tagging", related_name="people")

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("console:person", args=[self.pk])


class Attribute(models.Model):
    """A custom attribute of a person: a name the company chose and a value."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attributes")
    name = models.SlugField(max_length=60)
    value = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="attribute_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Tag(models.Model):
    """A word staff put on people."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a person: who put it there and when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "tag"], name="tagging_once")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.person}"


class Note(models.Model):
    """What an employee wrote down about a person; seen by staff and by that person on request."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(max_length=5000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.body[:60]
