"""One of everything that somebody may or may not see: Ada's, Ben's, nobody's; in public, within, held, removed."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from agora.accounts.models import AuditEntry, Token
from agora.commerce.models import MarginRate, Order, Product, Return, Subscription, Touch
from agora.community.models import Question, Review
from agora.conversations.models import Channel, Flag, Hold, Post, Thread, Tombstone
from agora.core.models import Import
from agora.desk.models import Case, Route
from agora.measures.models import Credit, Incrementality, Run, Score, Segment, Tie
from agora.people.models import Identity, Person
from agora.readings.models import Correction, Reading
from agora.search.models import Entry
from tests.cast import NOON, Cast

Rows = dict[str, Model]


def world(cast: Cast) -> Rows:
    """Return the rows by the names that the table of what each role sees uses."""
    said = _said(cast)
    sold = _sold(cast)
    return {
        **_ground(cast),
        **said,
        **sold,
        **_measured(cast, post=said["post: public"], line=sold["order: of Ada"]),
        **_worked(cast, thread=said["thread: public"], post=said["post: public"]),
    }


def _ground(cast: Cast) -> Rows:
    source = cast.shop
    return {
        "account: Ada": cast.ada,
        "account: Ines": cast.ines,
        "team": cast.service,
        "audit entry": AuditEntry.objects.create(by=cast.ines, action="tag person", subject="person 1"),
        "token: of Ada": Token.issue(account=cast.ada, name="mine", scopes=["read"])[0],
        "token: of Ines": Token.issue(account=cast.ines, name="mine", scopes=["read"])[0],
        "token: of Root": Token.issue(account=cast.root, name="mine", scopes=["read"])[0],
        "source": source,
        "import": Import.begin(kind="orders", source=source, label="orders.csv"),
        "person: Ada": cast.voice(cast.ada).person or Person(),
        "person: Ben": cast.voice(cast.ben).person or Person(),
        "person: without account": Person.objects.create(name="Noor", reason="customer"),
        "identity: Ada": cast.voice(cast.ada),
        "identity: Ben": cast.voice(cast.ben),
        "identity: nobody's": Identity.objects.create(
            source=source, kind="email", origin_id="quill@example.org", first_seen_at=NOON
        ),
    }


def _said(cast: Cast) -> Rows:
    """In a public channel and within: each with plain words; in public also held, removed, and under held words."""
    rows: Rows = {}
    for name, public in (("public", True), ("within", False)):
        channel = Channel.objects.create(source=cast.portal, slug=f"{name}-channel", name=name, is_public=public)
        rows |= {f"channel: {name}": channel, **_thread(cast, name, channel)}
    held = _thread(cast, "held", rows["channel: public"])
    Hold.objects.create(post=held["post: held"], thread=held["thread: held"], because="insults")
    under = _post(cast, held["thread: held"], "under held words")
    removed = _thread(cast, "removed", rows["channel: public"])
    Tombstone.objects.create(post=removed["post: removed"], because="by its author", at=NOON)
    reply = _post(cast, rows["thread: public"], "held reply")
    Hold.objects.create(post=reply, because="private data")
    flag = Flag.objects.create(post=rows["post: public"], by=cast.voice(cast.ada), reason="spam")
    entries = {
        f"entry: {name}": Entry.objects.create(
            kind="post", subject_id=number, title=name, vector="", is_public=name == "public"
        )
        for number, name in enumerate(("public", "within"))
    }
    return {
        **rows,
        **held,
        **removed,
        **entries,
        "flag": flag,
        "post: under held words": under,
        "post: held reply": reply,
    }


def _thread(cast: Cast, name: str, channel: Model) -> Rows:
    thread = Thread.objects.create(
        source=cast.portal,
        kind="review",
        origin_id=name,
        channel=channel,
        title=name,
        opened_at=NOON,
        last_post_at=NOON,
    )
    post = _post(cast, thread, name)
    product = Product.objects.create(
        source=cast.shop, origin_id=f"p-{name}", slug=f"p-{name}", name=name, currency="EUR"
    )
    return {
        f"thread: {name}": thread,
        f"post: {name}": post,
        f"question: {name}": Question.objects.create(thread=thread),
        f"review: {name}": Review.objects.create(thread=thread, post=post, product=product, rating=4),
    }


def _post(cast: Cast, thread: Model, name: str) -> Post:
    return Post.objects.create(
        source=cast.portal, origin_id=name, thread=thread, author=cast.voice(cast.ben), body=name, said_at=NOON
    )


def _sold(cast: Cast) -> Rows:
    """Bought by Ada, by Ben, and by somebody whom nobody is held for (any more)."""
    product = Product.objects.create(source=cast.shop, origin_id="lamp", slug="lamp", name="Lamp", currency="EUR")
    rows: Rows = {"product": product, "margin rate": MarginRate.objects.create(rate="0.3")}
    people = {"Ada": cast.voice(cast.ada).person, "Ben": cast.voice(cast.ben).person, "nobody": None}
    for name, person in people.items():
        buyer = Identity.objects.create(
            source=cast.shop, kind="customer", origin_id=name, person=person, first_seen_at=NOON
        )
        common: dict[str, Any] = {"source": cast.shop, "origin_id": name}
        sale = {**common, "buyer": buyer, "currency": "EUR"}
        rows |= {
            f"order: of {name}": Order.objects.create(**sale, at=NOON, total_minor=1),
            f"return: of {name}": Return.objects.create(**sale, at=NOON, total_minor=1),
            f"subscription: of {name}": Subscription.objects.create(**sale, started_at=NOON, product=product),
            f"touch: with {name}": Touch.objects.create(
                **common, identity=buyer, medium="call", at=NOON, summary="Rang."
            ),
        }
    return rows


def _measured(cast: Cast, *, post: Any, line: Any) -> Rows:
    run = Run.objects.create(measure="csv", engine="test", code_version="0", state="done")
    ada, ben = cast.voice(cast.ada), cast.voice(cast.ben)

    def score(measure: str, kind: str) -> Score:
        return Score.objects.create(run=run, measure=measure, subject_kind=kind, subject_id=1, value=1)

    return {
        "run": run,
        "score: helpfulness of a post": score("helpfulness", "post"),
        "score: rating of a product": score("rating", "product"),
        "score: expertise of a person": score("expertise", "person"),
        "score: reach of a person": score("reach", "person"),
        "score: money of a post": score("csv", "post"),
        "score: money of a person": score("csv", "person"),
        "tie": Tie.objects.create(run=run, one=ada, other=ben, strength=1, heard=1, heard_by=1, last_at=NOON),
        "credit": Credit.objects.create(
            run=run, sale_kind="line", sale_id=line.pk, at=NOON, buyer=ada, post=post, weight=1, amount_minor=1
        ),
        "segment": Segment.objects.create(of="people", name="wholesale", query="tag=wholesale"),
        "incrementality": Incrementality.objects.create(share=0.4),
    }


def _worked(cast: Cast, *, thread: Any, post: Any) -> Rows:
    route = Route.objects.create(name="complaints", team=cast.service)
    return {
        "route": route,
        "case": Case.objects.create(thread=thread, post=post, reason="complaint", team=cast.service, due_at=NOON),
        "reading": Reading.objects.create(post=post, model_id="rules", language="en", language_confidence=1),
        "correction": Correction.objects.create(post=post, aspect="present", value="praise", by=cast.ines),
    }
