"""What is asked about a post: other words, or what is wrong with it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.conversations.models import Flag
from agora.portal.parts.forms import words_field


class EditForm(forms.Form):
    """Other words for one's own post."""

    body = words_field(_("Your words"), rows=12)


class FlagForm(forms.Form):
    """Why a post needs a look."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    detail = forms.CharField(
        label=_("Anything we should know"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
