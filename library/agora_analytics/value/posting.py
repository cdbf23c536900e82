"""The compiled heart of the ledger: one pass over buyers, in which every sale is weighed, rounded and posted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agora_analytics.arrays import Bools, Floats, Ints, compiled
from agora_analytics.value.order import Met
from agora_analytics.value.rounding import apportion, hand_out, settle
from agora_analytics.value.rows import Codes
from agora_analytics.value.rules import HAZARD, calibrate, weigh

FEW = 24  # up to so many exposures in a window, comparing each with each beats hashing them


class Bought(NamedTuple):
    """Sales by buyer: buyer b has the rows row[first[b]:first[b + 1]]; refunds hang on their sales."""

    first: Ints
    row: Ints
    time: Floats
    margin: Ints
    rate: Floats
    refund_of: Ints
    account: NDArray[np.int8]
    counted: Bools  # whether a sale enters the sums of the accounts
    back_first: Ints
    back: Ints


class Terms(NamedTuple):
    """The rule and its numbers."""

    way: int
    first: float
    last: float
    half_life: float
    horizon: float
    session: float
    kappa: Floats  # by kind


class Sums(NamedTuple):
    """What is added up, by person; the last place is the firm's."""

    own: Ints  # (people + 1,)
    received: Ints
    credit: Ints  # (accounts, people + 1, 2): what words are credited with, and the whole margins they preceded


class Lines(NamedTuple):
    """The entries, where wanted: rows start[i]:start[i + 1] of sale i; else arrays of no length."""

    start: Ints  # (sales + 1,)
    place: Ints  # (entries,)
    weight: Floats
    amount: Ints
    own_weight: Floats  # (sales,)
    own: Ints


class Desk(NamedTuple):
    """Room to work in, used again for every sale."""

    until: Floats  # (most of a buyer's exposures,) when a later meeting of the same words takes over
    slot: Ints  # (power of two,) hashed meetings
    owner: Ints  # whose meeting a slot holds; the last: whose repeats are marked
    place: Ints
    weight: Floats
    parts: Ints
    before: Ints
    rest: Floats
    seen: Ints  # (people + 1,)
    stamp: Ints  # (people + 1,)


def desk_for(met: Met, people: int) -> Desk:
    """Room for the buyer who met most."""
    most = int(np.diff(met.first).max(initial=0))
    slots = 1 << max(2 * most, 2).bit_length()
    return Desk(
        until=np.empty(most), slot=np.zeros(slots, dtype=np.int64), owner=np.full(slots + 1, -1),
        place=np.empty(most, dtype=np.int64), weight=np.zeros(most + 1), parts=np.zeros(most + 1, dtype=np.int64),
        before=np.zeros(most + 1, dtype=np.int64), rest=np.zeros(most + 1),
        seen=np.zeros(people + 1, dtype=np.int64), stamp=np.full(people + 1, -1),
    )  # fmt: skip


# Tuples are opened once, outside the loops: each time a tuple's array is named, its references are counted.
# Loops are few and run over what lies together, because their ends, which no processor foresees, are the cost here.


@compiled
def count_lines(bought: Bought, met: Met, terms: Terms, desk: Desk) -> Ints:
    """How many entries each sale and refund has, (sales,)."""
    first, row, refund_of, moments = bought.first, bought.row, bought.refund_of, bought.time
    back_first, back = bought.back_first, bought.back
    e_first, author, content, time = met.first, met.author, met.content, met.time
    strength, decay = met.strength, met.decay
    until, slot, owner, place, weight = desk.until, desk.slot, desk.owner, desk.place, desk.weight
    horizon, session = terms.horizon, terms.session
    counts = np.zeros(moments.size, dtype=np.int64)
    for b in range(first.size - 1):
        low, high = e_first[b], e_first[b + 1]
        begin, end = low, low
        for at in range(first[b], first[b + 1]):
            i = row[at]
            if refund_of[i] < 0:
                begin, end = find_window(begin, end, low, high, moments[i], horizon, time)
                if end - begin > FEW and owner[-1] != b:
                    mark_repeats(b, low, high, author, content, time, session, until, slot, owner)
                counts[i], _ = find_path(
                    b, low, begin, end, moments[i], session, False, author, content, time, strength, decay, until, place, weight
                )  # fmt: skip
                for r in range(back_first[i], back_first[i + 1]):
                    counts[back[r]] = counts[i]
    return counts


