"""The scene of People, Products and Value: Cleo buys for ten cents and reviews; Ben, who read her, buys for 100 euros."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from agora.commerce import recording
from agora.commerce.batches import Batch, NewBuyer, NewLine, NewOrder, NewProduct, NewReturn
from agora.commerce.models import OrderLine, Product
from agora.community import reviewing
from agora.community.models import Review
from agora.core.models import Source
from agora.measures.models import Credit, Run, Score, Tie
from agora.people.models import Identity, Person
from tests.cast import NOON, Cast

ASSUMED = {"share": 0.4, "low": None, "high": None, "origin": "assumed"}
VALUES = {  # per person: measure → value, low, high in minor units
    "cleo": {"own": (4, 4, 4), "csv": (3900, 2100, 5600), "recv": (0, None, None), "net": (3904, 2100, 5600)},
    "ben": {"own": (5000, 5000, 5000), "csv": (0, 0, 0), "recv": (3900, None, None), "net": (1100, 1000, 1200)},
}


@dataclass(frozen=True)
class Worth:
    """What the scene made."""

    cleo: Person
    ben: Person
    product: Product
    review: Review
    run: Run

    def score(self, person: Person, measure: str) -> Score:
        """The score of a person."""
        return Score.objects.get(subject_kind="person", subject_id=person.pk, measure=measure)


def buy(cast: Cast) -> None:
    """Record what Cleo and Ben bought, and what Ben sent back."""
    recording.record(
        Batch(
            source=cast.shop,
            buyers=[NewBuyer("c1", "Cleo"), NewBuyer("b1", "Ben")],
            products=[NewProduct("trail", "Trail 29", "EUR", category="Bicycles"), NewProduct("st", "Sticker", "EUR")],
            orders=[
                NewOrder("o1", NOON, "EUR", [NewLine("st", 1, 10)], buyer="c1"),
                NewOrder("o2", NOON + timedelta(days=2), "EUR", [NewLine("trail", 2, 5000)], buyer="b1"),
            ],
            returns=[
                NewReturn("r1", NOON + timedelta(days=9), "EUR", [NewLine("trail", 1, 5000)], buyer="b1", order="o2")
            ],
        )
    )


def joined(cast: Cast, name: str, number: str) -> Person:
    """The person of a member, with the customer number of the shop joined to it."""
    person = cast.voice(getattr(cast, name)).person
    customer = Identity.objects.get(source=cast.shop, kind="customer", origin_id=number)
    Person.objects.filter(pk=customer.person_id).delete()
    Identity.objects.filter(pk=customer.pk).update(person=person)
    return person


def run_of(measure: str, source: Source | None = None, **values: object) -> Run:
    """A finished run that pages read."""
    outcome = {"currency": "EUR", "cannot_say": ["No control group exists yet."], **values}
    return Run.objects.create(
        measure=measure, engine="by hand", code_version="0", state="done", is_current=True, outcome=outcome,
        inputs={"sales": 3}, parameters={"incrementality": ASSUMED}, finished_at=NOON, started_at=NOON,
    )  # fmt: skip


def value_run(cleo: Person, ben: Person) -> Run:
    """A value run that balances: Cleo's words carried 39 of Ben's 50 euros."""
    run = run_of(
        "value",
        totals={
            "margin": 5004,
            "own": 5004,
            "given": 3900,
            "company": 0,
            "received": 3900,
            "net": 5004,
            "unknown_buyers": 0,
        },
        finding={"people": 1, "almost_nothing": 1, "voices": 1, "settled": True},
        assumed={"margin_share": 0.25, "rate": 0.3, "rate_stated": False},
        period={"from": NOON.isoformat(), "to": (NOON + timedelta(days=9)).isoformat()},
    )
    for person, values in ((cleo, VALUES["cleo"]), (ben, VALUES["ben"])):
        for measure, (value, low, high) in values.items():
            basis = {"sales": 1, "buyers": 1, "posts": 1, "exposures": 3} if measure == "csv" else {"sales": 1}
            Score.objects.create(
                run=run, measure=measure, subject_kind="person", subject_id=person.pk, value=value, low=low, high=high,
                basis=basis,
            )  # fmt: skip
    return run


def credited(worth: Worth, cast: Cast, amount: int = 3900) -> Credit:
    """The entry of the ledger behind Cleo's social value."""
    line = OrderLine.objects.get(order__origin_id="o2")
    buyer = Identity.objects.get(source=cast.shop, origin_id="b1")
    return Credit.objects.create(
        run=worth.run, sale_kind="line", sale_id=line.pk, at=NOON + timedelta(days=2), buyer=buyer,
        author=cast.voice(cast.cleo), post=worth.review.post, weight=0.39, amount_minor=amount,
    )  # fmt: skip


def tied(cast: Cast) -> Run:
    """An influence run in which Ben met Cleo's words three times."""
    run = run_of("influence")
    cleo, ben = cast.voice(cast.cleo), cast.voice(cast.ben)
    Tie.objects.create(run=run, one=ben, other=cleo, strength=0.8, heard=3, heard_by=0, last_at=NOON)
    Tie.objects.create(run=run, one=cleo, other=ben, strength=0.8, heard=0, heard_by=3, last_at=NOON)
    return run


def play(cast: Cast) -> Worth:
    """Play the scene."""
    buy(cast)
    cleo, ben = joined(cast, "cleo", "c1"), joined(cast, "ben", "b1")
    product = Product.objects.get(origin_id="trail")
    review = reviewing.write(
        author=cast.voice(cast.cleo),
        product=product,
        rating=5,
        title="Rides like a dream",
        body="Ten cents well spent.",
    )
    worth = Worth(cleo, ben, product, review, value_run(cleo, ben))
    credited(worth, cast)
    return worth
