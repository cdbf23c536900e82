"""What is asked of who asks: first the question in one line, then the rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.commerce.models import Product
from agora.portal.parts.forms import TopicsField, title_field, words_field


class TitleForm(forms.Form):
    """The first step of asking: the question in one line."""

    title = title_field(
        _("Your question in one line"),
        help_text=_("Before you write more, you will see what others have found already."),
        empty=_("Write your question in one line."),
    )


class AskForm(forms.Form):
    """The second step of asking: all of the question."""

    title = title_field(_("Your question in one line"), help_text="", empty=_("Write your question in one line."))
    body = words_field(_("The details"), empty=_("Say what you see, what you expected and what you have tried."))
    product = forms.ModelChoiceField(
        label=_("Product"),
        help_text=_("Leave it empty if it is about no product in particular."),
        queryset=Product.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("no product in particular"),
        error_messages={"invalid_choice": _("This product is not known; choose one of the list.")},
    )
    topics = TopicsField(
        label=_("Topics"), help_text=_("Up to five, separated by commas: brakes, winter."), required=False
    )
