"""The forms of the portal: what is asked, in which words, and what is wrong with an answer."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from agora.accounts import names
from agora.accounts.models import Account
from agora.commerce.models import Product
from agora.conversations.models import Flag

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MARKDOWN = _("Markdown works: *emphasis*, **strong**, - lists, > quotes, `code`, and links.")
EMPTY = _("Write something first.")
STARS = (
    (5, _("5 stars: excellent")),
    (4, _("4 stars: good")),
    (3, _("3 stars: it will do")),
    (2, _("2 stars: disappointing")),
    (1, _("1 star: I advise against it")),
)


def _words(
    label: StrOrPromise,
    *,
    rows: int = 8,
    help_text: StrOrPromise = MARKDOWN,
    empty: StrOrPromise = EMPTY,
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": empty,
            "max_length": _("This is longer than 20,000 characters; shorten it or split it into two posts."),
        },
    )


def _title(label: StrOrPromise, *, help_text: StrOrPromise, empty: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=4,
        max_length=200,
        error_messages={
            "required": empty,
            "min_length": _("A few more words, so that others know what it is about."),
            "max_length": _("Keep it below 200 characters; the rest belongs in the details."),
        },
    )


class TitleForm(forms.Form):
    """The first step of asking: the question in one line."""

    title = _title(
        _("Your question in one line"),
        help_text=_("Before you write more, you will see what others have found already."),
        empty=_("Write your question in one line."),
    )


class Topics(forms.CharField):
    """Topics, separated by commas: at most five words of at most 40 characters."""

    def clean(self, value: str) -> tuple[str, ...]:
        named = [topic.strip() for topic in (super().clean(value) or "").split(",")]
        topics = tuple(dict.fromkeys(topic for topic in named if topic))
        if len(topics) > 5 or any(len(topic) > 40 for topic in topics):
            raise forms.ValidationError(_("Name at most five topics of at most 40 characters, separated by commas."))
        return topics


class AskForm(forms.Form):
    """The second step of asking: all of the question."""

    title = _title(_("Your question in one line"), help_text="", empty=_("Write your question in one line."))
    body = _words(_("The details"), empty=_("Say what you see, what you expected and what you have tried."))
    product = forms.ModelChoiceField(
        label=_("Product"),
        help_text=_("Leave it empty if it is about no product in particular."),
        queryset=Product.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("no product in particular"),
        error_messages={"invalid_choice": _("This product is not known; choose one of the list.")},
    )
    topics = Topics(label=_("Topics"), help_text=_("Up to five, separated by commas: brakes, winter."), required=False)


class DiscussionForm(forms.Form):
    """The opening of a discussion."""

    title = _title(_("What is it about?"), help_text=_("One line."), empty=_("Say in one line what it is about."))
    body = _words(_("Your words"))
    topics = Topics(label=_("Topics"), help_text=_("Up to five, separated by commas."), required=False)


class ReplyForm(forms.Form):
    """An answer, a reply or a comment."""

    body = _words(_("Your reply"), rows=6)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


class EditForm(forms.Form):
    """Other words for one's own post."""

    body = _words(_("Your words"), rows=12)


class ReviewForm(forms.Form):
    """A product judged: stars, one line, the reasons."""

    rating = forms.TypedChoiceField(
        label=_("How good is it?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars."), "invalid_choice": _("Choose one to five stars.")},
    )
    title = _title(_("In one line"), help_text=_("What should others know first?"), empty=_("Sum it up in one line."))
    body = _words(_("Your experience"), empty=_("Say what it is good or bad for, and how long you have used it."))


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
