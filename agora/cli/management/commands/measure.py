"""`agora measure`: calculate value, lifetime, influence, helpfulness, or all of them."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agora.core.money import Money
from agora.measures import running
from agora.measures.models import Run


class Command(BaseCommand):
    help = "Calculate the measures from what is recorded, and store them as runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("measure", nargs="?", default="all", choices=["all", *running.CALCULATIONS])
        parser.add_argument("--since", type=_day, help="count sales from this day on (2026-01-31); value only")
        parser.add_argument("--until", type=_day, help="count sales before this day; value only")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = list(running.CALCULATIONS) if options["measure"] == "all" else [options["measure"]]
        period = {name: options[name] for name in ("since", "until") if options[name]}
        for measure in wanted:
            self.stdout.write(f"{measure}: calculating…")
            self.stdout.flush()
            begun = monotonic()
            try:
                run = running.run(measure, **(period if measure == "value" else {}))
            except running.AlreadyRunning as busy:
                raise CommandError(str(busy)) from busy
            self.stdout.write(f"{measure}: done in {monotonic() - begun:.1f} s. {summary(run)}")


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


_SUMMARIES = {"value": _value, "lifetime": _lifetime, "influence": _influence, "helpfulness": _helpfulness}


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
