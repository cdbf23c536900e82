"""The page of a person, and what staff do there: notes, tags, decisions about consent. All of it audited."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agora.accounts import audit
from agora.accounts.permissions import requires
from agora.console.people.page import person_page
from agora.console.people.records import with_records
from agora.core.requests import refusal
from agora.pages.requests import signed_in, within
from agora.people import consent, noting, tagging
from agora.people.models import Consent, Person

REMOVED = "removed_notes"


class PersonNoteForm(forms.Form):
    """Something worth remembering about a person."""

    body = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Seen by everybody who works here, and by this person when they ask for their record."),
    )


class TagForm(forms.Form):
    """A word to put on a person."""

    word = forms.CharField(label=gettext_lazy("Tag"), max_length=60)

    def clean_word(self) -> str:
        """A tag needs a letter or digit of the Latin alphabet for its address."""
        word: str = self.cleaned_data["word"]
        if not any(letter.isascii() and letter.isalnum() for letter in word):
            raise forms.ValidationError(_("Use at least one letter or digit."))
        return word


class DecisionForm(forms.Form):
    """What a person said about a purpose."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Consent.Purpose.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Consent.Channel.choices)
    given = forms.ChoiceField(
        label=gettext_lazy("What they said"),
        choices=[("yes", gettext_lazy("yes, you may")), ("no", gettext_lazy("no, or no longer"))],
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=gettext_lazy("How did they say so?"),
        max_length=200,
        help_text=gettext_lazy("Such as “on the phone, 3 March, after asking about brakes”."),
    )


@require_safe
@requires("see console")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: words and money on one line of time, and what each number rests on."""
    before = None
    if address_moment := request.GET.get("before"):
        before = _moment(address_moment)
        if before is None:
            return refusal(request, _("The address names a moment that cannot be read; begin again without it."))
    return _page(request, pk, before=before)


@require_POST
@requires("edit people")
@within("note", limit=500)
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note; the toast takes it back."""
    form = PersonNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, note_form=form, status=422)
    entry = noting.note(_person(request, pk), by=signed_in(request), body=form.cleaned_data["body"])
    undo = reverse("console:person_note_removal", args=[pk, entry.pk])
    messages.success(request, _("The note is kept."), extra_tags=undo)
    return redirect(f"{reverse('console:person', args=[pk])}#notes")


@require_POST
@requires("edit people")
def remove_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Delete a note; until the session ends the toast can put it back."""
    entry = get_object_or_404(_person(request, pk).notes, pk=note)
    removed = noting.remove(entry, by=signed_in(request))
    request.session[REMOVED] = {str(note): asdict(removed)}
    undo = reverse("console:person_note_restoring", args=[pk, note])
    messages.success(request, _("The note is gone."), extra_tags=undo)
    return redirect(f"{reverse('console:person', args=[pk])}#notes")


@require_POST
@requires("edit people")
def restore_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Put back the note just removed."""
    removed = request.session.pop(REMOVED, {}).get(str(note))
    if removed is None:
        messages.error(request, _("That note can no longer be put back; write it again."))
    else:
        noting.restore(_person(request, pk), noting.RemovedNote(**removed), by=signed_in(request))
        messages.success(request, _("The note is back."))
    return redirect(f"{reverse('console:person', args=[pk])}#notes")


@require_POST
@requires("edit people")
@within("tag", limit=500)
def add_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a word on a person."""
    form = TagForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, tag_form=form, status=422)
    tag = tagging.tag(_person(request, pk), form.cleaned_data["word"], by=signed_in(request))
    undo = reverse("console:person_tag_removal", args=[pk, tag.slug])
    messages.success(request, _("Tagged “%(tag)s”.") % {"tag": tag.name}, extra_tags=undo)
    return redirect("console:person", pk)


@require_POST
@requires("edit people")
def remove_tag(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Take a tag off a person; the toast puts it back."""
    if tagging.untag(_person(request, pk), slug, by=signed_in(request)):
        undo = reverse("console:person_tag_restoring", args=[pk, slug])
        messages.success(request, _("The tag is off."), extra_tags=undo)
    return redirect("console:person", pk)


@require_POST
@requires("edit people")
def restore_tag(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Put back the tag just taken off."""
    tagging.tag(_person(request, pk), slug, by=signed_in(request))
    messages.success(request, _("The tag is back."))
    return redirect("console:person", pk)


@require_POST
@requires("edit people")
@within("consent", limit=500)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a person said about a purpose; the ledger only grows, so a mistake is mended by a new line."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, decision_form=form, status=422)
    answers, person = form.cleaned_data, _person(request, pk)
    with transaction.atomic():
        is_yes = answers["given"] == "yes"
        consent.decide(
            person,
            purpose=answers["purpose"],
            channel=answers["channel"],
            given=is_yes,
            how=answers["how"],
            by=signed_in(request),
        )
        audit.record(
            "record consent",
            by=signed_in(request),
            subject=person,
            purpose=answers["purpose"],
            channel=answers["channel"],
            given=is_yes,
        )
    messages.success(request, _("Written into the ledger. What was said before stays there too."))
    return redirect(f"{reverse('console:person', args=[pk])}#consent")


def _person(request: HttpRequest, pk: int) -> Person:
    person: Person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    return person


def _page(
    request: HttpRequest, pk: int, *, before: datetime | None = None, status: int = 200, **forms: Any
) -> HttpResponse:
    about = get_object_or_404(with_records(request.user), pk=pk)
    page = person_page(about, viewer=request.user, before=before)
    context = {
        "page": page,
        "older": f"?before={page.before.isoformat().replace('+', '%2B')}#time" if page.before else "",
        "newest": reverse("console:person", args=[pk]) + "#time" if before else "",
        "may_edit": signed_in(request).may("edit people"),
        "note_form": PersonNoteForm(auto_id="note_%s"),
        "tag_form": TagForm(auto_id="tag_%s"),
        "decision_form": DecisionForm(auto_id="decision_%s"),
        **forms,
    }
    return render(request, "console/people/page.html", context, status=status)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        # The first and last moments of all have no place in UTC.
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