@compiled
def post(  # noqa: PLR0917
    start: int, stop: int, bought: Bought, met: Met, terms: Terms, sums: Sums, lines: Lines, desk: Desk
) -> None:
    """Share every sale of buyers start to stop, its refunds along with it, into the sums and, where wanted, the lines."""
    first, row, refund_of, moments = bought.first, bought.row, bought.refund_of, bought.time
    margins, rates, accounts, counted = bought.margin, bought.rate, bought.account, bought.counted
    back_first, back = bought.back_first, bought.back
    e_first, author, content, time = met.first, met.author, met.content, met.time
    strength, decay, kind, kappa = met.strength, met.decay, met.kind, terms.kappa
    until, slot, owner, place = desk.until, desk.slot, desk.owner, desk.place
    weight, parts, before, rest = desk.weight, desk.parts, desk.before, desk.rest
    seen, stamp, own, received, credit = desk.seen, desk.stamp, sums.own, sums.received, sums.credit
    wanted = lines.own.size > 0
    horizon, session, way, hazard = terms.horizon, terms.session, terms.way, terms.way == HAZARD
    for b in range(start, stop):
        low, high = e_first[b], e_first[b + 1]
        begin, end = low, low
        for at in range(first[b], first[b + 1]):
            i = row[at]
            if refund_of[i] >= 0:
                continue
            begin, end = find_window(begin, end, low, high, moments[i], horizon, time)
            if end - begin > FEW and owner[-1] != b:
                mark_repeats(b, low, high, author, content, time, session, until, slot, owner)
            count, force = find_path(
                b, low, begin, end, moments[i], session, hazard, author, content, time, strength, decay, until, place, weight
            )  # fmt: skip
            total = rates[i] + force if hazard else 1.0
            if not hazard:
                weigh(way, terms.first, terms.last, terms.half_life, author, time, place, count, seen, weight)
            held = margins[i]
            sign = 1 if held >= 0 else -1
            left = calibrate(held, total, kind, kappa, place, count, weight, parts, rest)
            left = hand_out(left, sign, count + 1, parts, rest)
            if left != 0:
                settle(left, sign, count + 1, parts, rest)
            posted, r = i, back_first[i]
            while True:
                if counted[posted]:
                    own[b] += margins[posted]
                    received[b] += margins[posted] - parts[0]
                    _credit(posted, margins[posted], accounts[i], author, place, count, parts, credit, stamp)
                if wanted:
                    _write(posted, count, place, weight, parts, lines)
                if r == back_first[i + 1]:
                    break
                posted, r = back[r], r + 1
                held = _take_back(held, margins[posted], weight, count + 1, parts, before, rest)


@compiled
def _take_back(  # noqa: PLR0917
    held: int, margin: int, weight: Floats, count: int, parts: Ints, before: Ints, rest: Floats
) -> int:
    """Write the parts of a refund: the shares of what remains less those of what was held; returns what remains.

    A sale returned in whatever parts so leaves every account at exactly zero.
    """
    settle(apportion(held, weight, count, before, rest), 1 if held >= 0 else -1, count, before, rest)
    held += margin
    settle(apportion(held, weight, count, parts, rest), 1 if held >= 0 else -1, count, parts, rest)
    for k in range(count):
        parts[k] -= before[k]
    return held


