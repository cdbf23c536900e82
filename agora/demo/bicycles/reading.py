"""Who reads what: sessions, votes, and the orders that a reading triggers.

Readings are the exposures of the hazard in `parameters`. A reading at t_e adds
beta * appeal * quality * tau * exp(-delta * (t - t_e)); drawing the orders of that term directly, as a Poisson
number of them with exponential delays, is exact (Hawkes & Oakes 1974) and tells which reading caused which order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora.demo.bicycles.cast import ANTON, CLEO, NOOR, RING, SCRIPTED
from agora.demo.bicycles.catalogue import CATEGORIES
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.populace import COMMUNITIES, Floats, Ints
from agora.demo.bicycles.stage import AFFINITY, Stage

_RENOWN = {CLEO: 2.6, NOOR: 1.6}
_CATEGORY_INDEX = {category.name: i for i, category in enumerate(CATEGORIES)}
_FRIENDS_SHARE = 0.25
_VOTE_CHANCE = 0.11


@dataclass(frozen=True, slots=True)
class SimReading:
    """One reading: reader and post by number, and the day."""

    reader: int
    post: int
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """One vote: post and voter by number."""

    post: int
    voter: int
    helpful: bool
    at: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """An order that will follow a reading."""

    buyer: int
    post: int
    at: float


class Readers:
    """Plays the reading sessions of one day after another."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.readings: list[SimReading] = []
        self.verdicts: list[Verdict] = []
        self._seen: set[tuple[int, int]] = set()
        self._posts_known = 0
        self._at: Floats = np.zeros(0)
        self._pull: Floats = np.zeros((len(COMMUNITIES), 0))
        people = stage.populace
        readers = [i for i in np.flatnonzero(people.account) if int(i) not in (ANTON, NOOR, *RING)]
        self._readers: Ints = np.asarray(readers, dtype=np.int64)
        keenness = stage.rng.gamma(0.8, 1.0, len(readers)) + 0.08
        self._reach = np.cumsum(keenness / keenness.sum())

    def read(self, day: int, *, gone: set[int]) -> list[Trigger]:
        """The sessions of one day, by people who have joined and are not gone; returns the orders to come."""
        self._learn_new_posts()
        there = np.flatnonzero(self._at <= day + 0.25)
        if not len(there):
            return []
        fresh = np.exp(-(day - self._at[there]) / 22.0) + 0.05
        reach = np.cumsum(self._pull[:, there] * fresh, axis=1)
        triggers: list[Trigger] = []
        for _ in range(int(self._stage.rng.poisson(self._stage.parameters.sessions / DAYS))):
            reader = self._reader()
            if self._stage.populace.joined[reader] < day and reader not in gone:
                triggers += self._session(reader, day, there, reach[int(self._stage.populace.community[reader])])
        return triggers

    def _reader(self) -> int:
        place = int(np.searchsorted(self._reach, self._stage.rng.random()))
        return int(self._readers[min(place, len(self._readers) - 1)])

    def _learn_new_posts(self) -> None:
        archive, start = self._stage.archive, self._posts_known
        if start == len(archive.posts):
            return
        quality = archive.column("quality", start=start)
        renown = np.asarray([_RENOWN.get(post.author, 1.0) for post in archive.posts[start:]])
        interest = np.stack([self._interest(post.thread) for post in archive.posts[start:]], axis=1)
        self._at = np.concatenate([self._at, archive.column("at", start=start)])
        self._pull = np.concatenate([self._pull, interest * renown * (0.15 + 1.6 * quality**2)], axis=1)
        self._posts_known = len(archive.posts)

    def _interest(self, thread: int) -> Floats:
        draft = self._stage.archive.threads[thread]
        interest = np.ones(len(COMMUNITIES))
        if draft.category is not None:
            interest = AFFINITY[:, _CATEGORY_INDEX[draft.category]].copy()
        if draft.community is not None:
            interest[draft.community] *= 2.0
        return interest

    def _session(self, reader: int, day: int, there: Ints, reach: Floats) -> list[Trigger]:
        rng, triggers = self._stage.rng, []
        now = self._stage.waking(day)
        for _ in range(1 + int(rng.poisson(2.2))):
            post = self._friends_post(reader, now) if rng.random() < _FRIENDS_SHARE else None
            if post is None:
                place = int(np.searchsorted(reach, rng.random() * reach[-1]))
                post = int(there[min(place, len(there) - 1)])
            opener = self._stage.archive.threads[self._stage.archive.posts[post].thread].posts[0]
            for number in {opener, post} if rng.random() < 0.45 else {post}:
                now += 0.0006 + 0.001 * float(rng.random())
                triggers += self._meet(reader, number, now)
        return triggers

    def _friends_post(self, reader: int, now: float) -> int | None:
        """Something written by somebody the reader knows, the closer the likelier."""
        ties = self._stage.populace.ties[reader]
        friends = [(friend, strength) for friend, strength in ties.items() if friend in self._stage.archive.by_author]
        if not friends:
            return None
        reach = np.cumsum([strength for _, strength in friends])
        place = int(np.searchsorted(reach, self._stage.rng.random() * reach[-1]))
        written = self._stage.archive.by_author[friends[min(place, len(friends) - 1)][0]]
        post = self._stage.phrases.one(written)
        return post if self._stage.archive.posts[post].at < now else None

    def _meet(self, reader: int, number: int, now: float) -> list[Trigger]:
        stage, post = self._stage, self._stage.archive.posts[number]
        if post.author == reader or post.at >= now or now >= DAYS or (reader, number) in self._seen:
            return []
        self._seen.add((reader, number))
        self.readings.append(SimReading(reader, number, now))
        if stage.rng.random() < _VOTE_CHANCE:
            helpful = stage.rng.random() < 0.04 + 0.95 * post.quality**0.8
            self.verdicts.append(Verdict(number, reader, bool(helpful), now + 0.0005))
        if reader in SCRIPTED:
            return []
        p = stage.parameters
        tau = p.tie_floor + (1 - p.tie_floor) * stage.populace.ties[reader].get(post.author, 0.0)
        expected = p.beta / p.delta * post.appeal * post.quality * tau
        delays = stage.rng.exponential(1 / p.delta, size=int(stage.rng.poisson(expected)))
        return [Trigger(reader, number, now + 0.003 + float(delay)) for delay in delays]
