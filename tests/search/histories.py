"""Everything that can happen to what the index holds: each step does one thing, or nothing where there is nothing to do it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from agora.channels import intake
from agora.commerce import recording
from agora.commerce import undoing as commerce_undoing
from agora.commerce.batches import NewBuyer, NewProduct
from agora.community import asking
from agora.conversations import undoing, writing
from agora.conversations.attaching import attach
from agora.conversations.batches import Batch, NewAuthor, NewPost, NewThread, Removal
from agora.conversations.flagging import hold, release
from agora.conversations.models import Hold, Post
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.core.states import IllegalStep
from agora.people import holding
from agora.people.introducing import Presence, introduce
from agora.people.models import Identity
from agora.readings import correcting
from tests.cast import NOON, Cast
from tests.commerce.goods import shop_batch

Step = Callable[[Cast, int], None]
GERMAN = "Die Bremse quietscht bei Regen und ich habe die Felge schon zweimal gereinigt."


def forum() -> Source:
    return source("forum", kind="activitystreams", name="Forum")


def heard(n: int, of: Import | None = None) -> Batch:
    """A thread at the forum with an opening, a reply, and a reply to what is not known yet."""
    return Batch(
        source=forum(),
        of_import=of,
        authors=[NewAuthor("ada", name="Ada"), NewAuthor("ben", name="Ben", handle="benny")],
        threads=[NewThread(f"t{n}", "discussion", f"Squealing brake {n}", NOON, author="ada")],
        posts=[
            NewPost(f"{n}", f"t{n}", f"It squeals. {n}", NOON, author="ada"),
            NewPost(f"{n}b", f"t{n}", GERMAN, NOON + timedelta(hours=1), author="ben", reply_to=f"{n}"),
        ],
    )


def last() -> Post | None:
    return Post.objects.order_by("-pk").first()


def hear(cast: Cast, n: int) -> None:
    writing.record(heard(n))


def hear_by_import(cast: Cast, n: int) -> None:
    of = Import.begin(kind="activitystreams", source=forum(), label=f"archive {n}")
    writing.record(heard(n, of))
    of.finish({})


def ask(cast: Cast, n: int) -> None:
    asking.ask(author=cast.voice(cast.ada), title=f"Which lamp? {n}", body="For dark lanes.")


def edit(cast: Cast, n: int) -> None:
    if post := last():
        writing.edit(post, body=f"Other words {n}", title=f"Another title {n}" if n % 2 else "")


def edit_at_the_source(cast: Cast, n: int) -> None:
    batch = heard(1)
    post = NewPost("1b", "t1", f"Edited there {n}", NOON, edited_at=NOON + timedelta(days=1 + n))
    writing.record(replace(batch, authors=[], threads=[], posts=[post]) if has("1b") else batch)


def rename_at_the_source(cast: Cast, n: int) -> None:
    writing.record(replace(heard(1), threads=[NewThread("t1", "discussion", f"Renamed {n}", NOON)], posts=[]))


def rename_a_speaker(cast: Cast, n: int) -> None:
    writing.record(replace(heard(1), authors=[NewAuthor("ben", name=f"Benjamin {n}")], threads=[], posts=[]))


def remove(cast: Cast, n: int) -> None:
    writing.record(replace(heard(1), authors=[], threads=[], posts=[], removals=[Removal("1b", NOON, "Spam.")]))


def hold_one(cast: Cast, n: int) -> None:
    if post := Post.objects.filter(hold=None).order_by("pk" if n % 2 else "-pk").first():
        hold(post, by=cast.ines, because="advertising")


def let_go(cast: Cast, n: int) -> None:
    if held := Hold.objects.first():
        release(held, by=cast.ines)


def move(cast: Cast, n: int) -> None:
    writing.record(
        replace(heard(1), threads=[NewThread("late", "discussion", "late", NOON)], posts=[
            NewPost("late", "late", "An answer that came before its question.", NOON, author="ben"),
        ])
    )  # fmt: skip
    attach(forum(), [("late", "1")])


def open_the_channel(cast: Cast, n: int) -> None:
    intake.channel(forum(), slug="main", name="Main", public=True)


def read_otherwise(cast: Cast, n: int) -> None:
    if (post := last()) and post.body:
        correcting.correct(post, by=cast.ines, aspect="polarity", value="-1")


def undo_words(cast: Cast, n: int) -> None:
    for of in Import.objects.filter(kind="activitystreams"):
        try:
            undoing.undo(of, by=cast.ines)
        except IllegalStep:
            continue


def sell(cast: Cast, n: int) -> None:
    of = Import.begin(kind="orders", source=cast.shop, label=f"orders {n}")
    recording.record(replace(shop_batch(cast.shop), of_import=of))
    of.finish({})


def rename_a_product(cast: Cast, n: int) -> None:
    recording.record(
        replace(nothing_sold(cast), products=[NewProduct("bell", f"Brass bell {n}", "EUR", category="bells")])
    )


def rename_a_buyer(cast: Cast, n: int) -> None:
    recording.record(replace(nothing_sold(cast), buyers=[NewBuyer("b1", f"Benjamin {n}", email=f"ben{n}@example.org")]))


def undo_sales(cast: Cast, n: int) -> None:
    for of in Import.objects.filter(kind="orders"):
        try:
            commerce_undoing.undo(of, by=cast.ines)
        except IllegalStep:
            continue


def hold_a_speaker(cast: Cast, n: int) -> None:
    if identity := Identity.objects.filter(source=forum(), person=None).first():
        holding.hold(identity, reason="influence", because="Is read by many.")


def introduce_somebody(cast: Cast, n: int) -> None:
    presence = Presence(forum(), "handle", f"dora{n}", handle="dora")
    introduce(name="Dora", reason="request", because="Asked us to.", by=cast.ines, presences=[presence])


def sign_up(cast: Cast, n: int) -> None:
    cast.voice(cast.ben if n % 2 else cast.cleo)


def nothing_sold(cast: Cast) -> recording.Batch:
    return replace(shop_batch(cast.shop), buyers=[], products=[], orders=[], returns=[], subscriptions=[], touches=[])


def has(origin_id: str) -> bool:
    return Post.objects.filter(source=forum(), origin_id=origin_id).exists()


STEPS: tuple[Step, ...] = (
    hear, hear_by_import, ask, edit, edit_at_the_source, rename_at_the_source, rename_a_speaker, remove, hold_one, let_go, move,
    open_the_channel, read_otherwise, undo_words, sell, rename_a_product, rename_a_buyer, undo_sales, hold_a_speaker,
    introduce_somebody, sign_up,
)  # fmt: skip
