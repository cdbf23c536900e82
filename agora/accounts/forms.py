from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agora.accounts import names
from agora.accounts.models import Account


class SignupForm(forms.Form):
    """What sign-up asks beside e-mail and password: the name others will see."""

    name = forms.CharField(label=_("The name others will see"), max_length=120)

    def clean_name(self) -> str:
        return names.of_member(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: Account) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
