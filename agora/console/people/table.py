"""The table of People: who is held and why, what they bought, what their word is worth; filtered, sorted, in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.http import QueryDict
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Viewer
from agora.commerce.models import Order
from agora.conversations.models import Post
from agora.core import pagination
from agora.measures.models import Run, Score
from agora.measures.models.score import sees_value
from agora.measures.quarters import Quarter, Splits, splits
from agora.pages.amounts import minor
from agora.pages.faces import Face, face
from agora.pages.figures import Figure, by_measure
from agora.people.models import Identity, Person
from agora.people.models.person import PersonQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 50
CHUNK = 1000
MEASURES = ("own", "csv", "clv", "clsv")
SORTS = {
    "csv": _("Social value"),
    "own": _("Own value"),
    "clsv": _("Lifetime social value"),
    "clv": _("Lifetime value"),
    "name": _("Name"),
    "ordered": _("Last order"),
    "newest": _("Lately added"),
}
# What is asked by a value is open to those who may see value only, or the order would tell what the columns do not.
OF_VALUE = ("quarter", "min_own", "min_csv")
_COLUMNS = {"name": "name", "newest": "-created_at"}


class PeopleFilter(forms.Form):
    """What the reader asks for; every field may be left empty."""

    q = forms.CharField(label=_("Name or handle"), max_length=100, required=False)
    tag = forms.SlugField(label=_("Tag"), max_length=60, required=False)
    reason = forms.ChoiceField(label=_("Why held"), required=False)
    country = forms.RegexField("^[A-Za-z]{2}$", label=_("Country"), max_length=2, required=False)
    quarter = forms.ChoiceField(label=_("Quarter"), required=False)
    min_own = forms.DecimalField(label=_("Own value from"), required=False, max_digits=14, decimal_places=2)
    min_csv = forms.DecimalField(label=_("Social value from"), required=False, max_digits=14, decimal_places=2)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Viewer) -> None:
        super().__init__(data)
        anybody = ("", _("any"))
        self.fields["reason"].choices = [anybody, *Person.Reason.choices]  # type: ignore[attr-defined]
        self.fields["sort"].choices = list(sorts(viewer).items())  # type: ignore[attr-defined]
        if not sees_value(viewer):
            for name in OF_VALUE:
                del self.fields[name]
            return
        self.fields["quarter"].choices = [anybody, *Quarter.choices]  # type: ignore[attr-defined]
        for name in ("min_own", "min_csv"):
            self.fields[name].label = f"{self.fields[name].label} ({settings.CURRENCY})"

    @property
    def active(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name != "sort")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the table with what was measured of them."""

    person: Person
    face: Face
    figures: dict[str, Figure]
    scores: dict[str, Score]
    last_word: datetime | None
    last_order: datetime | None

    @property
    def word_ago(self) -> str:
        """How long ago the last word was, in its largest unit."""
        return ago(self.last_word)

    @property
    def order_ago(self) -> str:
        """How long ago the last order was, in its largest unit."""
        return ago(self.last_order)


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """One page of people, the cursor of the next, and by what it is sorted."""

    rows: list[PersonRow]
    following: str | None
    sort: str
    measured: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """People as a viewer may see them, chosen by a valid filter."""

    viewer: Viewer
    terms: dict[str, Any] = field(default_factory=dict)

    def people(self) -> PersonQuerySet:
        """The chosen persons, in no order."""
        people: PersonQuerySet = Person.objects.visible_to(self.viewer)
        terms = self.terms
        if terms.get("reason"):
            people = people.filter(reason=terms["reason"])
        if terms.get("country"):
            people = people.filter(country=terms["country"].upper())
        if terms.get("tag"):
            people = people.filter(taggings__tag__slug=terms["tag"])
        if terms.get("q"):
            people = people.filter(_has_name(terms["q"], self.viewer))
        return self._by_value(people)

    def _by_value(self, people: PersonQuerySet) -> PersonQuerySet:
        for measure in ("own", "csv"):
            least = self.terms.get(f"min_{measure}")
            if least is not None:
                people = people.filter(self._has_score(measure, value__gte=minor(least)))
        if quarter := self.terms.get("quarter"):
            people = people.filter(self._in_quarter(Quarter(quarter), splits(self.viewer)))
        return people

    def _in_quarter(self, quarter: Quarter, middles: Splits) -> Q:
        much = self._has_score("own", value__gte=middles.own)
        carries = self._has_score("csv", value__gte=middles.csv)
        measured = self._has_score("own")
        return measured & (much if quarter.buys else ~much) & (carries if quarter.speaks else ~carries)

    def _has_score(self, measure: str, **bounds: float) -> Q:
        scores = Score.objects.shown_to(self.viewer).current().filter(measure=measure, subject_kind="person", **bounds)
        return Q(pk__in=scores.values("subject_id"))


def sorts(viewer: Viewer) -> dict[str, StrOrPromise]:
    """Return the orders the viewer may ask for, by name."""
    return {name: words for name, words in SORTS.items() if name not in MEASURES or sees_value(viewer)}


