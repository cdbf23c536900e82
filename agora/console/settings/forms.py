"""What is asked of who sets the site up: in which words, and what is wrong with an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Scope
from agora.accounts.roles import Role
from agora.console.parts.forms import FormWithTeam, TeamChoice
from agora.desk.models import Route
from agora.measures.models import Incrementality
from agora.readings.models import Intent


class TeamForm(forms.Form):
    """A department that can act."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the department a name.")}
    )
    purpose = forms.CharField(label=_("What it acts on"), max_length=300, required=False)


class RouteForm(FormWithTeam):
    """A rule that turns a reading or a flag into a case."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the rule a name; it is shown as reason.")}
    )
    on = forms.ChoiceField(label=_("It looks at"), choices=Route.On.choices, initial=Route.On.READING)
    intents = forms.MultipleChoiceField(
        label=_("Posts that"),
        help_text=_("Any of these. None chosen: whatever the post means."),
        choices=Intent.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    polarity_below = forms.FloatField(
        label=_("Tone at most"),
        help_text=_("From -1 (angry) to 1 (delighted); -0.5 is clearly negative."),
        required=False,
        min_value=-1,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )
    words = forms.CharField(
        label=_("With any of these words"), help_text=_("Separated by commas."), max_length=300, required=False
    )
    team = TeamChoice(label=_("Go to"))
    due_hours = forms.IntegerField(label=_("Due in hours"), min_value=1, max_value=2000, initial=24)
    position = forms.IntegerField(
        label=_("Place in the order"),
        help_text=_("Lower is asked first; the first rule that matches counts."),
        min_value=1,
        max_value=10_000,
        initial=100,
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)


class TokenForm(forms.Form):
    """A key for the API."""

    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Such as “nightly shop sync”: the audit log shows this name."),
        max_length=120,
        error_messages={"required": _("Say what the token is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ],
        error_messages={"required": _("Choose at least one thing it may do.")},
    )
    days = forms.IntegerField(label=_("Ends after days"), min_value=1, max_value=365, initial=90)


class MarginForm(forms.Form):
    """The company-wide margin rate, stated."""

    rate = forms.DecimalField(
        label=_("Margin, in per cent of the price"),
        help_text=_("Used only where neither the line's cost nor the product's margin is known."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
        error_messages={"required": _("State the rate in per cent, such as 30.")},
    )
    because = forms.CharField(label=_("Where the figure comes from"), max_length=300, required=False)


class IncrementalityForm(forms.Form):
    """Of what leaned on words, the share that would not have been bought without them."""

    share = forms.DecimalField(
        label=_("Share caused by words, in per cent"),
        help_text=_("Of the purchases that leaned on words, how many would not have happened without them."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
        error_messages={"required": _("State the share in per cent, such as 25.")},
    )
    origin = forms.ChoiceField(label=_("How you know"), choices=Incrementality.Origin.choices)
    low = forms.DecimalField(
        label=_("Lower end of its 80 % interval, in per cent"), min_value=0, max_value=100, required=False
    )
    high = forms.DecimalField(
        label=_("Upper end of its 80 % interval, in per cent"), min_value=0, max_value=100, required=False
    )
    because = forms.CharField(label=_("What it rests on"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an interval that does not hold the share, and a measured share without one."""
        values: dict[str, Any] = super().clean() or {}
        share, low, high = (values.get(name) for name in ("share", "low", "high"))
        if share is None:
            return values
        if (low is None) != (high is None) or (low is not None and not low <= share <= (high or 0)):
            raise forms.ValidationError(_("The interval needs both ends, and the share lies between them."))
        if values.get("origin") != Incrementality.Origin.ASSUMED and low is None:
            raise forms.ValidationError(_("A measured share has an interval: state both ends."))
        return values


class RoleForm(forms.Form):
    """What an account may do, and whether it may sign in at all."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)
