"""What members say about themselves."""

from __future__ import annotations

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.accounts import names
from agora.accounts.models import Account


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What others see of an account, and the time zone it reads in."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on every page are shown in it."),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())],
    )

    class Meta:
        model = Account
        fields = ("name", "time_zone")
        labels = {"name": _("Name")}
        help_texts = {"name": _("Others see it beside everything you write.")}

    def clean_name(self) -> str:
        """A name of one's own: not an employee's, unless one is an employee."""
        return names.of_member(self.cleaned_data["name"], account=self.instance)
