"""What the Value page shows: the finding, the plane, equity with its assumptions, the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.console.parts.matched import pairs_and_control, share_and_interval
from agora.console.parts.runs import subject_href
from agora.console.value.plane import Axis, Dot, axis
from agora.measures.catalogue import CATALOGUE, KINDS
from agora.measures.matched import matched_of
from agora.measures.models import Incrementality, Run
from agora.measures.overview import Cell, MeasuredPerson, Point, Table
from agora.measures.quarters import Quarter, Splits, splits
from agora.measures.scores import Equity, current_runs, equity, finding, scatter, unsaid
from agora.pages.amounts import coarse, money

COLUMNS = ("own", "csv", "net", "clv", "clsv")


@dataclass(frozen=True, slots=True)
class Plane:
    """The dots and the two scales, and the pages of the four quarters."""

    dots: list[Dot]
    across: Axis
    up: Axis


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something declared rather than measured: what it is, its value, what follows, and where it is stated."""

    label: str
    value: str
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ValuePage:
    """The page in words and numbers."""

    finding: str
    runs: Mapping[str, Run]
    equity: Equity | None
    equity_shown: dict[str, str]
    totals: list[Assumption]
    assumptions: list[Assumption]
    cannot_say: list[str]
    quarters: list[Assumption]
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A value with its interval in words, and where it opens."""

    value: str
    low: str
    high: str
    href: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A person or voice of the table."""

    name: str
    href: str
    voice: bool
    cells: list[ValueCell | None]


def value_page(viewer: Viewer) -> ValuePage:
    """Read the page's sentences and numbers."""
    runs = current_runs(viewer)
    worth = equity(viewer)
    return ValuePage(
        finding=finding(viewer),
        runs=runs,
        equity=worth,
        equity_shown=_equity(worth) if worth else {},
        totals=_totals(runs.get("value")),
        assumptions=_assumptions(runs, worth),
        cannot_say=[said for run in runs.values() if run.measure in ("value", "lifetime") for said in unsaid(run)],
        quarters=_quarters(),
        kinds=[KINDS[kind] for kind in dict.fromkeys(CATALOGUE[name].kind for name in COLUMNS)],
    )


def plane_of(viewer: Viewer) -> Plane | None:
    """Return the people of the plane, the two extremes named; None while nothing was measured."""
    points = scatter(viewer)
    if not points:
        return None
    parted = splits(viewer)
    dots = _noted([_dot(point) for point in points], parted)
    return Plane(
        dots=dots,
        across=axis([dot.own for dot in dots], split=parted.own),
        up=axis([dot.csv for dot in dots], split=parted.csv),
    )


def value_rows(table: Table) -> list[ValueRow]:
    """Return the rows of the table in words."""
    return [_row(row, table.currency) for row in table.rows]


def _row(row: MeasuredPerson, currency: str) -> ValueRow:
    cells = [_cell(row, measure, currency) for measure in COLUMNS]
    return ValueRow(row.name, subject_href(row.kind, row.id), row.kind == "identity", cells)


def _cell(row: MeasuredPerson, measure: str, currency: str) -> ValueCell | None:
    cell: Cell | None = row.cells.get(measure)
    if cell is None:
        return None
    whole = coarse(cell.value, low=cell.low, high=cell.high)
    low, high = (
        ("", "")
        if cell.low is None or cell.high is None or cell.low == cell.high
        else (money(cell.low, whole=whole, currency=currency), money(cell.high, whole=whole, currency=currency))
    )
    href = reverse("console:score_of", args=[row.kind, row.id, measure])
    return ValueCell(money(cell.value, whole=whole, currency=currency), low, high, href)


def _dot(point: Point) -> Dot:
    key = point.id if point.kind == "person" else -point.id
    return Dot(key, point.name, point.own, point.csv, subject_href(point.kind, point.id))


def _noted(dots: Sequence[Dot], parted: Splits) -> list[Dot]:
    """Name the one whose word carries most beside small purchases, and the one who buys most in silence."""
    advocates = [dot for dot in dots if parted.quarter(own=dot.own, csv=dot.csv) == Quarter.ADVOCATES]
    silent = [dot for dot in dots if parted.quarter(own=dot.own, csv=dot.csv) == Quarter.SILENT]
    extremes = {
        max(advocates, key=lambda dot: dot.csv - dot.own, default=None),
        max(silent, key=lambda dot: dot.own - dot.csv, default=None),
    }
    return [replace(dot, note=_note(dot)) if dot in extremes else dot for dot in dots]


