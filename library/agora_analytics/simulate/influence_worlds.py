"""Worlds of sales and exposures with a known truth: people alike in taste and timing, words that move sales, or both."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from agora_analytics.arrays import Bools, Floats, Ints, generator, number, whole
from agora_analytics.errors import InvalidInput
from agora_analytics.value import Exposures, Sales

WorldKind = Literal["homophily", "influence", "mixed"]
NOBODY = -1


@dataclass(frozen=True)
class InfluenceWorld:
    """Sales and exposures as a company would see them, and what truly made each sale. Times in days.

    Authors have the codes 0..authors-1, customers the ones after.
    """

    kind: WorldKind
    sales: Sales  # base_rate: the true rate at the time of the sale
    exposures: Exposures  # strength 1, as a company that knows no better would have it
    effect: float  # hazard a day that an exposure truly adds at once; 0 where words move nothing
    decay: float  # the true one, per day
    trigger: Ints  # (sales,) row of the exposure that made the sale, or -1
    people: int
    authors: int
    until: float

    @property
    def triggered_minor(self) -> Ints:
        """The margin each person's words truly brought, (people,)."""
        made = self.trigger != NOBODY
        out = np.zeros(self.people, dtype=np.int64)
        np.add.at(out, self.exposures.author[self.trigger[made]], self.sales.margin_minor[made])
        return out


def influence_world(
    kind: WorldKind,
    *,
    customers: int = 2000,
    authors: int = 20,
    days: float = 365.0,
    rate: float = 0.008,
    readings: float = 8.0,
    effect: float = 0.04,
    half_life: float = 6.0,
    seed: int = 0,
) -> InfluenceWorld:
    """Draw a world in which words move no sale (homophily), or some sales (influence), or both hold (mixed).

    rate: own purchases a day; readings: expected exposures per customer; effect: hazard a day added by one exposure
    at once, fading by half each half_life. In homophily, some customers buy and read more than others, and everybody
    does both more in spells of interest of three weeks: reading and buying meet without either causing the other.
    Returns an `InfluenceWorld`. The same seed gives the same world.
    Raises InvalidInput for a kind that is none of the three, or sizes that are not above 0.
    Assumes: linear hazards; authors differ in how often they are read.
    Misleads when: taken for a market: campaigns, stock and prices are missing.
    Source: docs/measures/value-ledger.md; Shalizi and Thomas (2011) on why the two are hard to tell apart.

    >>> world = influence_world("homophily", customers=50, seed=1)
    >>> int((world.trigger != -1).sum()), world.effect
    (0, 0.0)
    """
    if kind not in {"homophily", "influence", "mixed"}:
        raise InvalidInput(f"{kind!r} is none of homophily, influence, mixed", column="kind")
    for name, count in {"customers": customers, "authors": authors}.items():
        whole(count, name=name, low=1)
    for name, size in {"days": days, "rate": rate, "readings": readings, "half_life": half_life}.items():
        number(size, name=name, above=0)
    number(effect, name="effect", low=0)
    rng = generator(seed)
    alike = kind != "influence"
    taste = rng.gamma(2.0, 0.5, customers) if alike else np.ones(customers)
    spells = rng.uniform(0, days, (customers, 2)) if alike else np.full((customers, 2), -1e9)
    reader, read_at = _events(rng, taste, spells, expected=readings, days=days)
    decay, true = float(np.log(2) / half_life), 0.0 if kind == "homophily" else effect
    popular = rng.dirichlet(np.full(authors, 5.0))
    author = rng.choice(authors, reader.size, p=popular)
    buyer, at = _events(rng, taste, spells, expected=rate * days, days=days)
    caused = rng.poisson(true / decay, reader.size)
    cause = np.repeat(np.arange(reader.size), caused)
    moved_at = read_at[cause] + rng.exponential(1 / decay, cause.size)
    cause, moved_at = cause[moved_at < days], moved_at[moved_at < days]
    who, when = np.concatenate([buyer, reader[cause]]), np.concatenate([at, moved_at])
    own = rate * taste[who] * _liveliness(spells[who], when, days=days)
    return InfluenceWorld(
        kind=kind,
        sales=Sales.of(
            who + authors, time=when, margin_minor=np.rint(rng.gamma(4.0, 500.0, who.size)).astype(np.int64),
            base_rate=own,
        ),
        exposures=Exposures.of(reader + authors, author=author, content=np.arange(reader.size), time=read_at),
        effect=true, decay=decay,
        trigger=np.concatenate([np.full(buyer.size, NOBODY), cause]),
        people=customers + authors, authors=authors, until=days,
    )  # fmt: skip


SPELL_DAYS = 21.0
IN_SPELL = 6.0  # so many times as lively as outside


def _events(
    rng: np.random.Generator, taste: Floats, spells: Floats, *, expected: float, days: float
) -> tuple[Ints, Floats]:
    """Who does something and when, by thinning a steady stream down to everybody's changing pace."""
    most = 1.0 + 2 * (IN_SPELL - 1.0) if np.any(spells >= 0) else 1.0
    count = rng.poisson(taste * expected * most / _mean(spells, days=days))
    who = np.repeat(np.arange(taste.size), count)
    at = rng.uniform(0, days, who.size)
    kept = rng.random(who.size) * most < _pace(spells[who], at)
    return who[kept], at[kept]


def _pace(spells: Floats, at: Floats) -> Floats:
    inside: Bools = (at[:, None] >= spells) & (at[:, None] < spells + SPELL_DAYS)
    made: Floats = 1.0 + (IN_SPELL - 1.0) * inside.sum(axis=1)
    return made


def _mean(spells: Floats, *, days: float) -> Floats:
    """Everybody's mean pace over the days."""
    covered = np.clip(np.minimum(spells + SPELL_DAYS, days) - np.maximum(spells, 0.0), 0.0, None).sum(axis=1)
    made: Floats = 1.0 + (IN_SPELL - 1.0) * covered / days
    return made


def _liveliness(spells: Floats, at: Floats, *, days: float) -> Floats:
    """The pace at a time over the mean pace."""
    return _pace(spells, at) / _mean(spells, days=days)