def asks_for_value(query: QueryDict) -> bool:
    """Whether an address chooses or sorts people by what is for those who see value."""
    return query.get("sort") in MEASURES or any(query.get(name) for name in OF_VALUE)


def table(choice: Choice, *, cursor: str | None = None) -> PeopleTable:
    """Return one page of the chosen people; sorting by a measure leaves out those it was not measured for.

    Raises pagination.BadCursor.
    """
    runs = current_runs(choice.viewer)
    has_values = "value" in runs and sees_value(choice.viewer)
    sort = choice.terms.get("sort") or ("csv" if has_values else "name")
    if sort == "ordered":
        people, following = _by_last_order(choice, cursor)
    elif sort in _COLUMNS:
        people_page = pagination.page(choice.people(), by=_COLUMNS[sort], cursor=cursor, limit=PAGE)
        people, following = people_page.rows, people_page.following
    else:
        people, following = _by_measure(choice, sort, runs, cursor)
    return PeopleTable(rows(choice.viewer, people), following, sort, bool(runs))


def current_runs(viewer: Viewer) -> dict[str, int]:
    """Return measure → id of its newest finished run."""
    return dict(Run.objects.visible_to(viewer).filter(is_current=True).values_list("measure", "pk"))


def rows(viewer: Viewer, people: Sequence[Person]) -> list[PersonRow]:
    """Return the rows of these people, in three queries."""
    ids = [person.pk for person in people]
    scores = _scores(viewer, ids)
    words = Post.objects.visible_to(viewer).filter(author__person__in=ids).order_by()
    orders = Order.objects.visible_to(viewer).filter(buyer__person__in=ids).order_by()
    last_words = dict(words.values_list("author__person").annotate(Max("said_at")))
    last_orders = dict(orders.values_list("buyer__person").annotate(Max("at")))
    return [
        PersonRow(
            person,
            face(person.name, key=person.pk),
            by_measure(scores.get(person.pk, {}).values()),
            scores.get(person.pk, {}),
            last_words.get(person.pk),
            last_orders.get(person.pk),
        )
        for person in people
    ]


def every_row(choice: Choice) -> Iterator[PersonRow]:
    """Give all chosen people by id, a thousand at a time."""
    last = 0
    while people := list(choice.people().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from rows(choice.viewer, people)
        last = people[-1].pk


def ago(moment: datetime | None) -> str:
    """Say how long ago a moment was, in its largest unit; empty where there is none."""
    return gettext("%(time)s ago") % {"time": timesince(moment, depth=1)} if moment else ""


def _by_measure(
    choice: Choice, measure: str, runs: dict[str, int], cursor: str | None
) -> tuple[list[Person], str | None]:
    # Driven from the scores, whose index is in this order: page 1,000 of a million people costs what page 1 costs.
    of_run = Score.objects.shown_to(choice.viewer).filter(
        run=runs.get("value" if measure in ("own", "csv") else "lifetime", 0),
        measure=measure,
        subject_kind="person",
        subject_id__in=choice.people().order_by().values("pk"),
    )
    scores_page = pagination.page(of_run, by="-value", cursor=cursor, limit=PAGE)
    people = Person.objects.visible_to(choice.viewer).in_bulk([score.subject_id for score in scores_page.rows])
    return [people[score.subject_id] for score in scores_page.rows if score.subject_id in people], scores_page.following


def _by_last_order(choice: Choice, cursor: str | None) -> tuple[list[Person], str | None]:
    """Those who ordered, the latest first; who never did is left out."""
    # Driven from the orders, whose index is in this order: an order stands for its person where none came after it.
    orders = Order.objects.visible_to(choice.viewer).order_by()
    after = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    later = orders.filter(after, buyer__person=OuterRef("buyer__person"))
    persons = choice.people().order_by().values("pk")
    latest = orders.filter(~Exists(later), buyer__person__in=persons).select_related("buyer")
    orders_page = pagination.page(latest, by="-at", cursor=cursor, limit=PAGE)
    ids = [order.buyer.person_id for order in orders_page.rows if order.buyer]
    people = Person.objects.visible_to(choice.viewer).in_bulk(ids)
    return [people[pk] for pk in ids if pk in people], orders_page.following


def _scores(viewer: Viewer, people: Sequence[int]) -> dict[int, dict[str, Score]]:
    by_person: dict[int, dict[str, Score]] = {}
    scores = Score.objects.shown_to(viewer).current().filter(subject_kind="person", subject_id__in=people)
    for score in scores.filter(measure__in=MEASURES):
        by_person.setdefault(score.subject_id, {})[score.measure] = score
    return by_person


def _has_name(words: str, viewer: Viewer) -> Q:
    # An exact handle, address or number finds its holder; anything else is part of a name.
    identities = (
        Identity.objects.visible_to(viewer)
        .filter(person=OuterRef("pk"))
        .filter(Q(handle__iexact=words) | Q(origin_id=words))
    )
    return Q(name__icontains=words) | Q(Exists(identities))
