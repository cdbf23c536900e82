"""Which conversations are wanted: the filter of the inbox, read from the address and written back into it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Viewer
from agora.conversations.models import Channel, Post, Thread
from agora.desk.models import Case
from agora.readings.models import Intent, Reading
from agora.readings.tones import TONES
from agora.search.finding import find

LANGUAGES = (
    ("en", _("English")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("nl", _("Dutch")),
    ("it", _("Italian")),
    ("pt", _("Portuguese")),
    ("und", _("too short to say")),
)
# A search narrows the inbox to the conversations of its best hits.
BEST = 200
KEEP = ("place", "intent", "tone", "language", "answer", "case", "flag", "q")


def _choice(label: Any, anything: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", anything), *choices], required=False)


class InboxFilter(forms.Form):
    """What the address says about which conversations are wanted; every part may be left out."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    place = _choice(_("Where"), _("anywhere"))
    intent = _choice(_("What was meant"), _("anything"), Intent.Kind.choices)
    tone = _choice(
        _("Tone"), _("any tone"), [("negative", _("negative")), ("neutral", _("neutral")), ("positive", _("positive"))]
    )
    language = _choice(_("Language"), _("any language"), LANGUAGES)
    answer = _choice(
        _("Answered by us"), _("either"), [("no", _("we have said nothing")), ("yes", _("we have spoken"))]
    )
    case = _choice(
        _("Case"), _("either"), [("open", _("open case")), ("closed", _("closed case")), ("none", _("no case"))]
    )
    flag = _choice(_("Flagged"), _("either"), [("yes", _("flagged")), ("held", _("held back"))])

    def __init__(self, data: QueryDict, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer
        places = self.fields["place"]
        assert isinstance(places, forms.ChoiceField)
        places.choices = lambda: [("", _("anywhere")), *self._places]

    @cached_property
    def _places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        grouped: dict[str, list[tuple[str, str]]] = {}
        channels = Channel.objects.visible_to(self.viewer).select_related("source").order_by("source__name", "name")
        for channel in channels[:500]:
            source = channel.source
            group = grouped.setdefault(
                source.name, [(f"source-{source.pk}", _("all of %(name)s") % {"name": source.name})]
            )
            group.append((f"channel-{channel.pk}", channel.name))
        return list(grouped.items())

    @cached_property
    def query(self) -> str:
        """The filter as a query string, the same for the same filter."""
        query = QueryDict(mutable=True)
        for name in KEEP:
            if value := self.data.get(name, "").strip():
                query[name] = value
        return query.urlencode()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.query)

    @cached_property
    def labels(self) -> list[str]:
        """What the filter says, in words."""
        parts = []
        for name in KEEP:
            if value := self.cleaned_data.get(name):
                parts.append(f"“{value}”" if name == "q" else _label(self.fields[name], value))
        return parts

    def threads(self) -> QuerySet[Thread]:
        """Return the threads that are wanted."""
        threads = Thread.objects.visible_to(self.viewer)
        choices = self.cleaned_data
        if choices["place"]:
            kind, _dash, pk = choices["place"].partition("-")
            threads = threads.filter(**{"channel__source" if kind == "source" else "channel": int(pk)})
        if choices["q"]:
            threads = threads.filter(pk__in=self._threads_of_search())
        if self._about_posts:
            threads = threads.filter(pk__in=self.posts().values("thread"))
        return self._by_case(self._by_answer(threads))

    def posts(self) -> QuerySet[Post]:
        """Return the posts of others that the filter speaks of."""
        posts = Post.objects.visible_to(self.viewer).by_others()
        if self._about_meaning:
            posts = posts.filter(pk__in=self._readings().values("post"))
        if self.cleaned_data["flag"] == "yes":
            posts = posts.filter(flags__isnull=False)
        elif self.cleaned_data["flag"] == "held":
            posts = posts.filter(hold__isnull=False)
        return posts.order_by()

    @property
    def _about_meaning(self) -> bool:
        return any(self.cleaned_data[name] for name in ("intent", "tone", "language"))

    @property
    def _about_posts(self) -> bool:
        return self._about_meaning or bool(self.cleaned_data["flag"])

    def _readings(self) -> QuerySet[Reading]:
        readings = Reading.objects.visible_to(self.viewer)
        choices = self.cleaned_data
        if choices["tone"]:
            readings = readings.filter(TONES[choices["tone"]])
        if choices["language"]:
            readings = readings.filter(language=choices["language"])
        if choices["intent"]:
            readings = readings.filter(intents__kind=choices["intent"])
        return readings

    def _threads_of_search(self) -> set[int]:
        hits = find(self.cleaned_data["q"], viewer=self.viewer, kinds=("post",), limit=BEST)
        return {hit.thread_id for hit in hits if hit.thread_id}

    def _by_answer(self, threads: QuerySet[Thread]) -> QuerySet[Thread]:
        ours = Post.objects.visible_to(self.viewer).filter(thread=OuterRef("pk"), author__is_ours=True)
        if self.cleaned_data["answer"] == "yes":
            return threads.filter(Exists(ours))
        return threads.exclude(Exists(ours)) if self.cleaned_data["answer"] == "no" else threads

    def _by_case(self, threads: QuerySet[Thread]) -> QuerySet[Thread]:
        cases = Case.objects.visible_to(self.viewer).filter(thread=OuterRef("pk")).order_by()
        choices = self.cleaned_data["case"]
        if choices == "none":
            return threads.exclude(Exists(cases))
        if choices == "open":
            return threads.filter(Exists(cases.open()))
        return threads.filter(Exists(cases.closed())) if choices == "closed" else threads


def _label(field: forms.Field, value: str) -> str:
    """The words of a choice, also of one within a group."""
    choices: Any = getattr(field, "choices", ())
    for key, label in choices:
        inner = dict(label) if isinstance(label, list | tuple) else {key: label}
        if value in inner:
            return str(inner[value])
    return value
