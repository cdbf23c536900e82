"""Everything the page of a person shows, read in few queries."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Sum, Value
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agora.accounts.models import Viewer
from agora.commerce.models import Order, Return
from agora.console.people.records import Records, records
from agora.console.people.ties import TiesDrawing, ties
from agora.measures.catalogue import MONEY
from agora.measures.life_cycle import Step, life_cycle
from agora.measures.models import Credit, Run, Score, Tie
from agora.measures.models.score import sees_value
from agora.pages.amounts import money
from agora.pages.faces import Face, face
from agora.pages.figures import Figure, by_measure, figure
from agora.people.models import Identity, Person
from agora.people.timeline import Moment, moments

MOMENTS = 20
TIES = 12
TOPICS = 8
# One neighbour may be tied by several of their identities: so many more ties are read than neighbours are drawn.
TIES_READ = 4 * TIES
# A tie below this part of the strongest one is drawn as weak.
WEAK_PART = 1 / 3
# The figures worth a glance; the others stand folded below them.
HEADLINE = ("own", "csv", "clv", "clsv")
_KINDS = {
    "said": gettext_lazy("said"),
    "bought": gettext_lazy("bought"),
    "answered": gettext_lazy("answered"),
    "did": gettext_lazy("we did"),
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the timeline, as components/timeline_entry.html draws it."""

    when: datetime
    kind: str
    kind_text: str
    title: str
    href: str = ""
    excerpt: str = ""
    amount: str = ""
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class TieRow:
    """Somebody tied to the person: how often each met the words of the other."""

    name: str
    href: str
    initials: str
    strength: float
    heard: int
    heard_by: int


