"""What is asked of staff about a post."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.console.parts.forms import FormWithTeam, TeamChoice


class OpenCaseForm(FormWithTeam):
    """A case opened by hand: whose it is, why, and by when."""

    team = TeamChoice(label=_("Department"))
    because = forms.CharField(
        label=_("Why is this a case?"), max_length=300, error_messages={"required": _("Say why somebody must act.")}
    )
    due_hours = forms.IntegerField(label=_("Due in hours"), min_value=1, max_value=2000, initial=24)


class HoldForm(forms.Form):
    """Why a post is held back."""

    because = forms.CharField(
        label=_("Why is it held?"), max_length=500, error_messages={"required": _("Say why it is held back.")}
    )
