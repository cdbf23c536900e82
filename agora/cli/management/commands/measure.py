"""`agora measure [--engine local|spark] [--only ...]`: calculate the measures and show them together."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agora.core.money import Money
from agora.core.progress import bar
from agora.measures import running
from agora.measures.engines import ENGINES, CannotStart
from agora.measures.exporting import FORMATS, export
from agora.measures.models import Run


class Command(BaseCommand):
    help = (
        "Calculate the measures from what is recorded and show them together. What has not changed is not calculated "
        "again; what a crash interrupted goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", nargs="+", default=[], choices=running.CALCULATIONS, metavar="MEASURE",
            help=f"some of {', '.join(running.CALCULATIONS)} (default: all, in this order)",
        )  # fmt: skip
        parser.add_argument("--engine", choices=ENGINES, default="local", help="where the arithmetic runs")
        parser.add_argument(
            "--fresh", action="store_true", help="calculate even what has not changed since the last run"
        )
        parser.add_argument(
            "--export", type=Path, metavar="FOLDER", help="calculate nothing: write what would go in, as files"
        )
        parser.add_argument("--format", choices=FORMATS, default="parquet", help="of the files (default: parquet)")
        parser.add_argument("--since", type=_day, help="count sales from this day on (2026-01-31); value only")
        parser.add_argument("--until", type=_day, help="count sales before this day; value only")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["export"]:
            for name, rows in export(options["export"], form=options["format"]).items():
                self.stdout.write(f"{rows:>12,} {name}")
            return
        period = {name: options[name] for name in ("since", "until") if options[name]}
        try:
            runs = running.measure(
                *options["only"],
                engine=options["engine"],
                progress=Telling(),
                parameters={"value": period} if period else None,
                fresh=options["fresh"],
            )
        except (running.MeasureRunning, CannotStart) as problem:
            raise CommandError(str(problem)) from problem
        for name, run in runs.items():
            self.stdout.write(f"{name}: {summary(run)}")


class Telling:
    """Shows each step of a run with a bar for what can be counted."""

    def __init__(self) -> None:
        self._step, self._bars = "", ExitStack()
        self._show: Callable[[int], None] = lambda done: None

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        if step != self._step:
            self._bars.close()
            self._step = step
            if total:
                self._show = self._bars.enter_context(bar(step, total))
            else:
                sys.stderr.write(f"{step}…\n")
        if total:
            self._show(done)
            if done >= total:
                self._bars.close()


def summary(run: Run) -> str:
    """Return what a finished run found, in plain words."""
    said = [_SUMMARIES[run.measure](run), *run.outcome.get("cannot_say", [])]
    return " ".join(sentence for sentence in said if sentence)


def _value(run: Run) -> str:
    totals, currency = run.outcome["totals"], run.outcome["currency"]
    return (
        f"Of {Money(totals['margin'], currency).shown()} margin in {run.outcome['sales']:,} sales and refunds,"
        f" {Money(totals['given'] + totals['company'], currency).shown()} leaned on words"
        f" ({run.outcome['finding'].get('voices', 0):,} voices); the sums agree to the cent."
        f" {run.outcome['assumed']['margin_share']:.0%} of the margin rests on the company-wide rate."
    )


def _lifetime(run: Run) -> str:
    if "equity" not in run.outcome:
        return f"{run.inputs['customers']:,} customers."
    ahead = Money(round(run.outcome["equity"]["current"]), run.outcome["currency"])
    return (
        f"{run.inputs['customers']:,} customers, about {run.outcome['still_customers']:,.0f} of them still customers,"
        f" will bring {ahead.shown()} (discounted margin)."
    )


def _influence(run: Run) -> str:
    return f"{run.outcome['people']:,} people, {run.outcome['ties']:,} ties."


def _helpfulness(run: Run) -> str:
    inputs, left = run.inputs, run.outcome["votes_exchanged"]
    zeroed = f" {left:,} votes exchanged between two people did not count." if left else ""
    return f"{inputs['posts']:,} posts by {inputs['votes']:,} votes, {inputs['reviews']:,} reviews.{zeroed}"


def _incrementality(run: Run) -> str:
    found = run.outcome["all"]
    if not found.get("tells"):
        return "What words caused cannot be told from your own data; the share in force stays."
    share = f"{found['kappa']:.0%} ({found['low']:.0%} to {found['high']:.0%})"
    return f"Matched on your own data, words caused {share} of what was bought after them; {found['pairs']:,} pairs."


_SUMMARIES = {
    "value": _value, "lifetime": _lifetime, "influence": _influence, "incrementality": _incrementality,
    "helpfulness": _helpfulness,
}  # fmt: skip


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
