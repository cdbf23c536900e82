"""A score opens: the sales, words, votes and weights it rests on, adding up to the cent, and the run that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agora.accounts.permissions import requires
from agora.console.parts.runs import RunCard, RunFact, run_card, subject_href
from agora.console.scores.evidence import EvidenceTable, evidence_table
from agora.measures.catalogue import CATALOGUE
from agora.measures.explaining import Explanation, Part, explain
from agora.measures.models import Score
from agora.measures.naming import names_of
from agora.pages.amounts import money
from agora.pages.figures import Figure, figure

LISTED, LISTED_MORE = 20, 500


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a score as a row of the table."""

    part: Part
    amount: str
    weight: str
    post_href: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A sum under the parts."""

    label: str
    amount: str
    href: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class ScorePage:
    """A score, its parts and sums in words, and the run."""

    figure: Figure
    subject: str
    subject_href: str
    explanation: Explanation
    rows: list[PartRow]
    sums: list[ScoreLine]
    total: str
    histogram: list[dict[str, Any]]
    evidence: EvidenceTable | None
    law: list[RunFact]
    all: bool
    run: RunCard

    @property
    def largest(self) -> int:
        """The tallest bar of the histogram."""
        return max((bar["count"] for bar in self.histogram), default=0)

    @property
    def leaned(self) -> bool:
        """Whether the parts are sales that leaned on words, or touched them."""
        return any(row.part.buyer for row in self.rows)

    @property
    def credited(self) -> bool:
        """Whether the parts are shares of sales."""
        return any(row.weight for row in self.rows)

    @property
    def columns(self) -> int:
        """How many columns the parts have."""
        return 4 + 2 * self.leaned + self.credited


@require_safe
@requires("see console")
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a score rests on."""
    found = get_object_or_404(Score.objects.shown_to(request.user).select_related("run"), pk=pk)
    if found.measure not in CATALOGUE:
        return redirect("console:value")
    return render(request, "console/scores/page.html", {"page": _page(request, found)})


@require_safe
@requires("see console")
def score_of(request: HttpRequest, kind: str, pk: int, measure: str) -> HttpResponse:
    """Lead to the current score of a subject: an address that outlives the runs."""
    scores = Score.objects.shown_to(request.user).current().filter(subject_kind=kind, subject_id=pk, measure=measure)
    return redirect("console:score", get_object_or_404(scores, label=request.GET.get("topic", "")).pk)


def _page(request: HttpRequest, found: Score) -> ScorePage:
    everything = "all" in request.GET
    opened = explain(found, request.user, limit=LISTED_MORE if everything else LISTED)
    subject = found.subject_kind, found.subject_id
    return ScorePage(
        figure=figure(found),
        subject=names_of([subject])[subject],
        subject_href=subject_href(*subject),
        explanation=opened,
        rows=[_row(part, opened.score.currency) for part in opened.parts],
        sums=_sums(found, opened),
        total="" if opened.total_minor is None else _exact(opened.total_minor, opened),
        histogram=_histogram(found.basis.get("histogram", [])),
        evidence=evidence_table(opened),
        law=[
            RunFact(name, f"{value:.4g}" if isinstance(value, float) else str(value))
            for name, value in opened.law.items()
        ],
        all=everything,
        run=run_card(found.run),
    )


def _row(part: Part, currency: str) -> PartRow:
    href = f"{reverse('portal:thread', args=[part.thread_id])}#post-{part.post_id}" if part.post_id else ""
    weight = "" if part.weight is None else f"{part.weight:.1%}"
    return PartRow(part, money(part.amount_minor, currency=currency), weight, href)


def _sums(found: Score, opened: Explanation) -> list[ScoreLine]:
    lines = [_account(found, *account, opened) for account in opened.accounts]
    if opened.rest_count:
        label = _("%(count)s smaller parts") % {"count": f"{opened.rest_count:,}"}
        lines.append(ScoreLine(label, _exact(opened.rest_minor, opened), more=True))
    if opened.changed_minor:
        lines.append(
            ScoreLine(
                _("changed since this run (a corrected sale, a joined person)"), _exact(opened.changed_minor, opened)
            )
        )
    return lines


def _account(found: Score, measure: str, amount: int, opened: Explanation) -> ScoreLine:
    moved = {"taken": _("less what others' words bring of it"), "brought": _("and what their own words bring")}
    if measure in moved:
        return ScoreLine(moved[measure], _exact(amount, opened))
    address = [found.subject_kind, found.subject_id, measure]
    href = reverse("console:score_of", args=address) if found.run.is_current else ""
    return ScoreLine(CATALOGUE[measure].title, _exact(amount, opened), href)


def _exact(minor: int, opened: Explanation) -> str:
    return money(minor, currency=opened.score.currency)


def _histogram(counts: list[int]) -> list[dict[str, Any]]:
    return [{"label": f"{stars} ★", "count": counts[stars - 1]} for stars in range(len(counts), 0, -1)]
