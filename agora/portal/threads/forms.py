"""What is asked of who answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.portal.parts.forms import words_field


class AnswerForm(forms.Form):
    """An answer, a reply or a comment."""

    body = words_field(_("Your reply"), rows=6)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
