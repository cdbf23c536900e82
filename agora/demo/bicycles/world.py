"""The schema of a simulated world: what people bought, what they said, and what truly caused what.

Times are timezone-aware UTC datetimes, money is in integer minor units of `World.currency`, keys are
short strings unique within their kind ("p0001", "o00001", "t00001", "m00001").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ThreadKind = Literal["question", "discussion", "review"]
Channel = Literal["portal", "forum", "blog"]
TouchKind = Literal["call", "meeting", "mail", "letter"]
SubscriptionEventKind = Literal["start", "renewal", "upgrade", "cancel"]


@dataclass(frozen=True, slots=True)
class SimProduct:
    """A thing on sale; it states a unit cost, or a margin rate, or neither (then the default rate applies)."""

    sku: str
    name: str
    category: str
    description: str
    price_minor: int
    unit_cost_minor: int | None
    margin_rate: float | None


@dataclass(frozen=True, slots=True)
class SimPerson:
    """Somebody outside the company: a customer, a prospect, a blogger.

    `consents` holds (purpose, channel, at) with purposes "measurement", "service", "news" and "research".
    """

    key: str
    name: str
    handle: str
    email: str | None
    city: str
    country: str
    joined: datetime
    is_customer: bool
    has_account: bool
    bio: str
    archetype: str
    consents: tuple[tuple[str, str, datetime], ...]

    def consents_to(self, purpose: str, *, at: datetime) -> bool:
        """Whether consent for the purpose had been given, on any channel, by the time stated."""
        return any(permitted == purpose and since <= at for permitted, _, since in self.consents)


@dataclass(frozen=True, slots=True)
class SimStaff:
    """An employee; posts refer to one as "staff:<handle>"."""

    key: str
    name: str
    handle: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class SimOrganization:
    """A club, a shop or a firm, with the people who belong to it."""

    key: str
    name: str
    member_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimLine:
    """One line of an order or of a return."""

    sku: str
    quantity: int
    unit_price_minor: int


@dataclass(frozen=True, slots=True)
class SimOrder:
    """A sale; `buyer` is None where the till did not know who bought."""

    key: str
    buyer: str | None
    at: datetime
    lines: tuple[SimLine, ...]


@dataclass(frozen=True, slots=True)
class SimReturn:
    """Goods that came back: lines of one order, at the price paid."""

    key: str
    order_key: str
    at: datetime
    reason: str
    lines: tuple[SimLine, ...]


@dataclass(frozen=True, slots=True)
class SimSubscriptionEvent:
    """One event of a service contract; the amount is 0 for a cancellation."""

    kind: SubscriptionEventKind
    at: datetime
    amount_minor: int


@dataclass(frozen=True, slots=True)
class SimSubscription:
    """A service contract paid month by month; `plan_sku` is the plan it started with."""

    key: str
    buyer: str
    plan_sku: str
    started: datetime
    events: tuple[SimSubscriptionEvent, ...]


@dataclass(frozen=True, slots=True)
class SimTouch:
    """Something a member of staff did with one person."""

    key: str
    person: str
    kind: TouchKind
    at: datetime
    summary: str
    staff: str


@dataclass(frozen=True, slots=True)
class SimThread:
    """A conversation: a question with answers, a discussion, or a review with comments.

    The opening post is the earliest post of the thread, written by `opened_by` at `at`.
    `rating` (1-5) belongs to reviews; `accepted_post_key` and `accepted_at` to answered questions.
    """

    key: str
    kind: ThreadKind
    channel: Channel
    title: str
    sku: str | None
    opened_by: str
    at: datetime
    topics: tuple[str, ...]
    rating: int | None
    accepted_post_key: str | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SimPost:
    """One message in markdown; `author` is a person key or "staff:<handle>", `reply_to` a post key."""

    key: str
    thread_key: str
    author: str
    at: datetime
    body: str
    reply_to: str | None


@dataclass(frozen=True, slots=True)
class SimVote:
    """A reader's verdict on one post."""

    post_key: str
    voter: str
    helpful: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SimRead:
    """A signed-in reading by somebody who consented to measurement."""

    reader: str
    post_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SimTruth:
    """What was put in, and what a measure should therefore find.

    own_hazard: own purchases per day and person, before season and before dropping out.
    triggered: per order the post that caused it; an order not listed came from the buyer's own propensity.
    true_influence_minor: margin caused per person, minor units, net of what was returned.
    firm_influence_minor: the same for posts by staff.
    quality: helpfulness of each post (0-1), the q(c) of the hazard.
    appeal: how far each post speaks for buying (0-1); a review of one or two stars has 0.
    ties: strength (0-1) for each pair (reader, author) that knows each other; pairs not listed have 0.
    communities: the community each person belongs to.
    ring: the accounts that vote each other up.
    scripted: people whose purchases follow a script; nothing they read moves them.
    acts: the speech acts a post was written to perform, where its text was written for one.
    parameters: every number the world was drawn with.
    """

    own_hazard: dict[str, float]
    triggered: dict[str, str]
    true_influence_minor: dict[str, int]
    firm_influence_minor: int
    quality: dict[str, float]
    appeal: dict[str, float]
    ties: dict[tuple[str, str], float]
    communities: dict[str, str]
    ring: tuple[str, ...]
    scripted: tuple[str, ...]
    acts: dict[str, tuple[str, ...]]
    parameters: dict[str, float]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that happened between `started` (inclusive) and `ended` (exclusive)."""

    name: str
    seed: int
    started: datetime
    ended: datetime
    currency: str
    staff: tuple[SimStaff, ...]
    products: tuple[SimProduct, ...]
    people: tuple[SimPerson, ...]
    organizations: tuple[SimOrganization, ...]
    orders: tuple[SimOrder, ...]
    returns: tuple[SimReturn, ...]
    subscriptions: tuple[SimSubscription, ...]
    touches: tuple[SimTouch, ...]
    threads: tuple[SimThread, ...]
    posts: tuple[SimPost, ...]
    votes: tuple[SimVote, ...]
    reads: tuple[SimRead, ...]
    truth: SimTruth
