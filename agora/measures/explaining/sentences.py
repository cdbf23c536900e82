"""What a score rests on, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agora.accounts.models import Viewer
from agora.core.money import Money, digits
from agora.measures.explaining.explanation import Explanation
from agora.measures.models import Incrementality, Run
from agora.measures.scores import MeasuredScore

INTERVALS = {
    "csv": "It covers who happened to buy, how much words caused, and how strongly words carry.",
    "recv": "It covers who happened to buy, how much words caused, and how strongly words carry.",
    "net": "It covers who happened to buy, how much words caused, and how strongly words carry.",
    "clv": "It is of what this person will bring, not of the mean of all who are like that.",
    "clsv": "It puts the interval of what is bought ahead and that of social value together.",
    "alive": "It covers how far the fitted law may be off.",
    "pagerank": "It covers which meetings happened to take place.",
    "expertise": "It covers how few or many answers and questions there are.",
    "helpfulness": "It narrows with every vote; ranking uses its lower end.",
    "rating": "It narrows with every review.",
}
ORIGINS = {
    "assumed": "an assumption, not a measurement",
    "matched": "as a matched sample found",
    "experiment": "as an experiment found",
}


def sentences(explanation: Explanation, viewer: Viewer) -> list[str]:
    """Return what is to be said of a score: what it counts, its interval, and what it takes for granted."""
    score = explanation.score
    return [
        *(_touched(explanation) if score.measure.kind == "reach" else _counted(score)),
        *_interval(score),
        *_band(score),
        *_caused(score, viewer),
        *_law(score),
        *_changed(explanation),
    ]


def _counted(score: MeasuredScore) -> Iterator[str]:
    basis = score.basis
    if "posts" in basis and "buyers" in basis:
        yield (
            f"{_count(basis['sales'], 'sale')} of {_count(basis['buyers'], 'buyer')} leaned on"
            f" {_count(basis['posts'], 'post')}; {_count(basis['exposures'], 'time')} somebody met these words."
        )
    if basis.get("assumed_share"):
        yield f"{basis['assumed_share']:.0%} of it rests on the company-wide margin rate, which is an assumption."
    if "purchases" in basis:
        yield _purchases(basis)
    if "votes" in basis:
        yield _votes(basis)
    if basis.get("exchanged"):
        yield f"{_count(basis['exchanged'], 'vote')} did not count: given and returned between the same two people."
    if "reviews" in basis:
        yield f"It rests on {_count(basis['reviews'], 'review')}, pulled towards the average of all products."
    if "answers" in basis:
        yield f"{_count(basis['answers'], 'answer')} given, {_count(basis['questions'], 'question')} asked."
    if "readers" in basis:
        yield f"{_count(basis['readers'], 'reader')} met these words {_count(basis['meetings'], 'time')}."
    if "given" in basis:
        yield (
            f"Of what this person will buy, {basis['share']:.0%} will have leaned on others' words;"
            f" {_count(basis['posts'], 'post')} of their own will still bring others to buy."
        )


def _touched(explanation: Explanation) -> Iterator[str]:
    sales = len(explanation.parts) + explanation.rest_count
    yield f"{_count(sales, 'sale or return', 'sales and returns')} came after the buyer had met this person's words."
    yield "These sums overlap between people: they do not add up to the margin."


def _purchases(basis: dict[str, Any]) -> str:
    if not basis["purchases"]:
        return "Nothing was ever bought: what is ahead comes from words alone."
    if basis.get("one_time"):
        return "Bought on one day only: what a next purchase would be lies far towards everybody's average."
    over = f", the first {basis['age_weeks']:,.0f} weeks ago" if basis.get("age_weeks") else ""
    since = f", the last {basis['recency_weeks']:,.0f} weeks after it" if over and basis.get("recency_weeks") else ""
    return f"It rests on {_count(basis['purchases'], 'day')} with purchases{over}{since}."


def _votes(basis: dict[str, Any]) -> str:
    if not basis["votes"]:
        return "No vote counts yet: it stands at what is usual before votes."
    return f"{basis['helpful']} of {_count(basis['votes'], 'vote')} found it helpful."


def _interval(score: MeasuredScore) -> Iterator[str]:
    declared = score.run.parameters
    level = declared.get("rating_level" if score.measure.name == "rating" else "level")
    if level and score.low is not None and score.low != score.high and score.measure.name in INTERVALS:
        yield f"The interval is that of {level:.0%}. {INTERVALS[score.measure.name]}"
    if score.measure.name == "alive" and score.low == score.high:
        yield "No interval can be said: the purchases of all customers do not pin the law down."


def _band(score: MeasuredScore) -> Iterator[str]:
    low, high = score.basis.get("rule_low"), score.basis.get("rule_high")
    if score.measure.name == "csv" and low is not None and high is not None and low != high:
        yield (
            f"Other rules of sharing a sale out would say {_money(low, score.currency)} to"
            f" {_money(high, score.currency)}: which rule to use is a choice, so read this band beside the interval."
        )


def _caused(score: MeasuredScore, viewer: Viewer) -> Iterator[str]:
    """The incrementality in force when the ledger was made, of what the ledger shares out and what is made of that."""
    if score.measure.kind != "allocated" and score.measure.name != "clsv":
        return
    run = score.run if score.run.measure == "value" else _value_run(score.run, viewer)
    caused = run.parameters.get("incrementality") if run else None
    if not run or not caused:
        return
    between = "" if caused.get("low") is None else f" ({caused['low']:.0%}–{caused['high']:.0%}, 80 % interval)"
    yield f"Of what leans on words, {caused['share']:.0%}{between} is credited to them: {ORIGINS[caused['origin']]}."
    if because := _because(run, caused, viewer):
        yield f"The reason stated for it: {because}"


def _value_run(run: Run, viewer: Viewer) -> Run | None:
    """The value run that a lifetime run stood on."""
    return Run.objects.visible_to(viewer).filter(pk=run.inputs.get("value_run")).first()


def _because(run: Run, caused: dict[str, Any], viewer: Viewer) -> str:
    """Why, by the statement that was in force when the run began."""
    stated = Incrementality.objects.visible_to(viewer).filter(since__lte=run.started_at)
    return next(
        (one.because for one in stated.order_by("-since", "-pk")[:1] if one.share == caused["share"]),
        "",
    )


def _law(score: MeasuredScore) -> Iterator[str]:
    if score.run.measure == "lifetime" and (why := score.run.outcome.get("fitted", {}).get("why")):
        yield f"Why this model of buying: {why}"


def _changed(explanation: Explanation) -> Iterator[str]:
    if explanation.stood is not None and explanation.stood != explanation.evidence_count:
        yield (
            f"The record has changed since this run: it counted {explanation.stood:,}, and you may see"
            f" {explanation.evidence_count:,} today."
        )


def _money(minor: float, currency: str) -> str:
    """Minor units as people read them, whole units from a hundred of them on."""
    unit = 10 ** digits(currency)
    amount = round(minor / unit) * unit if abs(minor) >= 100 * unit else round(minor)
    return Money(amount, currency).shown().removesuffix(".00")


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"
