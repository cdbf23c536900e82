"""The words of a simulated world, through the door for words: first who said what, then who met and judged it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from agora.accounts.models import Account
from agora.commerce.models import Product
from agora.community.places import PLACES, open_place
from agora.conversations import writing
from agora.conversations.batches import Batch, NewAuthor, NewExposure, NewPost, NewReaction, NewThread
from agora.conversations.models import Channel, Post
from agora.core.models import Source
from agora.core.models.sources import portal, source
from agora.demo import judging
from agora.demo.bicycles import SimPost, SimThread, World
from agora.people.models import Identity

Row = TypeVar("Row")
CHUNK = 1_000
ELSEWHERE = {
    "forum": ("Spoke & Chain forum", "workshop-talk", "Workshop talk"),
    "blog": ("Slow Crossings, a blog", "articles", "Articles"),
}
AT_PORTAL = {"question": "questions", "discussion": "discussions", "review": "reviews"}


@dataclass(slots=True)
class _Place:
    """What happened in one channel of the world."""

    threads: list[SimThread] = field(default_factory=list)
    posts: list[SimPost] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)


def sources() -> tuple[Source, dict[str, Source]]:
    """Return the shop, and the places of talk by the world's names for them, with their public channels."""
    shop = source("shop", kind="simulated", name="Velo Lumen shop")
    places = {"portal": portal()}
    for slug in PLACES:
        open_place(slug)
    for slug, (name, channel, title) in ELSEWHERE.items():
        places[slug] = source(slug, kind="simulated", name=name)
        Channel.objects.get_or_create(source=places[slug], slug=channel, defaults={"name": title, "is_public": True})
    return shop, places


def author_kind(place: str) -> str:
    """Return the kind of identity people have there."""
    return Identity.Kind.ACCOUNT if place == "portal" else Identity.Kind.HANDLE


def speak(company: World, places: Mapping[str, Source]) -> int:
    """Record who speaks or listens where, the threads and the posts, judged and accepted; returns how many posts."""
    products = dict(Product.objects.values_list("origin_id", "pk"))
    count = 0
    for name, place in _by_place(company).items():
        threads = [_thread(thread, name, products) for thread in place.threads]
        batch = Batch(places[name], author_kind=author_kind(name))
        writing.record(replace(batch, authors=_authors(company, place, name), threads=threads))
        for some in _chunks(place.posts):
            count += len(writing.record(replace(batch, posts=[_post(post) for post in some])).created)
    judging.judge(company, places, products)
    return count


def respond(company: World, places: Mapping[str, Source]) -> int:
    """Record votes, and the readings of those who consented to be measured; returns how many readings are kept."""
    count = 0
    rows = Post.objects.filter(source__in=places.values()).values_list("origin_id", "pk")
    posts, where = dict(rows), _where(company)
    for name, at in places.items():
        batch = Batch(at, author_kind=author_kind(name))
        voters = dict(Identity.objects.filter(source=at, kind=author_kind(name)).values_list("origin_id", "pk"))
        votes = [
            # The portal's own name for a vote, so that a member who votes again changes this one.
            NewReaction(
                f"{posts[vote.post_key]}:{voters[vote.voter]}", vote.post_key,
                "helpful" if vote.helpful else "unhelpful", vote.at, vote.voter,
            )
            for vote in company.votes
            if where[vote.post_key] == name
        ]  # fmt: skip
        reads = [NewExposure(r.reader, r.post_key, r.at) for r in company.reads if where[r.post_key] == name]
        reads += judging.acceptances(company, where, name)
        writing.record(replace(batch, reactions=votes))
        for some in _chunks(reads, size=10 * CHUNK):
            count += writing.record(replace(batch, exposures=some)).exposures
    return count


def link(accounts: Mapping[str, Account], company: World, places: Mapping[str, Source]) -> None:
    """Join the accounts to their voices in the portal."""
    for key, account in accounts.items():
        origin_id = key if account.role == "member" else f"staff:{key}"
        Identity.objects.filter(source=places["portal"], kind=Identity.Kind.ACCOUNT, origin_id=origin_id).update(
            account=account
        )


def _by_place(company: World) -> dict[str, _Place]:
    places = {name: _Place() for name in ("portal", *ELSEWHERE)}
    where = _where(company)
    for thread in company.threads:
        places[thread.channel].threads.append(thread)
    for post in company.posts:
        places[where[post.key]].posts.append(post)
        places[where[post.key]].heard.add(post.author)
    for vote in company.votes:
        places[where[vote.post_key]].heard.add(vote.voter)
    for read in company.reads:
        places[where[read.post_key]].heard.add(read.reader)
    places["portal"].heard |= {person.key for person in company.people if person.has_account}
    return places


def _where(company: World) -> dict[str, str]:
    channel = {thread.key: thread.channel for thread in company.threads}
    return {post.key: channel[post.thread_key] for post in company.posts}


def _authors(company: World, place: _Place, name: str) -> list[NewAuthor]:
    people = [
        NewAuthor(person.key, person.name, person.handle, about=person.bio, first_seen_at=person.joined)
        for person in company.people
        if person.key in place.heard
    ]
    staff = [
        NewAuthor(
            worker.key, worker.name, worker.handle, about="Velo Lumen", is_ours=True, first_seen_at=company.started
        )
        for worker in company.staff
        if name == "portal" or worker.key in place.heard
    ]
    return people + staff


def _thread(thread: SimThread, place: str, products: Mapping[str, int]) -> NewThread:
    channel = AT_PORTAL[thread.kind] if place == "portal" else ELSEWHERE[place][1]
    product = products[thread.sku] if thread.sku else None
    return NewThread(
        thread.key, thread.kind, thread.title, thread.at, channel, thread.opened_by, product, topics=thread.topics
    )


def _post(post: SimPost) -> NewPost:
    return NewPost(post.key, post.thread_key, post.body, post.at, post.author, reply_to=post.reply_to)


def _chunks(rows: list[Row], *, size: int = CHUNK) -> Iterable[list[Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
