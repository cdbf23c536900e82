"""What is asked of who starts a discussion."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.portal.parts.forms import TopicsField, title_field, words_field


class DiscussionForm(forms.Form):
    """The opening of a discussion."""

    title = title_field(_("What is it about?"), help_text=_("One line."), empty=_("Say in one line what it is about."))
    body = words_field(_("Your words"))
    topics = TopicsField(label=_("Topics"), help_text=_("Up to five, separated by commas."), required=False)
