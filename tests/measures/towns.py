"""Towns whose truth is known, as the panels of incrementality would have them: words about five products move sales, or taste does."""

from __future__ import annotations

from typing import Any

import numpy as np

from agora.measures.calculations import incrementality
from agora.measures.engines.local import Local
from agora.measures.panels import CategoriesPanel, MeetingsPanel, OriginsPanel, PurchasesPanel
from agora.measures.progress import silent
from agora.measures.results import Json
from agora_analytics.simulate import influence_world
from agora_analytics.simulate.influence_worlds import NOBODY, InfluenceWorld, WorldKind

PRODUCTS = 5
Ints = np.ndarray[Any, np.dtype[np.int64]]
Panels = tuple[MeetingsPanel, PurchasesPanel, CategoriesPanel, OriginsPanel]


def a_town(kind: WorldKind, *, customers: int = 2000, effect: float = 0.01, seed: int = 1) -> InfluenceWorld:
    """A town in which each author writes about one product."""
    return influence_world(
        kind, customers=customers, authors=PRODUCTS, rate=0.02, readings=8.0, effect=effect, seed=seed
    )


def panels(made: InfluenceWorld, *, taste: float | None = None) -> Panels:
    """Its meetings and purchases; a sale that words moved is of their product.

    taste: how unlike people are in which product they read about and buy, the smaller the more; None for not at all.
    """
    rng = np.random.default_rng(7)
    likes = rng.dirichlet(np.full(PRODUCTS, taste), made.people) if taste else np.full((made.people, PRODUCTS), 0.2)

    def of_taste(who: Ints) -> Ints:
        below = likes[who].cumsum(axis=1) < rng.random((who.size, 1))
        liked: Ints = 1 + np.minimum(below.sum(axis=1), PRODUCTS - 1)
        return liked

    reader, buyer = (rows.buyer.astype(np.int64) for rows in (made.exposures, made.sales))
    read = of_taste(reader)
    bought = np.where(made.trigger != NOBODY, read[made.trigger], of_taste(buyer))
    first, then = (np.argsort(rows.time, kind="stable") for rows in (made.exposures, made.sales))
    everybody = np.arange(1, made.people + 1)
    return (
        MeetingsPanel(reader[first] + 1, read[first], np.zeros(first.size, np.int64), made.exposures.time[first]),
        PurchasesPanel(buyer[then] + 1, bought[then], made.sales.time[then]),
        CategoriesPanel(np.arange(1, PRODUCTS + 1), np.ones(PRODUCTS, np.int64)),
        OriginsPanel(everybody, np.zeros(everybody.size)),
    )


def found(rows: Panels, **known: Any) -> Json:
    """What the calculation says of the panels."""
    made = incrementality.calculate(*rows, engine=Local(), progress=silent, **(incrementality.parameters() | known))
    return made.outcome
