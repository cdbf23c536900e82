"""What is known of each person at a moment: when they last bought or wrote, how often, and which neighbours left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, as_floats, compiled, floats, integers, number, refuse
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.network.graph import Graph


@dataclass(frozen=True)
class Stream:
    """Moments per person, in order: those of person i are rows start[i]:start[i + 1] of time."""

    start: Ints  # (people + 1,)
    time: Floats  # (events,)


@dataclass(frozen=True)
class History:
    """Everything that happened to people coded 0 to n - 1, in one unit of time."""

    joined: Floats  # (people,)
    left: Floats  # (people,) infinite for those who are still here
    purchases: Stream
    contributions: Stream
    departures: Stream  # of each person's neighbours
    neighbours: Ints  # (people,)

    @property
    def people(self) -> int:
        """How many."""
        return int(self.joined.size)


@dataclass(frozen=True)
class Features:
    """What is known before a moment, one row per person and moment; times in the unit of the history."""

    person: Ints  # (rows,)
    at: Floats  # (rows,)
    tenure: Floats  # since joining
    purchases: Floats  # so far
    purchase_recency: Floats  # since the last one; since joining where there is none
    contributions: Floats
    contribution_recency: Floats
    neighbours: Floats
    neighbours_left: Floats  # within the window before the moment


def history(
    joined: ArrayLike,
    *,
    left: ArrayLike | None = None,
    purchases: tuple[ArrayLike, ArrayLike] | None = None,
    contributions: tuple[ArrayLike, ArrayLike] | None = None,
    graph: Graph | None = None,
) -> History:
    """Put the events of people in order, once, for the features and the forecasts.

    joined (people,): when each came; left (people,): when each left, infinite for those still here; purchases,
    contributions: (who, when) columns of events, in any order; graph: whom each person heeds, person -> neighbour
    (call `undirected` first where ties go both ways). All times in one unit.
    Returns History, the input of `features_at`, `next_purchase`, `next_contribution` and `next_defection`.
    Raises InvalidInput for unknown people, events before joining, leaving before joining; NotEnoughData for nobody.
    Assumes: codes are 0 to people - 1; whoever left does not come back under the same code.
    Misleads when: the graph was drawn from contacts after people left (it then knows the future).
    Source: recency, frequency and tenure as in Fader, Hardie, Lee (2005); neighbours as in Nitzan and Libai (2011).

    >>> known = history([0.0, 5.0], left=[np.inf, 9.0], purchases=([0, 0], [4.0, 2.0]))
    >>> known.people, known.purchases.time.tolist()
    (2, [2.0, 4.0])
    """
    since = floats(joined, name="joined")
    if since.size == 0:
        raise NotEnoughData("nobody: a history needs at least one person")
    until = np.full(since.size, np.inf) if left is None else _leaving(left, since)
    ties = graph or Graph.from_edges([], [], nodes=since.size)
    if ties.nodes != since.size:
        raise InvalidInput(f"has {ties.nodes} nodes for {since.size} people; give nodes=", column="graph")
    gone = until[ties.target]
    mourned = np.isfinite(gone)
    who = np.asarray(ties.source, dtype=np.int64)[mourned]
    return History(
        joined=since,
        left=until,
        purchases=_events(purchases, since, name="purchases"),
        contributions=_events(contributions, since, name="contributions"),
        departures=_stream(who, gone[mourned], since.size),
        neighbours=np.diff(ties.start).astype(np.int64),
    )


def features_at(known: History, at: float, *, window: float = 30.0) -> Features:
    """What is known of everyone who is here at a moment, from what happened before it and nothing after.

    known: of `history`; at: the moment; window: how long a neighbour's leaving counts, in the unit of the history.
    Returns Features of those who joined before `at` and had not left before it.
    Raises InvalidInput for a moment that is not finite or a window not above 0, NotEnoughData where nobody is here.
    Assumes: events are recorded when they happen.
    Misleads when: records arrive late: the most recent days then look quieter than they were.
    Source: Nitzan and Libai (2011), J. Marketing 75(6) 24-38, for neighbours who left.

    >>> known = history([0.0, 5.0], purchases=([0, 0, 0], [2.0, 4.0, 12.0]))
    >>> found = features_at(known, 10.0)
    >>> found.purchases.tolist(), found.purchase_recency.tolist(), found.tenure.tolist()
    ([2.0, 0.0], [6.0, 5.0], [10.0, 5.0])
    """
    number(at, name="at")
    here = np.flatnonzero((known.joined < at) & (known.left >= at))
    if here.size == 0:
        raise NotEnoughData(f"nobody is here at {at}")
    return features(known, here, np.full(here.size, float(at)), window=window)


def features(known: History, person: Ints, at: Floats, *, window: float) -> Features:
    """Features of (person, moment) rows."""
    number(window, name="window", above=0)
    joined = known.joined[person]
    bought, last_bought = _before(known.purchases.start, known.purchases.time, person, at, joined)
    wrote, last_wrote = _before(known.contributions.start, known.contributions.time, person, at, joined)
    gone, _ = _before(known.departures.start, known.departures.time, person, at, joined)
    gone_long, _ = _before(known.departures.start, known.departures.time, person, at - window, joined)
    return Features(
        person=person,
        at=at,
        tenure=at - joined,
        purchases=bought,
        purchase_recency=at - last_bought,
        contributions=wrote,
        contribution_recency=at - last_wrote,
        neighbours=known.neighbours[person].astype(np.float64),
        neighbours_left=gone - gone_long,
    )


def happened(stream: Stream, person: Ints, start: Floats, stop: Floats) -> Floats:
    """1.0 where a person has an event in [start, stop), 0.0 elsewhere."""
    until, _ = _before(stream.start, stream.time, person, stop, start)
    before, _ = _before(stream.start, stream.time, person, start, start)
    return (until > before).astype(np.float64)


def _leaving(left: ArrayLike, joined: Floats) -> Floats:
    until = as_floats(left, name="left").copy()
    floats(np.where(np.isposinf(until), 0.0, until), name="left", size=joined.size)
    refuse(until < joined, "leaves before joining; give infinity for those still here", column="left")
    return until


def _events(columns: tuple[ArrayLike, ArrayLike] | None, joined: Floats, *, name: str) -> Stream:
    if columns is None:
        return _stream(np.zeros(0, dtype=np.int64), np.zeros(0), joined.size)
    who = integers(columns[0], name=f"{name} (who)")
    when = floats(columns[1], name=f"{name} (when)", size=who.size)
    refuse((who < 0) | (who >= joined.size), f"no such person among {joined.size}", column=f"{name} (who)")
    refuse(when < joined[who], "before the person joined; set joined to the first event", column=f"{name} (when)")
    return _stream(who, when, joined.size)


def _stream(who: Ints, when: Floats, people: int) -> Stream:
    order = np.lexsort((when, who))
    start = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(np.bincount(who, minlength=people), out=start[1:])
    return Stream(start=start, time=np.ascontiguousarray(when[order]))


@compiled
def _before(start: Ints, time: Floats, person: Ints, at: Floats, origin: Floats) -> tuple[Floats, Floats]:
    """How many events each person had before a moment, and when the last one was (`origin` where none)."""
    count, last = np.empty(person.size), np.empty(person.size)
    for row in range(person.size):
        first = start[person[row]]
        low, high = first, start[person[row] + 1]
        while low < high:
            middle = (low + high) // 2
            if time[middle] < at[row]:
                low = middle + 1
            else:
                high = middle
        count[row] = low - first
        last[row] = time[low - 1] if low > first else origin[row]
    return count, last