def _note(dot: Dot) -> str:
    return _("own value %(own)s, carried %(csv)s") % {
        "own": money(dot.own, whole=abs(dot.own) >= 1000),
        "csv": money(dot.csv, whole=abs(dot.csv) >= 1000 or dot.csv == 0),
    }


def _equity(worth: Equity) -> dict[str, str]:
    return {
        "current": money(worth.current, whole=True, currency=worth.currency),
        "low": money(worth.low, whole=True, currency=worth.currency),
        "high": money(worth.high, whole=True, currency=worth.currency),
        "moved": money(worth.moved_by_words, whole=True, currency=worth.currency),
        "share": f"{worth.moved_by_words / worth.current:.0%}" if worth.current else "",
        "customers": f"{worth.still_customers:,.0f}",
    }


def _totals(run: Run | None) -> list[Assumption]:
    if run is None or "totals" not in run.outcome:
        return []
    totals, currency = run.outcome["totals"], run.outcome["currency"]
    rows = (
        ("margin", _("Margin of the period"), _("every sale, less what came back")),
        ("given", _("Carried by people's words"), _("credited to those whose words buyers had met")),
        ("company", _("Carried by our own words"), _("credited to employees and the company")),
        ("unknown_buyers", _("Bought by nobody known"), _("stays on an account of its own")),
    )
    return [Assumption(label, money(totals[name], whole=True, currency=currency), note) for name, label, note in rows]


def _assumptions(runs: Mapping[str, Run], worth: Equity | None) -> list[Assumption]:
    rows, run = [], runs.get("value")
    if run is not None and "assumed" in run.outcome:
        assumed = run.outcome["assumed"]
        rows += [_caused(run), *_matched(runs.get("incrementality"))]
        stated = _("stated in the settings") if assumed["rate_stated"] else _("a default nobody has confirmed")
        rows.append(
            Assumption(
                _("Margin resting on the company-wide rate"),
                f"{assumed['margin_share']:.0%}",
                _("a rate of %(rate)s, %(stated)s") % {"rate": f"{float(assumed['rate']):.0%}", "stated": stated},
            )
        )
    if worth is not None:
        gamma = "—" if worth.gamma is None else f"{worth.gamma:.2f}"
        rows.append(
            Assumption(
                _("Fit of the two ways of looking ahead (gamma)"),
                gamma,
                _("near 1 when words will give what buyers will receive"),
            )
        )
    return rows


def _caused(run: Run) -> Assumption:
    """The incrementality that the run used, and where it came from."""
    known = run.parameters["incrementality"]
    origins = {
        Incrementality.Origin.ASSUMED: _("assumed, not measured"),
        Incrementality.Origin.MATCHED: _("measured on a matched sample"),
        Incrementality.Origin.EXPERIMENT: _("measured by an experiment"),
    }
    between = "" if known["low"] is None else f" ({known['low']:.0%}–{known['high']:.0%})"
    note = _("of what leans on words is credited to them, the rest counts as bought anyway; %(origin)s")
    return Assumption(
        _("Incrementality"), f"{known['share']:.0%}{between}", note % {"origin": origins[known["origin"]]},
        href=reverse("console:incrementality"),
    )  # fmt: skip


def _matched(run: Run | None) -> list[Assumption]:
    """The incrementality by the company's own record, or why that cannot tell."""
    if run is None:
        return []
    found = matched_of(run)
    value = share_and_interval(found.offer) if found.offer else _("cannot say")
    note = pairs_and_control(found.offer) if found.offer else found.why
    href = reverse("console:incrementality") + "#matched"
    return [Assumption(_("Incrementality matched on your own data"), value, note, href=href)]


def _quarters() -> list[Assumption]:
    notes = {
        Quarter.ADVOCATES: _("buy little, carry much"),
        Quarter.CHAMPIONS: _("buy much, carry much"),
        Quarter.NEWCOMERS: _("buy little, carry little yet"),
        Quarter.SILENT: _("buy much, carry little"),
    }
    people = reverse("console:people")
    return [
        Assumption(str(quarter.label), f"{people}?{urlencode({'quarter': quarter.value})}", notes[quarter])
        for quarter in Quarter
    ]


def sort_columns(now: str, search: str) -> list[dict[str, str]]:
    """The heads of the table's columns: each sorts by itself, and the other way when it is the order already."""
    columns = []
    for measure in COLUMNS:
        descending = now != f"-{measure}"
        query = urlencode({"sort": f"-{measure}" if descending else measure, **({"q": search} if search else {})})
        state = {f"-{measure}": "descending", measure: "ascending"}.get(now, "")
        about = CATALOGUE[measure]
        columns.append({"label": about.title, "kind": about.kind, "href": f"?{query}#table", "sort": state})
    return columns
