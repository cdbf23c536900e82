"""Everything the page of a person shows, read in few queries."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from agora.pages.faces import Face, face
from agora.pages.figures import Figure, by_measure, figure, money
from agora.people.models import Identity, Person
from agora.people.timeline import Moment, moments

MOMENTS = 20
TIES = 12
# A tie below this part of the strongest one is drawn as weak.
WEAK_PART = 1 / 3
_KINDS = {
    "said": gettext_lazy("said"),
    "bought": gettext_lazy("bought"),
    "answered": gettext_lazy("answered"),
    "did": gettext_lazy("we did"),
}


@dataclass(frozen=True, slots=True)
class Entry:
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
class Money:
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
    money: Money
    figures: dict[str, Figure]
    expertise: list[Figure]
    entries: list[Entry]
    before: datetime | None
    ties: list[TieRow]
    drawing: TiesDrawing | None
    in_money: bool

    @property
    def headline(self) -> list[Figure]:
        """The figures worth a glance."""
        return [self.figures[name] for name in ("own", "csv", "clv", "clsv") if name in self.figures]

    @property
    def others(self) -> list[Figure]:
        """The figures for those who want to know more."""
        return [found for name, found in self.figures.items() if name not in ("own", "csv", "clv", "clsv")]

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
    identities = list(person.identities.select_related("source"))
    ids = [identity.pk for identity in identities]
    scores = list(_scores(viewer, person))
    in_money = sees_value(viewer)
    seen = scores if in_money else [score for score in scores if score.measure not in MONEY]
    figures, paid = by_measure(seen), _money(viewer, ids)
    entries, following = _entries(person, ids, viewer=viewer, before=before)
    tied = _ties(viewer, ids)
    held = {score.measure: score for score in scores if not score.label}
    return PersonPage(
        person=person,
        face=face(person.name, key=person.pk),
        records=records(person),
        identities=identities,
        title=_title(person, paid, figures.get("csv"), carries=not in_money and (_low(held.get("csv")) or 0) > 0),
        steps=life_cycle(
            orders=paid.orders,
            spoke=any(identity.kind != Identity.Kind.CUSTOMER for identity in identities),
            worth_low=_low(held.get("csv")),
            alive=held["alive"].value if "alive" in held else None,
        ),
        money=paid,
        figures=figures,
        expertise=[figure(score) for score in scores if score.measure == "expertise"][:8],
        entries=entries,
        before=following,
        ties=tied,
        drawing=_drawn(tied),
        in_money=in_money,
    )


def _title(person: Person, paid: Money, worth: Figure | None, *, carries: bool) -> str:
    parts = [_("spent %(amount)s") % {"amount": paid.spent}] if paid.orders else [_("has bought nothing")]
    if worth:
        interval = f" ({worth.low}–{worth.high})" if worth.low else ""
        parts.append(_("word worth %(value)s%(interval)s") % {"value": worth.value, "interval": interval})
    elif carries:
        parts.append(_("others buy on their word"))
    return f"{person.name} — {' · '.join(parts)}"


def _low(score: Score | None) -> float | None:
    return None if score is None else score.low if score.low is not None else score.value


def _scores(viewer: Viewer, person: Person) -> Sequence[Score]:
    scores = Score.objects.visible_to(viewer).current().filter(subject_kind="person", subject_id=person.pk)
    return list(scores.order_by("measure", "-value"))


def _money(viewer: Viewer, identities: Sequence[int]) -> Money:
    sums = {"total": Sum("total_minor"), "times": Count("pk")}
    bought, returned = (
        rows.visible_to(viewer)
        .filter(buyer__in=identities)
        .order_by()
        .values("currency")
        .annotate(what=Value(what), **sums)
        .values_list("what", "currency", "total", "times")
        for what, rows in (("bought", Order.objects), ("returned", Return.objects))
    )
    lines = list(bought.union(returned, all=True))
    return Money(
        spent=_sum(lines, "bought"),
        back=_sum(lines, "returned"),
        orders=sum(times for what, _currency, _total, times in lines if what == "bought"),
    )


def _sum(lines: Sequence[tuple[str, str, int, int]], wanted: str) -> str:
    return " + ".join(money(total, currency=currency) for what, currency, total, _times in lines if what == wanted)


def _entries(
    person: Person, identities: Sequence[int], *, viewer: Viewer, before: datetime | None
) -> tuple[list[Entry], datetime | None]:
    told = [_told(moment) for moment in moments(person, before=before, limit=MOMENTS + 1)]
    merged = heapq.merge(
        told, _credited(person, identities, viewer=viewer, before=before), key=lambda entry: entry.when, reverse=True
    )
    entries = list(merged)[: MOMENTS + 1]
    return entries[:MOMENTS], entries[MOMENTS - 1].when if len(entries) > MOMENTS else None


def _told(moment: Moment) -> Entry:
    back = moment.lane == "bought" and (moment.amount_minor or 0) < 0
    kind = "returned" if back else "said" if moment.lane == "answered" else moment.lane
    amount = "" if moment.amount_minor is None else money(moment.amount_minor, currency=moment.currency)
    return Entry(
        moment.at,
        kind,
        str(_KINDS.get(moment.lane, moment.lane)),
        moment.title,
        moment.url,
        moment.body,
        amount,
        moment.rating,
    )


def _credited(person: Person, identities: Sequence[int], *, viewer: Viewer, before: datetime | None) -> list[Entry]:
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
    return [_leaned(person, month, in_money=in_money) for month in months[: MOMENTS + 1]]


def _leaned(person: Person, month: Mapping[str, Any], *, in_money: bool) -> Entry:
    sales = ngettext("%(count)s sale", "%(count)s sales", month["sales"]) % {"count": f"{month['sales']:,}"}
    posts = ngettext("%(count)s post", "%(count)s posts", month["posts"]) % {"count": f"{month['posts']:,}"}
    when = date_format(month["month"], "F Y")
    return Entry(
        when=month["last"],
        kind="credited",
        kind_text=_("their word carried"),
        title=_("%(sales)s in %(month)s leaned on %(posts)s") % {"sales": sales, "month": when, "posts": posts},
        href=reverse("console:score_of", args=["person", person.pk, "csv"]) if in_money else "",
        amount=_("%(amount)s credit") % {"amount": money(month["amount"])} if in_money else "",
    )


def _ties(viewer: Viewer, identities: Sequence[int]) -> list[TieRow]:
    runs = Run.objects.visible_to(viewer).filter(measure="influence", is_current=True)
    found = (
        Tie.objects.visible_to(viewer)
        .filter(one__in=identities, run__in=runs)
        .exclude(other__in=identities)
        .select_related("other__person")
        .order_by("-strength", "pk")[: TIES * 4]
    )
    rows: dict[str, TieRow] = {}
    for tie in found:
        _add(rows, tie)
    return sorted(rows.values(), key=lambda row: -row.strength)[:TIES]


def _add(rows: dict[str, TieRow], tie: Tie) -> None:
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


def _drawn(rows: Sequence[TieRow]) -> TiesDrawing | None:
    if not rows:
        return None
    weak = rows[0].strength * WEAK_PART
    return ties([(row.name, row.initials, row.strength) for row in rows], weak_below=weak)
