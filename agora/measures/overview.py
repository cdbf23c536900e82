"""Everybody at once: the table of people with their values, and the scatter of own against social value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agora.accounts.models import Viewer
from agora.core.copying import fetch
from agora.measures.catalogue import CATALOGUE
from agora.measures.models import Run, Score
from agora.measures.naming import names_of
from agora.people.models import Identity, Person

COLUMNS = ("own", "csv", "net", "recv", "gross", "clv", "clsv", "alive", "pagerank")
LARGEST_PAGE = 200
FARTHEST = 10_000
LARGEST_SCATTER = 3_000
NAMED = 8
POINTS = """
SELECT kind, id, own, csv, low, high, least(by_own, by_csv) AS place FROM (
 SELECT o.subject_kind AS kind, o.subject_id AS id, o.value AS own, c.value AS csv, c.low, c.high,
  row_number() OVER (ORDER BY o.value DESC, o.id) AS by_own, row_number() OVER (ORDER BY c.value DESC, c.id) AS by_csv
 FROM measures_score o JOIN measures_score c ON c.run_id = o.run_id AND c.measure = 'csv'
  AND c.subject_kind = o.subject_kind AND c.subject_id = o.subject_id
 WHERE o.run_id = %(run)s AND o.measure = 'own') p
ORDER BY least(by_own, by_csv) > %(sure)s, CASE WHEN least(by_own, by_csv) > %(sure)s THEN hashint8(id) END, place
LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its interval; money in minor units."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class MeasuredPerson:
    """A person, or a voice nobody holds (kind "identity"), with every measure known of them, by name."""

    kind: str
    id: int
    name: str
    cells: Mapping[str, Cell]

    def __getattr__(self, measure: str) -> Cell | None:
        if measure not in COLUMNS:
            raise AttributeError(measure)
        return self.cells.get(measure)


@dataclass(frozen=True, slots=True)
class Table:
    """Some rows of the people table, how many there are in all, and the currency of its money."""

    rows: list[MeasuredPerson]
    total: int
    sort: str
    currency: str


@dataclass(frozen=True, slots=True)
class Point:
    """A person or voice in the scatter, in minor units; `label` is their name where they stand out, else empty."""

    kind: str
    id: int
    name: str
    label: str
    own: float
    csv: float
    csv_low: float | None
    csv_high: float | None


def table(
    viewer: Viewer,
    *,
    sort: str = "-csv",
    search: str = "",
    tag: str = "",
    least: Mapping[str, float] | None = None,
    persons_only: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> Table:
    """Return people and voices with their values, sorted by any of COLUMNS ('-' descends).

    search: part of a name; tag: a tag's slug; least: measure → smallest value (minor units for money); persons_only:
    persons only. At most 200 rows, from the first 10,000.
    """
    measure = sort.lstrip("-") if sort.lstrip("-") in COLUMNS else "csv"
    descends = sort.startswith("-") or sort.lstrip("-") not in COLUMNS
    runs = {run.measure: run for run in Run.objects.visible_to(viewer).filter(is_current=True)}
    rows = _of(viewer, runs, measure)
    rows = _narrowed(rows, viewer, runs, search=search, tag=tag, least=least or {}, persons_only=persons_only)
    start, size = max(0, min(offset, FARTHEST)), max(1, min(limit, LARGEST_PAGE))
    order = ("-value", "pk") if descends else ("value", "pk")
    subjects = [(row.subject_kind, row.subject_id) for row in rows.order_by(*order)[start : start + size]]
    currency = runs["value"].outcome["currency"] if "value" in runs else ""
    return Table(_rows(viewer, runs, subjects), rows.count(), f"{'-' if descends else ''}{measure}", currency)


def scatter(viewer: Viewer, *, limit: int = LARGEST_SCATTER) -> list[Point]:
    """Return own against social value, at most 3,000 points: all who stand out and a fair choice of the others."""
    run = Run.objects.visible_to(viewer).latest_of("value")
    if run is None:
        return []
    size = max(1, min(limit, LARGEST_SCATTER))
    points = fetch(POINTS, {"run": run.pk, "sure": size // 4, "limit": size})
    names = names_of((kind, pk) for kind, pk, *_ in points)
    return [
        Point(kind, pk, names[kind, pk], names[kind, pk] if place <= NAMED else "", own, csv, low, high)
        for kind, pk, own, csv, low, high, place in points
    ]


def _of(viewer: Viewer, runs: Mapping[str, Run], measure: str) -> QuerySet[Score]:
    run = runs.get(CATALOGUE[measure].run)
    rows: QuerySet[Score] = Score.objects.visible_to(viewer).filter(
        run=run, measure=measure, subject_kind__in=("person", "identity"), label=""
    )
    return rows


def _narrowed(
    rows: QuerySet[Score],
    viewer: Viewer,
    runs: Mapping[str, Run],
    *,
    search: str,
    tag: str,
    least: Mapping[str, float],
    persons_only: bool,
) -> QuerySet[Score]:
    if persons_only or tag:
        rows = rows.filter(subject_kind="person")
    if tag:
        rows = rows.filter(subject_id__in=Person.objects.filter(tags__slug=tag).values("pk"))
    if search:
        persons = Person.objects.filter(name__icontains=search[:100]).values("pk")
        voices = Identity.objects.filter(Q(name__icontains=search[:100]) | Q(handle__icontains=search[:100])).values(
            "pk"
        )
        rows = rows.filter(
            Q(subject_kind="person", subject_id__in=persons) | Q(subject_kind="identity", subject_id__in=voices)
        )
    for measure, smallest in least.items():
        same = {"subject_kind": OuterRef("subject_kind"), "subject_id": OuterRef("subject_id")}
        rows = rows.filter(Exists(_of(viewer, runs, measure).filter(**same, value__gte=smallest)))
    return rows


def _rows(viewer: Viewer, runs: Mapping[str, Run], subjects: list[tuple[str, int]]) -> list[MeasuredPerson]:
    cells: dict[tuple[str, int], dict[str, Cell]] = {subject: {} for subject in subjects}
    scores = Score.objects.visible_to(viewer).filter(
        run__in=list(runs.values()), measure__in=COLUMNS, label="", subject_id__in={pk for _, pk in subjects}
    )
    columns = ("subject_kind", "subject_id", "measure", "value", "low", "high")
    for kind, pk, measure, value, low, high in scores.values_list(*columns):
        if (kind, pk) in cells:
            cells[kind, pk][measure] = Cell(value, low, high)
    names = names_of(subjects)
    return [MeasuredPerson(kind, pk, names[kind, pk], cells[kind, pk]) for kind, pk in subjects]
