"""Forms of several rooms: a reply, and the choice of a department."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Team


class ReplyForm(forms.Form):
    """An answer where the words were said."""

    body = forms.CharField(
        label=_("Your reply"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "data-reply": True}),
        error_messages={"required": _("Write your reply first.")},
    )


class TeamChoice(forms.ChoiceField):
    """A team, chosen by its slug among those that are given once the form is made."""

    def __init__(self, **values: Any) -> None:
        unknown = {"invalid_choice": _("This department does not exist; choose one of the list.")}
        super().__init__(error_messages=unknown, **values)
        self.teams: dict[str, Team] = {}

    def among(self, teams: Iterable[Team]) -> None:
        """Let one choose among `teams`."""
        self.teams = {team.slug: team for team in teams}
        self.choices = [(slug, team.name) for slug, team in self.teams.items()]

    def clean(self, value: Any) -> Team:
        """Return the team itself."""
        return self.teams[super().clean(value)]


class FormWithTeam(forms.Form):
    """A form that asks for a team."""

    def __init__(self, *values: Any, teams: Iterable[Team], **named: Any) -> None:
        super().__init__(*values, **named)
        field = self.fields["team"]
        assert isinstance(field, TeamChoice)
        field.among(teams)
