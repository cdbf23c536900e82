"""Customer lifetime value and customer equity: margin times spend times discounted purchases ahead, with intervals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import (
    Bools,
    Floats,
    Ints,
    cores,
    floats,
    generator,
    integers,
    number,
    refuse,
    spread,
    whole,
)
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular, column_of, keys_of
from agora_analytics.lifetime.buying import BuyTillYouDie
from agora_analytics.lifetime.cells import Histories, check_histories
from agora_analytics.lifetime.discount import Discount, checked_margin, checked_rate
from agora_analytics.lifetime.gamma_gamma import GammaGamma
from agora_analytics.lifetime.process import draw_intervals

_CHUNK = 8_192
_LAST = 12.0  # exp(-12): an endless horizon is drawn up to this discount


@dataclass(frozen=True)
class LifetimeValue(Tabular):
    """Per customer (n,): what is expected ahead, and between which amounts it will lie.

    `low` and `high` bound the value that will be realised, not its mean: a customer who has most likely left has
    0 to 0 although the mean is a little above.
    """

    customer: NDArray[Any]  # (n,) their ids; numbered from 0 where none were given
    value: Floats  # (n,) money in the unit of the amounts
    low: Floats
    high: Floats
    probability_alive: Floats
    nothing: Floats  # (n,) probability that the customer brings nothing at all
    purchases: Floats  # discounted, expected
    amount: Floats  # expected amount per purchase
    amount_is_population_mean: Bools  # one-time buyers: nothing of their own to go by
    together: Floats  # (draws,) what all customers bring in each draw of parameters and lives
    level: float
    aside: ClassVar[tuple[str, ...]] = ("together",)
    identified: bool  # False: the data do not pin the laws down, and the intervals leave out how unsure they are


@dataclass(frozen=True)
class CustomerEquity:
    """What all customers are worth to the company, now and yet to come, in money."""

    value: float
    low: float
    high: float
    current: float  # sum of the lifetime values
    future: float  # of customers still to be won, net of the cost of winning them
    level: float
    identified: bool  # as of the lifetime values


def lifetime_value(
    buying: BuyTillYouDie,
    spending: GammaGamma,
    histories: Histories | None = None,
    *,
    frequency: ArrayLike | None = None,
    recency: ArrayLike | None = None,
    age: ArrayLike | None = None,
    mean_amount: ArrayLike | None = None,
    margin: ArrayLike,
    amount_factor: ArrayLike = 1.0,
    rate: float,
    horizon: float | None = None,
    level: float = 0.8,
    draws: int = 256,
    seed: int = 0,
    key: ArrayLike | None = None,
) -> LifetimeValue:
    """CLV = margin x E[amount] x DERT of each customer, with the `level` interval of simulated lives.

    histories: a summary, or a frame of its columns; or frequency, recency, age, mean_amount (n,) one by one; margin: share
    of the amount, at most 1, one number or (n,); amount_factor: of what is modelled to what is expected (prices rise by 5 %:
    1.05), one or (n,); rate: 0 or a Discount; horizon: time units, None for ever; key (n,): numbers that name the customers
    (default: their rows), so that parts draw the same lives.
    Returns LifetimeValue, (n,) arrays in money; the interval holds the uncertainty of the parameters and of the lives.
    The seed alone fixes the result. Memory is O(n + draws), time O(n x draws).
    Raises InvalidInput for impossible rows, a margin above 1, a rate that does not say its period, and an endless horizon
    without discount; NotEnoughData for spending without a mean.
    Assumes: contribution margin, not revenue; the cost of having won the customer is not subtracted; no contract.
    Misleads when: spend goes with frequency (spend_frequency_correlation), or seasons lie inside the horizon.
    Source: Fader, Hardie, Lee (2005), JMR 42(4) 415-430; Bendle, Bagga (2017).

    >>> from agora_analytics.lifetime import BetaGeo, Discount, GammaGamma
    >>> buying = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> spending = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    >>> weekly = Discount.continuous(0.0027)
    >>> row = dict(frequency=[2], recency=[30.43], age=[38.86], mean_amount=[22.35])
    >>> lifetime_value(buying, spending, **row, margin=0.3, rate=weekly, horizon=52).value.round(2)
    array([10.81])
    """
    names, (x, t_x, t, z) = _histories(histories, frequency, recency, age, mean_amount)
    share = _shares(margin, amount_factor, size=x.size)
    rate = checked_rate(rate)
    _check(level=level, draws=draws)
    ahead = buying.discounted_expected_transactions(Discount(rate), x, t_x, t, horizon=horizon)
    amount = _expected_amounts(spending, x, z)
    rng = generator(seed)
    laws = buying.parameter_draws(draws, rng), spending.parameter_draws(draws, rng)
    end = _LAST / rate if horizon is None else horizon
    lives = _seeds(np.arange(x.size) if key is None else integers(key, name="key", size=x.size), seed)
    bounds, together = _intervals(
        buying.kind, (x, t_x, t, z), laws, share, rate=rate, end=end, level=level, lives=lives
    )
    ends = np.sort(bounds[:2] * share, axis=0)
    return LifetimeValue(
        customer=names, value=share * amount * ahead, low=ends[0], high=ends[1],
        probability_alive=buying.probability_alive(x, t_x, t), nothing=bounds[3], purchases=ahead,
        amount=amount, amount_is_population_mean=x == 0, together=together, level=level,
        identified=buying.identified_ and spending.identified_,
    )  # fmt: skip


def _histories(
    histories: Histories | None, frequency: Any, recency: Any, age: Any, mean_amount: Any
) -> tuple[NDArray[Any], tuple[Ints, Floats, Floats, Floats]]:
    """Ids and checked columns, of a summary or one by one."""
    names = None
    if histories is not None:
        frequency, recency, age = (column_of(histories, name) for name in ("frequency", "recency", "age"))
        names, mean_amount = keys_of(histories), column_of(histories, "mean_amount")
    if frequency is None or mean_amount is None:
        raise InvalidInput("give a summary, or frequency, recency, age and mean_amount", column="histories")
    x, t_x, t = check_histories(frequency, recency, age)
    z = floats(mean_amount, name="mean_amount", size=x.size)
    return np.arange(x.size) if names is None else names, (x, t_x, t, z)


def _shares(margin: ArrayLike, amount_factor: ArrayLike, *, size: int) -> Floats:
    share = spread(margin, name="margin", size=size)
    if share.size:
        checked_margin(float(share.max()))
    factor = spread(amount_factor, name="amount_factor", size=size)
    refuse(factor <= 0, "an amount is multiplied by it; give 1 to leave it", column="amount_factor")
    return share * factor


def _expected_amounts(spending: GammaGamma, x: Ints, z: Floats) -> Floats:
    amount = spending.expected_amount(x, z)
    if not np.all(np.isfinite(amount)):
        raise NotEnoughData(
            "spending: its q is at most 1, so who bought once would spend without end; fit it on more repeats"
        )
    return amount


def customer_equity(
    ahead: LifetimeValue,
    *,
    arriving: ArrayLike = (),
    value_each: float = 0.0,
    cost_each: float = 0.0,
    rate: float = 0.0,
) -> CustomerEquity:
    """What the customers of today are worth together, plus those still to come net of the cost of winning them.

    ahead: of lifetime_value; arriving (k,): new customers expected in each coming time unit; value_each, cost_each: money
    per new customer on arrival; rate: 0 or a Discount, arrivals counted at the end of theirs.
    Returns CustomerEquity in money; the interval is that of today's customers: one draw of the parameters holds for all.
    Raises NotEnoughData without customers; InvalidInput for negative arrivals.
    Assumes: customers do not move one another (see lifetime_social_value for when they do).
    Misleads when: arrivals are a hope, not a forecast; they enter without uncertainty.
    Source: Blattberg, Deighton (1996); Rust, Lemon, Zeithaml (2004), J. Marketing 68(1) 109-127.

    >>> from agora_analytics.lifetime import BetaGeo, Discount, GammaGamma
    >>> buying = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> weekly = Discount.continuous(0.0027)
    >>> rows = dict(frequency=[2, 0], recency=[30.43, 0], age=[38.86, 20], mean_amount=[22.35, 0])
    >>> spending = GammaGamma.of(p=6.25, q=3.74, gamma=15.44)
    >>> clv = lifetime_value(buying, spending, **rows, margin=0.3, rate=weekly, horizon=52)
    >>> customer_equity(clv, arriving=[10, 10], value_each=5, cost_each=2, rate=weekly).future.__round__(2)
    59.76
    """
    if ahead.value.size == 0:
        raise NotEnoughData("no customers: nothing to add up")
    coming = floats(arriving, name="arriving")
    if np.any(coming < 0):
        raise InvalidInput("fewer than no customers cannot arrive", column="arriving")
    number(value_each, name="value_each")
    number(cost_each, name="cost_each")
    rate = checked_rate(rate)
    future = float(coming @ np.exp(-rate * np.arange(1, coming.size + 1))) * (value_each - cost_each)
    low, high = np.quantile(ahead.together, ((1 - ahead.level) / 2, (1 + ahead.level) / 2)) + future
    current = float(ahead.value.sum())
    return CustomerEquity(current + future, float(low), float(high), current, future, ahead.level, ahead.identified)


def _check(*, level: float, draws: int) -> None:
    number(level, name="level", above=0, below=1)
    whole(draws, name="draws", low=2)


def _intervals(
    kind: int,
    histories: tuple[Ints, Floats, Floats, Floats],
    laws: tuple[Floats, Floats],
    share: Floats,
    *,
    rate: float,
    end: float,
    level: float,
    lives: Ints,
) -> tuple[Floats, Floats]:
    size = histories[0].size
    out = np.empty((4, size))

    def draw(start: int) -> Floats:
        rows = slice(start, start + _CHUNK)
        x, t_x, t, z = histories
        out[:, rows], sums = draw_intervals(
            kind, x[rows], t_x[rows], t[rows], z[rows], laws[0], laws[1], rate, end, level, lives[rows], share[rows]
        )
        return sums

    with ThreadPoolExecutor(max_workers=cores()) as pool:
        # One draw of the parameters holds for everybody, so the sums of the parts are draws of the whole.
        together = sum(pool.map(draw, range(0, size, _CHUNK)), np.zeros(laws[0].shape[0]))
    return out, together


def _seeds(names: Ints, seed: int) -> Ints:
    """Where the draws of each customer begin."""
    start = int(np.random.SeedSequence(seed).generate_state(1, dtype=np.uint32)[0])
    made: Ints = (start + names % 2**32 * 2_654_435_761 % 2**32) % 2**32
    return made