@dataclass(frozen=True, slots=True)
class PersonMoney:
    """What was paid and what came back, in words, and how many orders there were."""

    spent: str
    back: str
    orders: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as staff see them."""

    person: Person
    face: Face
    records: Records
    identities: list[Identity]
    title: str
    steps: list[Step]
    money: PersonMoney
    figures: dict[str, Figure]
    expertise: list[Figure]
    entries: list[TimelineEntry]
    before: datetime | None
    ties: list[TieRow]
    drawing: TiesDrawing | None
    in_money: bool

    @property
    def headline(self) -> list[Figure]:
        """The figures worth a glance."""
        return [self.figures[name] for name in HEADLINE if name in self.figures]

    @property
    def others(self) -> list[Figure]:
        """The figures for those who want to know more."""
        return [figure for name, figure in self.figures.items() if name not in HEADLINE]

    @property
    def bought(self) -> str:
        """How many orders there were, and what came back, in words."""
        orders = ngettext("%(count)d order", "%(count)d orders", self.money.orders) % {"count": self.money.orders}
        return f"{orders}; {self.returned}" if self.returned else orders

    @property
    def returned(self) -> str:
        """What came back, in words."""
        return _("%(amount)s came back") % {"amount": self.money.back} if self.money.back else ""


def person_page(person: Person, *, viewer: Viewer, before: datetime | None = None) -> PersonPage:
    """Read the page of a person that `with_records` gave; the timeline holds what happened before `before`."""
    identities = list(person.identities.visible_to(viewer).select_related("source"))
    ids = [identity.pk for identity in identities]
    scores = _scores(viewer, person)
    in_money = sees_value(viewer)
    # Whoever may not see money still sees where somebody stands in the life cycle, and that their word carries.
    visible = scores if in_money else [score for score in scores if score.measure not in MONEY]
    by_name = {score.measure: score for score in scores if not score.label}
    figures, paid = by_measure(visible), _money(viewer, ids)
    entries, following = _entries(person, ids, viewer=viewer, before=before)
    neighbours = _ties(viewer, ids)
    return PersonPage(
        person=person,
        face=face(person.name, key=person.pk),
        records=records(person),
        identities=identities,
        title=_title(person, paid, figures.get("csv"), carries=not in_money and _carries(by_name.get("csv"))),
        steps=_life_cycle(identities, paid, by_name),
        money=paid,
        figures=figures,
        expertise=[figure(score) for score in scores if score.measure == "expertise"][:TOPICS],
        entries=entries,
        before=following,
        ties=neighbours,
        drawing=_ties_drawing(neighbours),
        in_money=in_money,
    )


def _life_cycle(identities: Sequence[Identity], paid: PersonMoney, scores: Mapping[str, Score]) -> list[Step]:
    return life_cycle(
        orders=paid.orders,
        # A customer number says nothing: whoever has another presence has spoken, or signed in to speak.
        spoke=any(identity.kind != Identity.Kind.CUSTOMER for identity in identities),
        worth_low=_low(scores.get("csv")),
        alive=scores["alive"].value if "alive" in scores else None,
    )


def _title(person: Person, paid: PersonMoney, worth: Figure | None, *, carries: bool) -> str:
    parts = [_("spent %(amount)s") % {"amount": paid.spent}] if paid.orders else [_("has bought nothing")]
    if worth:
        interval = f" ({worth.low}–{worth.high})" if worth.low else ""
        parts.append(_("word worth %(value)s%(interval)s") % {"value": worth.value, "interval": interval})
    elif carries:
        parts.append(_("others buy on their word"))
    return f"{person.name} — {' · '.join(parts)}"


def _carries(social_value: Score | None) -> bool:
    """Whether others surely bought on their word: more than nothing even at the lower end."""
    return (_low(social_value) or 0) > 0


def _low(score: Score | None) -> float | None:
    return None if score is None else score.low if score.low is not None else score.value


def _scores(viewer: Viewer, person: Person) -> list[Score]:
    scores = Score.objects.visible_to(viewer).current().filter(subject_kind="person", subject_id=person.pk)
    return list(scores.order_by("measure", "-value"))


def _money(viewer: Viewer, identities: Sequence[int]) -> PersonMoney:
    # Both sums in one query: the page has few to spend.
    spent, back = (
        _sums(rows.visible_to(viewer).filter(buyer__in=identities), what=what)
        for what, rows in (("spent", Order.objects), ("back", Return.objects))
    )
    sums = list(spent.union(back, all=True))
    return PersonMoney(
        spent=_in_words(sums, "spent"),
        back=_in_words(sums, "back"),
        orders=sum(count for what, _currency, _total, count in sums if what == "spent"),
    )


def _sums(rows: Any, *, what: str) -> Any:
    """One row (what, currency, total, count) per currency."""
    per_currency = rows.order_by().values("currency")
    sums = per_currency.annotate(what=Value(what), total=Sum("total_minor"), count=Count("pk"))
    return sums.values_list("what", "currency", "total", "count")


def _in_words(sums: Sequence[tuple[str, str, int, int]], side: str) -> str:
    """Amounts of different currencies stand side by side: there is no rate to add them by."""
    return " + ".join(money(total, currency=currency) for what, currency, total, _count in sums if what == side)


def _entries(
    person: Person, identities: Sequence[int], *, viewer: Viewer, before: datetime | None
) -> tuple[list[TimelineEntry], datetime | None]:
    """The newest entries before a moment, and the moment before which the next page begins; None at the end."""
    # One more than a page shows says whether there is a next one.
    own = [_entry_of(moment) for moment in moments(person, before=before, limit=MOMENTS + 1)]
    credited = _credited(person, identities, viewer=viewer, before=before)
    newest_first = heapq.merge(own, credited, key=lambda entry: entry.when, reverse=True)
    entries = list(islice(newest_first, MOMENTS + 1))
    return entries[:MOMENTS], entries[MOMENTS - 1].when if len(entries) > MOMENTS else None


def _entry_of(moment: Moment) -> TimelineEntry:
    amount = "" if moment.amount_minor is None else money(moment.amount_minor, currency=moment.currency)
    return TimelineEntry(
        when=moment.at,
        kind=_kind_of(moment),
        kind_text=str(_KINDS.get(moment.lane, moment.lane)),
        title=moment.title,
        href=moment.url,
        excerpt=moment.body,
        amount=amount,
        rating=moment.rating,
    )


def _kind_of(moment: Moment) -> str:
    """How an entry is drawn: answers as words, money that came back apart from money paid."""
    if moment.lane == "bought" and (moment.amount_minor or 0) < 0:
        return "returned"
    return "said" if moment.lane == "answered" else moment.lane


def _credited(
    person: Person, identities: Sequence[int], *, viewer: Viewer, before: datetime | None
) -> list[TimelineEntry]:
    credits = Credit.objects.visible_to(viewer).filter(
        run__in=Run.objects.visible_to(viewer).filter(measure="value", is_current=True), author__in=identities
    )
    months = (
        credits.order_by()
        .values(month=TruncMonth("at"))
        .annotate(
            sales=Count("sale_id", distinct=True),
            posts=Count("post", distinct=True),
            last=Max("at"),
            amount=Sum("amount_minor"),
        )
        .order_by("-last")
    )
    # Bounded by the month's last day, not by its sales: a month stands on one page whole.
    if before:
        months = months.filter(last__lt=before)
    in_money = sees_value(viewer)
    return [_credit_entry(person, month, in_money=in_money) for month in months[: MOMENTS + 1]]


def _credit_entry(person: Person, month: Mapping[str, Any], *, in_money: bool) -> TimelineEntry:
    sales = ngettext("%(count)s sale", "%(count)s sales", month["sales"]) % {"count": f"{month['sales']:,}"}
    posts = ngettext("%(count)s post", "%(count)s posts", month["posts"]) % {"count": f"{month['posts']:,}"}
    when = date_format(month["month"], "F Y")
    return TimelineEntry(
        when=month["last"],
        kind="credited",
        kind_text=_("their word carried"),
        title=_("%(sales)s in %(month)s leaned on %(posts)s") % {"sales": sales, "month": when, "posts": posts},
        href=reverse("console:score_of", args=["person", person.pk, "csv"]) if in_money else "",
        amount=_("%(amount)s credit") % {"amount": money(month["amount"])} if in_money else "",
    )


def _ties(viewer: Viewer, identities: Sequence[int]) -> list[TieRow]:
    runs = Run.objects.visible_to(viewer).filter(measure="influence", is_current=True)
    ties = (
        Tie.objects.visible_to(viewer)
        .filter(one__in=identities, run__in=runs)
        .exclude(other__in=identities)
        .select_related("other__person")
        .order_by("-strength", "pk")[:TIES_READ]
    )
    rows: dict[str, TieRow] = {}
    for tie in ties:
        _add(rows, tie)
    return sorted(rows.values(), key=lambda row: -row.strength)[:TIES]


def _add(rows: dict[str, TieRow], tie: Tie) -> None:
    """Put a tie into its neighbour's row: the strongest of their ties counts, meetings add up."""
    who = tie.other
    key = f"person {who.person_id}" if who.person_id else f"identity {who.pk}"
    name = str(who.person or who)
    href = reverse("console:person", args=[who.person_id]) if who.person_id else ""
    old = rows.get(key)
    rows[key] = TieRow(
        name=name,
        href=href,
        initials=face(name, key=who.pk).initials,
        strength=max(tie.strength, old.strength if old else 0.0),
        heard=tie.heard + (old.heard if old else 0),
        heard_by=tie.heard_by + (old.heard_by if old else 0),
    )


def _ties_drawing(rows: Sequence[TieRow]) -> TiesDrawing | None:
    if not rows:
        return None
    weak = rows[0].strength * WEAK_PART
    return ties([(row.name, row.initials, row.strength) for row in rows], weak_below=weak)