@compiled
def _credit(  # noqa: PLR0917
    sale: int,
    margin: int,
    account: int,
    author: Codes,
    place: Ints,
    count: int,
    parts: Ints,
    credit: Ints,
    stamp: Ints,
) -> None:
    """Add the parts of a sale to its authors' accounts, and the whole of it once to each author's reach."""
    bits = np.uint64(0)
    for k in range(count):
        who = author[place[k]]
        credit[account, who, 0] += parts[k + 1]
        bit = np.uint64(1) << np.uint64(who & 63)
        first = True
        if count > FEW:
            first = stamp[who] != sale
            stamp[who] = sale
        elif bits & bit:
            for other in range(k):
                first &= author[place[other]] != who
        bits |= bit
        if first:
            credit[account, who, 1] += margin


@compiled
def _write(posted: int, count: int, place: Ints, weight: Floats, parts: Ints, lines: Lines) -> None:  # noqa: PLR0917
    """Write the entries of a sale or refund."""
    low, to, share, amount = lines.start[posted], lines.place, lines.weight, lines.amount
    lines.own[posted] = parts[0]
    lines.own_weight[posted] = weight[0]
    for k in range(count):
        to[low + k] = place[k]
        share[low + k] = weight[k + 1]
        amount[low + k] = parts[k + 1]


@compiled
def find_window(  # noqa: PLR0917
    begin: int, end: int, low: int, high: int, moment: float, horizon: float, time: Floats
) -> tuple[int, int]:
    """The exposures in [moment - horizon, moment), searched from where the buyer's sale before ended."""
    if (begin > low and time[begin - 1] >= moment - horizon) or (end > low and time[end - 1] >= moment):
        begin, end = low, high
        while begin < end:
            middle = (begin + end) // 2
            if time[middle] < moment - horizon:
                begin = middle + 1
            else:
                end = middle
    while begin < high and time[begin] < moment - horizon:
        begin += 1
    end = max(begin, end)
    while end < high and time[end] < moment:
        end += 1
    return begin, end


@compiled
def find_path(  # noqa: PLR0917
    b: int,
    low: int,
    begin: int,
    end: int,
    moment: float,
    session: float,
    hazard: bool,
    author: Codes,
    content: Ints,
    time: Floats,
    strength: Floats,
    decay: Floats,
    until: Floats,
    place: Ints,
    weight: Floats,
) -> tuple[int, float]:
    """Write the exposures in the window that count, earliest first, and their hazards; how many, and the sum.

    Of repeated meetings the last counts. Few are looked up in 64 bits first, many in the marks of the buyer.
    """
    many = end - begin > FEW
    count, bits, total = 0, np.uint64(0), 0.0
    for j in range(begin, end):
        if author[j] == b or (many and until[j - low] < moment):
            continue
        bit = np.uint64(1) << np.uint64(content[j] & 63)
        if not many and bits & bit:
            for k in range(count - 1, -1, -1):
                if content[place[k]] == content[j] and author[place[k]] == author[j]:
                    if time[j] - time[place[k]] <= session:
                        count -= 1
                        for after in range(k, count):
                            place[after] = place[after + 1]
                            weight[after + 1] = weight[after + 2]
                        total = 0.0
                        for kept in range(1, count + 1):
                            total += weight[kept]
                    break
        bits |= bit
        place[count] = j
        count += 1
        if hazard:
            weight[count] = strength[j] * np.exp(-decay[j] * (moment - time[j]))
            total += weight[count]
    return count, total


@compiled
def mark_repeats(  # noqa: PLR0917
    b: int,
    low: int,
    high: int,
    author: Codes,
    content: Ints,
    time: Floats,
    session: float,
    until: Floats,
    slot: Ints,
    owner: Ints,
) -> None:
    """For each exposure of buyer b, when the same author's same content is met again in the session, or never."""
    mask = slot.size - 1
    owner[-1] = b
    for j in range(high - 1, low - 1, -1):
        mixed = np.uint64(content[j]) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(author[j] + 1)
        at = np.int64((mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD1342543DE82EF95) >> np.uint64(33)) & mask
        until[j - low] = np.inf
        while owner[at] == b:
            other = slot[at]
            if content[other] == content[j] and author[other] == author[j]:
                if time[other] - time[j] <= session:
                    until[j - low] = time[other]
                break
            at = (at + 1) & mask
        owner[at] = b
        slot[at] = j
