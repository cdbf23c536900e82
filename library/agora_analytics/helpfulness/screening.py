"""Reviews that deserve a second look, and why: by what their authors do, not by what they mean.

Nothing is deleted or hidden here; a reason is for people to judge, and the author has a right of reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from agora_analytics.arrays import Bools, Floats, Ints, compiled, floats, integers, number, refuse, whole
from agora_analytics.errors import InvalidInput
from agora_analytics.helpfulness.duplicates import near_duplicates


class Reason(IntFlag):
    """Why a review deserves a second look; several may apply."""

    MANY_IN_A_DAY = 1  # its author wrote unusually many reviews that day
    ONLY_PRAISE = 2  # or only blame: its author gives nothing but the highest (or lowest) rating
    NEAR_DUPLICATE = 4  # nearly the same words as another review of another author or product
    BURST = 8  # the product got unusually many reviews around that day
    NEW_ACCOUNT = 16  # its author's account was days old
    FAR_FROM_OTHERS = 32  # its rating is far from that of the product's other reviews
    CORE = 64  # its author reviews the same products as certain others, within days and alike
    TOO_SHORT = 128  # a few words
    FOUND_UNHELPFUL = 256  # those who voted found it unhelpful


SUBSTANDARD = Reason.TOO_SHORT | Reason.FOUND_UNHELPFUL


@dataclass(frozen=True)
class Limits:
    """From where on a behaviour counts as unusual; shown beside every reason."""

    reviews_a_day: int = 4
    reviews_for_praise: int = 4  # an author with fewer says nothing by praising
    similarity: float = 0.7
    burst: float = 4.0  # times the product's usual pace, and at least `burst_reviews`
    burst_reviews: int = 6
    burst_days: int = 3
    account_days: int = 3
    stars_away: float = 2.0
    shared_products: int = 3
    shared_days: int = 3
    fewest_words: int = 5
    unhelpful: float = 0.4  # the posterior's upper end lies below this helpful share
    fewest_votes: int = 5
    reasons: int = 2  # of behaviour, to be suspicious

    def __post_init__(self) -> None:
        """Raise InvalidInput naming the limit that is no number of at least 0."""
        for name, limit in vars(self).items():
            number(limit, name=name, low=0)


@dataclass(frozen=True)
class Screening:
    """Per review (n,): the reasons, whether suspicious (by behaviour) or substandard (by quality); never a deletion."""

    reasons: Ints  # Reason flags
    suspicious: Bools  # at least `limits.reasons` reasons of behaviour
    substandard: Bools
    core: Ints  # number of the author's group, -1 for none
    twin: Ints  # the review whose words are nearly the same, -1 for none
    limits: Limits = field(default_factory=Limits)

    def told(self, row: int) -> list[str]:
        """The reasons of a review by name."""
        return [one.name or "" for one in Reason if self.reasons[row] & one]


def screen_reviews(
    author: ArrayLike,
    *,
    product: ArrayLike,
    rating: ArrayLike,
    time: ArrayLike,
    text: Sequence[str] | None = None,
    account_since: ArrayLike | None = None,
    helpful_high: ArrayLike | None = None,
    votes: ArrayLike | None = None,
    highest: int = 5,
    limits: Limits | None = None,
) -> Screening:
    """Mark reviews that deserve a second look, each with its reasons.

    author, product (n,): codes from 0; rating (n,): stars, 1 to `highest`; time (n,): days; text (n,): the words, if
    near duplicates and short ones are to be found; account_since (n,): day the author's account began; helpful_high
    and votes (n,): upper end of the helpfulness (`helpfulness(...).high`) and votes cast. What is not given gives no
    reason. Returns a Screening.
    Raises InvalidInput for codes below 0, ratings off the scale, accounts that began after their review.
    Assumes: one account is one author; times are in one zone.
    Misleads when: read as guilt. A reading circle looks like a ring, a launch like a burst; people must decide.
    Source: Mukherjee et al. (2013), ICWSM, 409-418, on behaviour; Jindal and Liu (2008), WSDM, 219-230.

    >>> found = screen_reviews(
    ...     [0] * 6 + [1, 2], product=[0, 1, 2, 3, 4, 5, 0, 0], rating=[5] * 6 + [2, 3], time=[9] * 6 + [1, 5])
    >>> found.suspicious.tolist(), found.told(0)
    ([True, True, True, True, True, True, False, False], ['MANY_IN_A_DAY', 'ONLY_PRAISE', 'FAR_FROM_OTHERS'])
    """
    who = integers(author, name="author")
    what = integers(product, name="product", size=who.size)
    stars = floats(rating, name="rating", size=who.size)
    day = np.floor(floats(time, name="time", size=who.size)).astype(np.int64)
    refuse((who < 0) | (what < 0), "codes start at 0", column="author, product")
    whole(highest, name="highest", low=1)
    refuse((stars < 1) | (stars > highest), f"stars go from 1 to {highest}", column="rating")
    bounds = Limits() if limits is None else limits
    core = _cores(who, what, stars, day, bounds)
    twin = np.full(who.size, -1, dtype=np.int64)
    marks = {
        Reason.MANY_IN_A_DAY: _many(who, day) >= bounds.reviews_a_day,
        Reason.ONLY_PRAISE: _one_sided(who, stars, highest, bounds.reviews_for_praise),
        Reason.BURST: _bursts(what, day, bounds),
        Reason.FAR_FROM_OTHERS: _away(what, stars) >= bounds.stars_away,
        Reason.CORE: core >= 0,
    }
    if text is not None:
        twin = _twins(text, who, what, bounds.similarity)
        marks[Reason.NEAR_DUPLICATE] = twin >= 0
        marks[Reason.TOO_SHORT] = np.array([len(one.split()) < bounds.fewest_words for one in text], dtype=np.bool_)
    if account_since is not None:
        age = day - np.floor(floats(account_since, name="account_since", size=who.size))
        refuse(age < 0, "the account began after its review", column="account_since")
        marks[Reason.NEW_ACCOUNT] = age <= bounds.account_days
    if helpful_high is not None and votes is not None:
        high = floats(helpful_high, name="helpful_high", size=who.size)
        cast = integers(votes, name="votes", size=who.size)
        marks[Reason.FOUND_UNHELPFUL] = (cast >= bounds.fewest_votes) & (high < bounds.unhelpful)
    return _screened(marks, core, twin, bounds, who.size)


def _screened(marks: dict[Reason, Bools], core: Ints, twin: Ints, limits: Limits, size: int) -> Screening:
    reasons = np.zeros(size, dtype=np.int64)
    behaviour = np.zeros(size, dtype=np.int64)
    for reason, marked in marks.items():
        reasons |= np.where(marked, int(reason), 0)
        behaviour += marked & (not reason & SUBSTANDARD)
    # Writing in step with others again and again is rare by chance, so a core counts twice; the rest need company.
    behaviour += (core >= 0).astype(np.int64)
    return Screening(
        reasons=reasons,
        suspicious=behaviour >= limits.reasons,
        substandard=(reasons & int(SUBSTANDARD)) > 0,
        core=core,
        twin=twin,
        limits=limits,
    )


def _many(who: Ints, day: Ints) -> Ints:
    """Reviews of the same author on the same day, (n,)."""
    _, place, count = np.unique(np.column_stack([who, day]), axis=0, return_inverse=True, return_counts=True)
    made: Ints = count[place.ravel()]
    return made


def _one_sided(who: Ints, stars: Floats, highest: int, fewest: int) -> Bools:
    count = np.bincount(who)
    best, worst = np.bincount(who, weights=stars == highest), np.bincount(who, weights=stars == 1)
    made: Bools = ((count >= fewest) & (np.maximum(best, worst) == count))[who]
    return made


def _away(what: Ints, stars: Floats) -> Floats:
    """Distance of a rating from the mean of the product's other ones; 0 where there are fewer than two others."""
    count, total = np.bincount(what)[what], np.bincount(what, weights=stars)[what]
    return np.where(count > 2, np.abs(stars - (total - stars) / np.maximum(count - 1, 1)), 0.0)


