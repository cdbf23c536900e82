"""Fields and forms of several rooms: words, titles, topics, a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

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


def words_field(
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


def title_field(label: StrOrPromise, *, help_text: StrOrPromise, empty: StrOrPromise) -> forms.CharField:
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


class TopicsField(forms.CharField):
    """Topics, separated by commas: at most five words of at most 40 characters."""

    def clean(self, value: str) -> tuple[str, ...]:
        named = [topic.strip() for topic in (super().clean(value) or "").split(",")]
        topics = tuple(dict.fromkeys(topic for topic in named if topic))
        if len(topics) > 5 or any(len(topic) > 40 for topic in topics):
            raise forms.ValidationError(_("Name at most five topics of at most 40 characters, separated by commas."))
        return topics


class ReviewForm(forms.Form):
    """A product judged: stars, one line, the reasons."""

    rating = forms.TypedChoiceField(
        label=_("How good is it?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars."), "invalid_choice": _("Choose one to five stars.")},
    )
    title = title_field(
        _("In one line"), help_text=_("What should others know first?"), empty=_("Sum it up in one line.")
    )
    body = words_field(_("Your experience"), empty=_("Say what it is good or bad for, and how long you have used it."))
