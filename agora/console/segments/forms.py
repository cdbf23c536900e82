"""What is asked when a choice is saved."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SegmentForm(forms.Form):
    """A choice worth keeping, by name."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give it a name.")})
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
