"""Makes a world: settles people, lets them talk, read and buy, and writes down what was true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agora.demo.bicycles.aftermath import (
    CHURN_A,
    CHURN_B,
    found_organizations,
    keep_in_touch,
    sign_contracts,
    take_back,
)
from agora.demo.bicycles.archive import staff_key
from agora.demo.bicycles.buying import Market, OrderDraft
from agora.demo.bicycles.cast import RING, SCRIPTED
from agora.demo.bicycles.catalogue import catalogue, margin_minor
from agora.demo.bicycles.discussions import hold_discussions
from agora.demo.bicycles.parameters import DAYS, DEFAULT_END, SIZES
from agora.demo.bicycles.populace import COMMUNITIES
from agora.demo.bicycles.questions import ask_questions
from agora.demo.bicycles.stage import Stage, set_the_stage
from agora.demo.bicycles.stories import BATCH_FROM, CORRECTED, REVIEWED, tell_stories
from agora.demo.bicycles.timeline import Timeline
from agora.demo.bicycles.world import (
    SimLine,
    SimOrder,
    SimPost,
    SimRead,
    SimReturn,
    SimStaff,
    SimThread,
    SimTruth,
    SimVote,
    World,
)
from agora_analytics.arrays import whole
from agora_analytics.errors import InvalidInput

STAFF = (
    SimStaff("staff:ines", "Ines Calderón", "ines", "ines@example.com", "community"),
    SimStaff("staff:marek", "Marek Wolański", "marek", "marek@example.com", "service"),
    SimStaff("staff:yuki", "Yuki Amano", "yuki", "yuki@example.com", "product"),
)


def world(name: str, *, seed: int, ended: datetime = DEFAULT_END) -> World:
    """Make the world of the stated size ("tiny" or "demo"), twelve months up to `ended`.

    name: "tiny" (seconds) or "demo" (about 2,000 people); seed: the same name, seed and end give the identical world.
    Returns a `World` of people, words and sales, with the sales that words triggered in `truth`.
    Raises InvalidInput for an unknown name or an end without a timezone.
    Assumes: one bicycle company, words of our own writing, purchases by the hazard that the ledger fits.
    Misleads when: a method is tuned on it; real customers are less regular than these.
    Source: our own; the hazard of measures.md 0.2.

    >>> made = world("tiny", seed=1)
    >>> made.truth.triggered.keys() <= {order.key for order in made.orders}
    True
    """
    if name not in SIZES:
        raise InvalidInput(f"no world is called {name!r}; there are {', '.join(SIZES)}", column="name")
    whole(seed, name="seed", low=0)
    if ended.tzinfo is None:
        raise InvalidInput("the end of a world needs a timezone", column="ended")
    ended = ended.astimezone(UTC)
    started = ended - timedelta(days=DAYS)
    stage = set_the_stage(SIZES[name], timeline=Timeline(started), seed=seed)
    ask_questions(stage)
    hold_discussions(stage)
    complaints = tell_stories(stage)
    market = Market(stage)
    market.run(complaints)
    returns = take_back(stage, market.orders, complaints=complaints)
    return _Recorder(stage, market, returns).record(name, seed=seed, started=started, ended=ended)


class _Recorder:
    """Turns drafts into the values of the schema, with keys in the order of time."""

    def __init__(self, stage: Stage, market: Market, returns: list[SimReturn]) -> None:
        self._stage = stage
        self._market = market
        self._returns = returns
        order = sorted(range(len(stage.archive.posts)), key=lambda i: (stage.archive.posts[i].at, i))
        self._post_key = {number: f"m{place + 1:05d}" for place, number in enumerate(order)}
        self._post_order = order
        threads = stage.archive.threads
        by_opening = sorted(
            (i for i, t in enumerate(threads) if t.posts),
            key=lambda i: (stage.archive.posts[threads[i].posts[0]].at, i),
        )
        self._thread_key = {number: f"t{place + 1:05d}" for place, number in enumerate(by_opening)}
        self._thread_order = by_opening

    def record(self, name: str, *, seed: int, started: datetime, ended: datetime) -> World:
        stage = self._stage
        subscriptions = sign_contracts(stage)
        touches = keep_in_touch(stage)
        organizations = found_organizations(stage)
        orders = tuple(self._order(n, draft) for n, draft in enumerate(self._market.orders))
        buyers = {order.buyer for order in orders}
        return World(
            name=name, seed=seed, started=started, ended=ended, currency="EUR", staff=STAFF,
            products=catalogue(),
            people=tuple(replace(p, is_customer=p.key in buyers) for p in stage.populace.people),
            organizations=tuple(organizations), orders=orders, returns=tuple(self._returns),
            subscriptions=tuple(subscriptions), touches=tuple(touches),
            threads=tuple(self._thread(number) for number in self._thread_order),
            posts=tuple(self._post(number) for number in self._post_order),
            votes=self._votes(), reads=self._reads(), truth=self._truth(orders),
        )  # fmt: skip

    def _author(self, number: int) -> str:
        return staff_key(number) if number < 0 else self._stage.populace.people[number].key

    def _order(self, n: int, draft: OrderDraft) -> SimOrder:
        buyer = None if draft.buyer is None else self._stage.populace.people[draft.buyer].key
        return SimOrder(f"o{n + 1:05d}", buyer, self._stage.timeline.at(draft.at), draft.lines)

    def _thread(self, number: int) -> SimThread:
        draft = self._stage.archive.threads[number]
        opening = self._stage.archive.posts[draft.posts[0]]
        accepted = draft.accepted is not None and draft.accepted_at is not None
        return SimThread(
            key=self._thread_key[number], kind=draft.kind, channel=draft.channel, title=draft.title, sku=draft.sku,
            opened_by=self._author(opening.author), at=self._stage.timeline.at(opening.at), topics=draft.topics,
            rating=draft.rating,
            accepted_post_key=None if draft.accepted is None or not accepted else self._post_key[draft.accepted],
            accepted_at=None if draft.accepted_at is None else self._stage.timeline.at(draft.accepted_at),
        )  # fmt: skip

    def _post(self, number: int) -> SimPost:
        draft = self._stage.archive.posts[number]
        return SimPost(
            key=self._post_key[number], thread_key=self._thread_key[draft.thread],
            author=self._author(draft.author), at=self._stage.timeline.at(draft.at), body=draft.body,
            reply_to=None if draft.reply_to is None else self._post_key[draft.reply_to],
        )  # fmt: skip

    def _votes(self) -> tuple[SimVote, ...]:
        drawn = [(v.at, v.post, v.voter, v.helpful) for v in self._market.readers.verdicts]
        drawn += self._ring_votes()
        return tuple(
            SimVote(self._post_key[post], self._author(voter), helpful, self._stage.timeline.at(at))
            for at, post, voter, helpful in sorted(drawn)
            if at < DAYS
        )

    def _ring_votes(self) -> list[tuple[float, int, int, bool]]:
        """Every account of the ring finds everything of the others helpful, within the day."""
        votes = []
        for author in RING:
            for post in self._stage.archive.by_author.get(author, []):
                at = self._stage.archive.posts[post].at
                for voter in (other for other in RING if other != author):
                    votes.append((at + 0.02 + 0.7 * float(self._stage.rng.random()), post, voter, True))
        return votes

    def _reads(self) -> tuple[SimRead, ...]:
        measured = self._stage.populace.measured
        drawn = sorted((r.at, r.reader, r.post) for r in self._market.readers.readings if measured[r.reader])
        return tuple(
            SimRead(self._author(reader), self._post_key[post], self._stage.timeline.at(at))
            for at, reader, post in drawn
        )

    def _truth(self, orders: tuple[SimOrder, ...]) -> SimTruth:
        stage, people, posts = self._stage, self._stage.populace, self._stage.archive.posts
        causes = {o.key: d.cause for o, d in zip(orders, self._market.orders, strict=True) if d.cause is not None}
        influence, firm = self._influence(orders, causes)
        story = {"batch_from": BATCH_FROM, "batch_reviewed": REVIEWED, "batch_corrected": CORRECTED}
        churn = {"churn_a": CHURN_A, "churn_b": CHURN_B}
        keys = [person.key for person in people.people]
        return SimTruth(
            own_hazard={key: float(rate) for key, rate in zip(keys, people.own_rate, strict=True)},
            triggered={key: self._post_key[post] for key, post in causes.items()},
            true_influence_minor=influence, firm_influence_minor=firm,
            quality={self._post_key[i]: posts[i].quality for i in self._post_order},
            appeal={self._post_key[i]: posts[i].appeal for i in self._post_order},
            ties={(keys[a], keys[b]): strength for a, ties in enumerate(people.ties) for b, strength in ties.items()},
            communities={key: COMMUNITIES[int(c)] for key, c in zip(keys, people.community, strict=True)},
            ring=tuple(keys[i] for i in RING), scripted=tuple(keys[i] for i in SCRIPTED),
            acts={self._post_key[i]: posts[i].acts for i in self._post_order if posts[i].acts},
            parameters={**stage.parameters.as_floats(), **story, **churn},
        )  # fmt: skip

    def _influence(self, orders: tuple[SimOrder, ...], causes: dict[str, int]) -> tuple[dict[str, int], int]:
        """Margin caused, by person and by the firm, net of what came back."""
        back = {entry.order_key: entry.lines for entry in self._returns}
        influence: dict[str, int] = {}
        firm = 0
        for order in orders:
            cause = causes.get(order.key)
            if cause is None:
                continue
            margin = self._margin(order.lines) - self._margin(back.get(order.key, ()))
            author = self._stage.archive.posts[cause].author
            if author < 0:
                firm += margin
            else:
                key = self._author(author)
                influence[key] = influence.get(key, 0) + margin
        return influence, firm

    def _margin(self, lines: tuple[SimLine, ...]) -> int:
        rate = self._stage.parameters.default_margin_rate
        return sum(
            margin_minor(
                self._stage.products[line.sku], quantity=line.quantity, unit_price_minor=line.unit_price_minor,
                default_rate=rate,
            )
            for line in lines
        )  # fmt: skip
