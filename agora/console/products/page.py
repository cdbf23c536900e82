"""The page of a product: its reviews, what is said of it month by month beside what came back, and whose voice
helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.commerce.models import Order, Product, Return
from agora.community.models import Review
from agora.console.products.table import ProductRow, rows
from agora.conversations.models import Post
from agora.core.text import excerpt
from agora.measures.models import Score
from agora.pages.faces import Face, face
from agora.readings.models import Intent, Reading

MONTHS = 12
VOICES = 5
# Complaints stand beside returns; the others follow as people ask for them.
ORDER = ("complaint", "praise", "question", "suggestion", "recommendation", "purchase_intent", "threat_to_leave")


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of a row: place and height in a box of 12 by 24, and what it says."""

    x: str
    y: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Counts of one thing by month; `text` says them in words for readers of the page."""

    label: str
    tone: str
    bars: list[MonthBar]
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class HelpfulVoice:
    """Somebody whose words on this product help readers."""

    face: Face
    href: str
    excerpt: str
    post_href: str
    helpful: str
    score_href: str


@dataclass(frozen=True, slots=True)
class StarRow:
    """How many reviews gave so many stars, as components/bars.html draws it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ProductReport:
    """A product as staff see it."""

    row: ProductRow
    stars: list[StarRow]
    months: list[MonthRow]
    span: str
    voices: list[HelpfulVoice]

    @property
    def largest(self) -> int:
        """The most reviews that any number of stars has."""
        return max((star.count for star in self.stars), default=0) or 1


def product_report(product: Product, *, viewer: Viewer) -> ProductReport:
    """Read the page of a product."""
    counts_by_name = _by_month(product, viewer)
    first = _first_month(counts_by_name.values())
    return ProductReport(
        row=rows(viewer, [product])[0],
        stars=_stars(product, viewer),
        months=[_month_row(name, counts_by_name[name], first) for name in _names(counts_by_name)] if first else [],
        span=_span(first) if first else "",
        voices=_voices(product, viewer),
    )


def _stars(product: Product, viewer: Viewer) -> list[StarRow]:
    reviews = Review.objects.visible_to(viewer).filter(product=product).order_by()
    counts = dict(reviews.values_list("rating").annotate(Count("pk")))
    return [StarRow(f"{stars} ★", counts.get(stars, 0)) for stars in range(5, 0, -1)]


def _by_month(product: Product, viewer: Viewer) -> dict[str, dict[date, int]]:
    readings = (
        Reading.objects.visible_to(viewer).filter(post__thread__product=product, intents__isnull=False).order_by()
    )
    intents = readings.values_list("intents__kind", TruncMonth("post__said_at")).annotate(Count("post"))
    counts_by_name: dict[str, dict[date, int]] = {}
    for kind, month, count in intents:
        counts_by_name.setdefault(kind, {})[_first_day(month)] = count
    for name, records in (("sold", Order.objects), ("returned", Return.objects)):
        lines = records.visible_to(viewer).filter(lines__product=product).order_by()
        pieces = lines.values_list(TruncMonth("at")).annotate(Sum("lines__quantity"))
        if pieces_by_month := {_first_day(month): count for month, count in pieces}:
            counts_by_name[name] = pieces_by_month
    return counts_by_name


def _names(counts_by_name: Mapping[str, Mapping[date, int]]) -> list[str]:
    return [name for name in ("sold", "returned", *ORDER) if name in counts_by_name]


def _first_day(month: datetime) -> date:
    return month.date().replace(day=1)


def _first_month(series: Iterable[Mapping[date, int]]) -> date | None:
    last = max((month for counts in series for month in counts), default=None)
    return _later(last, 1 - MONTHS) if last else None


def _later(month: date, by: int) -> date:
    place = month.year * 12 + month.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def _month_row(name: str, counts: Mapping[date, int], first: date) -> MonthRow:
    months = [_later(first, step) for step in range(MONTHS)]
    values = [counts.get(month, 0) for month in months]
    largest = max(values) or 1
    labels = dict(Intent.Kind.choices) | {"sold": _("sold"), "returned": _("came back")}
    titles = [f"{date_format(month, 'M Y')}: {value:,}" for month, value in zip(months, values, strict=True)]
    bars = [
        MonthBar(f"{place * 12 + 1}", f"{24 - 23 * value / largest:.1f}", f"{23 * value / largest:.1f}", words)
        for place, (value, words) in enumerate(zip(values, titles, strict=True))
        if value
    ]
    tone = {"complaint": "bad", "returned": "bad", "praise": "good"}.get(name, "")
    return MonthRow(str(labels[name]), tone, bars, sum(values), "; ".join(titles))


def _span(first: date) -> str:
    last = _later(first, MONTHS - 1)
    return _("%(first)s to %(last)s") % {"first": date_format(first, "M Y"), "last": date_format(last, "M Y")}


def _voices(product: Product, viewer: Viewer) -> list[HelpfulVoice]:
    posts = Post.objects.visible_to(viewer).filter(thread__product=product, author__isnull=False)
    scores = Score.objects.visible_to(viewer).current().filter(subject_kind="post", measure="helpfulness")
    best = list(scores.filter(subject_id__in=posts.order_by().values("pk")).order_by("-low", "pk")[:VOICES])
    post_by_id = posts.select_related("author", "thread").in_bulk([score.subject_id for score in best])
    return [_voice(post_by_id[score.subject_id], score) for score in best if score.subject_id in post_by_id]


def _voice(post: Post, score: Score) -> HelpfulVoice:
    author = post.author
    assert author is not None
    return HelpfulVoice(
        face=face(str(author), key=author.pk),
        href=reverse("console:person", args=[author.person_id]) if author.person_id else "",
        excerpt=excerpt(post.words, length=180),
        post_href=post.get_absolute_url(),
        helpful=_("%(helpful)s of %(votes)s found it helpful")
        % {"helpful": score.basis.get("helpful", 0), "votes": score.basis.get("votes", 0)},
        score_href=reverse("console:score", args=[score.pk]),
    )
