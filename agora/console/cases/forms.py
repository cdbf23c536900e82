"""What is asked of staff about a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.console.parts.forms import FormWithTeam, TeamChoice
from agora.desk.models import CaseClosure


class CaseNoteForm(forms.Form):
    """What colleagues should know."""

    body = forms.CharField(
        label=_("Note for colleagues"),
        help_text=_("Only staff see it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note first.")},
    )


class ClosureForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=CaseClosure.Outcome.choices)
    because = forms.CharField(label=_("Why, in one line"), max_length=500, required=False)


class MoveForm(FormWithTeam):
    """Another department for a case, with the reason."""

    team = TeamChoice(label=_("Department"))
    because = forms.CharField(
        label=_("Why, in one line"), max_length=300, error_messages={"required": _("Say why it goes there.")}
    )