def _bursts(what: Ints, day: Ints, limits: Limits) -> Bools:
    """More reviews of the product within some days than its usual pace explains."""
    order = np.lexsort((day, what))
    near = np.empty(what.size, dtype=np.int64)
    near[order] = _near(what[order], day[order], limits.burst_days)
    first, last = np.full((2, int(what.max(initial=-1)) + 1), 0, dtype=np.int64)
    first[:], last[:] = np.iinfo(np.int64).max, np.iinfo(np.int64).min
    np.minimum.at(first, what, day)
    np.maximum.at(last, what, day)
    others = np.bincount(what)[what] - near
    window = 2 * limits.burst_days + 1
    pace = others * window / np.maximum((last - first)[what] + 1 - window, window)
    made: Bools = (near >= limits.burst_reviews) & (near >= limits.burst * np.maximum(pace, 1.0))
    return made


@compiled
def _near(what: Ints, day: Ints, days: int) -> Ints:
    made = np.empty(what.size, dtype=np.int64)
    low = high = 0
    for row in range(what.size):
        while what[low] != what[row] or day[row] - day[low] > days:
            low += 1
        high = max(high, row)
        while high + 1 < what.size and what[high + 1] == what[row] and day[high + 1] - day[row] <= days:
            high += 1
        made[row] = high - low + 1
    return made


