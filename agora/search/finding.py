"""One search over posts, products and (for staff) people: stemmed, accents folded, prefixes, and small typos forgiven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import nh3
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from agora.accounts.models import Viewer
from agora.core.text import storable
from agora.search.languages import CONFIGURATIONS
from agora.search.models import Entry

LONGEST_QUERY = 200
MOST_WORDS = 12
SIMILAR_ENOUGH = 0.45
# Marks that cannot occur in a body: control characters are cut from what is shown.
OPEN, CLOSE = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, where it is, and the words that matched, marked, as safe HTML."""

    kind: str
    subject_id: int
    thread_id: int | None
    title: str
    excerpt: SafeString
    at: datetime | None
    score: float


def find(words: str, *, viewer: Viewer, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """Return the best hits a viewer may see, best first; odd input finds nothing rather than failing."""
    terms = _terms(words)
    if not terms:
        return []
    entries = Entry.objects.visible_to(viewer)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    found = list(_by_words(entries, terms)[:limit])
    if len(found) < min(limit, 5):
        found += _by_likeness(entries.exclude(pk__in=[entry.pk for entry in found]), terms, limit - len(found))
    return [_hit(entry) for entry in found]


def _terms(words: str) -> list[str]:
    return re.findall(r"\w+", storable(words)[:LONGEST_QUERY].lower())[:MOST_WORDS]


def _query(terms: list[str]) -> SearchQuery:
    # Terms are word characters only, so the raw syntax is safe; the last one may still be growing.
    raw = " & ".join([*terms[:-1], f"{terms[-1]}:*"])
    query = SearchQuery(raw, search_type="raw", config=CONFIGURATIONS[0])
    for configuration in CONFIGURATIONS[1:]:
        query |= SearchQuery(raw, search_type="raw", config=configuration)
    return query


def _by_words(entries: QuerySet[Entry], terms: list[str]) -> QuerySet[Entry]:
    query = _query(terms)
    found = entries.filter(vector=query).annotate(score=SearchRank(F("vector"), query, normalization=1))
    best = found.order_by("-score", "-at", "pk").values("pk")[:200]
    headline = SearchHeadline(
        "body", query, start_sel=OPEN, stop_sel=CLOSE, max_words=28, min_words=14, config=CONFIGURATIONS[0]
    )
    return entries.filter(pk__in=best).annotate(
        score=SearchRank(F("vector"), query, normalization=1), marked=headline
    ).order_by("-score", "-at", "pk")  # fmt: skip


def _by_likeness(entries: QuerySet[Entry], terms: list[str], limit: int) -> list[Entry]:
    text = " ".join(terms)
    likeness = TrigramWordSimilarity(text, "title")
    similar = entries.filter(Q(title__trigram_word_similar=text)).annotate(
        score=Coalesce(likeness, Value(0.0), output_field=FloatField()), marked=F("body")
    )
    return list(similar.filter(score__gte=SIMILAR_ENOUGH).order_by("-score", "-at", "pk")[:limit])


def _hit(entry: Entry) -> Hit:
    marked = str(getattr(entry, "marked", ""))[:400]
    safe = escape(nh3.clean(marked, tags=set())).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    safe += "</mark>" * (safe.count("<mark>") - safe.count("</mark>"))
    excerpt = mark_safe(safe.replace("&amp;", "&"))  # noqa: S308 (escaped just above, marks are ours)
    score = float(getattr(entry, "score", 0.0))
    return Hit(entry.kind, entry.subject_id, entry.thread_id, entry.title, excerpt, entry.at, score)