def _cores(who: Ints, what: Ints, stars: Floats, day: Ints, limits: Limits) -> Ints:
    """Group of each review's author among authors who reviewed the same products within days and alike; -1 for none."""
    order = np.lexsort((day, what))
    one, other, on = _together(who[order], what[order], stars[order], day[order], limits.shared_days)
    none = np.full(who.size, -1, dtype=np.int64)
    if one.size == 0:
        return none
    meetings = np.unique(np.column_stack([one, other, on]), axis=0)[:, :2]
    pairs, shared = np.unique(meetings, axis=0, return_counts=True)
    close = pairs[shared >= limits.shared_products]
    size = int(who.max()) + 1
    links = coo_array((np.ones(close.shape[0]), (close[:, 0], close[:, 1])), shape=(size, size))
    label = connected_components(links, directed=False)[1]
    members = np.bincount(label)
    groups = np.flatnonzero(members >= 3)
    number = np.full(members.size, -1, dtype=np.int64)
    number[groups] = np.arange(groups.size)
    made: Ints = number[label][who]
    return made


def _together(who: Ints, what: Ints, stars: Floats, day: Ints, days: int) -> tuple[Ints, Ints, Ints]:
    none = np.empty(0, dtype=np.int64)
    size = _meetings(who, what, stars, day, days, none, none, none, False)
    one, other, on = np.empty((3, size), dtype=np.int64)
    _meetings(who, what, stars, day, days, one, other, on, True)
    return one, other, on


@compiled
def _meetings(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    who: Ints, what: Ints, stars: Floats, day: Ints, days: int, one: Ints, other: Ints, on: Ints, write: bool
) -> int:
    """Pairs of authors on one product within some days and one star; at most 200 neighbours each, in a rush of reviews."""
    found = 0
    for row in range(who.size):
        for near in range(row + 1, min(row + 201, who.size)):
            if what[near] != what[row] or day[near] - day[row] > days:
                break
            if who[near] == who[row] or abs(stars[near] - stars[row]) > 1:
                continue
            if write:
                one[found], other[found] = min(who[row], who[near]), max(who[row], who[near])
                on[found] = what[row]
            found += 1
    return found


def _twins(text: Sequence[str], who: Ints, what: Ints, similarity: float) -> Ints:
    if len(text) != who.size:
        raise InvalidInput(f"expected {who.size} rows like the other columns, got {len(text)}", column="text")
    found = near_duplicates(text, least=similarity)
    elsewhere = (who[found.first] != who[found.second]) | (what[found.first] != what[found.second])
    twin = np.full(who.size, -1, dtype=np.int64)
    twin[found.second[elsewhere]] = found.first[elsewhere]
    twin[found.first[elsewhere]] = found.second[elsewhere]
    return twin
