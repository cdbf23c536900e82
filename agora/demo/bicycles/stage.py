"""What every part of a simulation needs at hand, and the choice of who writes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from agora.demo.bicycles.archive import Archive
from agora.demo.bicycles.catalogue import SLUG_OF, STICKER_SKU, catalogue
from agora.demo.bicycles.parameters import DAYS, Parameters
from agora.demo.bicycles.phrasing import Phrases, Slots
from agora.demo.bicycles.populace import COMMUNITIES, Floats, Ints, Populace, settle
from agora.demo.bicycles.timeline import Timeline
from agora.demo.bicycles.world import SimProduct

# Which community cares for which category: rows as COMMUNITIES, columns as catalogue.CATEGORIES.
AFFINITY = np.asarray([
    [1.0, 0.9, 0.4, 1.0, 1.6, 1.3, 0.9, 1.2, 1.0],
    [0.8, 0.5, 0.1, 1.2, 0.8, 1.8, 1.5, 0.7, 0.3],
    [1.0, 0.6, 0.1, 0.8, 0.9, 1.4, 0.9, 1.3, 0.4],
    [0.6, 0.6, 3.0, 1.4, 1.0, 0.7, 1.1, 1.4, 1.4],
    [0.8, 3.0, 0.6, 1.2, 0.9, 0.6, 0.7, 1.1, 1.5],
    [0.7, 0.3, 0.3, 0.3, 0.7, 1.3, 2.2, 1.2, 0.2],
])  # fmt: skip

_SEASONAL = {
    "winter": ("November", "December", "January", "February"),
    "plans": ("March", "April", "May", "June"),
}


@dataclass(slots=True)
class Stage:
    """The random generator, the people, the goods and the archive of one simulation run."""

    parameters: Parameters
    timeline: Timeline
    rng: np.random.Generator
    populace: Populace
    phrases: Phrases
    archive: Archive
    products: dict[str, SimProduct]
    by_category: dict[str, tuple[SimProduct, ...]]
    writers: dict[int, tuple[Ints, Floats]] = field(default_factory=dict)

    def writer(self, day: float, *, community: int | None = None, language: str | None = None,
               avoid: tuple[int, ...] = ()) -> int:  # fmt: skip
        """Somebody with an account by that day, the more likely the more they write."""
        group, reach = self.writers[-1 if community is None else community]
        choice = int(group[0])
        for _ in range(60):
            choice = int(group[min(int(np.searchsorted(reach, self.rng.random())), len(group) - 1)])
            fits = language is None or self.populace.language[choice] == language
            if fits and self.populace.joined[choice] < day - 0.02 and choice not in avoid:
                return choice
        return choice if self.populace.joined[choice] < day and choice not in avoid else self._anyone(day, avoid)

    def _anyone(self, day: float, avoid: tuple[int, ...]) -> int:
        group, _ = self.writers[-1]
        there = [int(i) for i in group if self.populace.joined[i] < day - 0.02 and int(i) not in avoid]
        return there[int(self.rng.random() * len(there))]

    def slots(self, author: int, day: float, **words: str) -> Slots:
        """Slots for a post by that author: their town and name are theirs."""
        if author < 0:
            return self.phrases.slots(day, city="Bremen", given="the team", **words)
        person = self.populace.people[author]
        return self.phrases.slots(day, city=person.city, given=self.populace.first_name(author), **words)

    def waking(self, day: int) -> float:
        """A moment of that day, mornings and evenings alike."""
        return day + 0.04 + 0.9 * float(self.rng.random())

    def fitting(self, topics: str, day: float) -> float:
        """The day, or another one if the subject belongs to a season and the day does not."""
        in_season = next((months for topic, months in _SEASONAL.items() if topic in topics.split()), None)
        for _ in range(40):
            if in_season is None or self.timeline.month(day) in in_season:
                break
            day = 0.3 + (DAYS - 2.5) * float(self.rng.random())
        return day

    def product(self, category: str) -> SimProduct:
        """One product of the category; what stands first in the catalogue sells a little better."""
        options = self.by_category[category]
        return options[int(len(options) * float(self.rng.random()) ** 1.25)]


def set_the_stage(parameters: Parameters, *, timeline: Timeline, seed: int) -> Stage:
    """Draw the people and prepare an empty archive."""
    rng = np.random.Generator(np.random.PCG64(seed))
    populace = settle(parameters, timeline=timeline, rng=rng)
    products = {product.sku: product for product in catalogue()}
    stage = Stage(
        parameters=parameters, timeline=timeline, rng=rng, populace=populace,
        phrases=Phrases(timeline=timeline, rng=rng), archive=Archive(until=float(DAYS)), products=products,
        by_category={
            category: tuple(p for p in products.values() if p.category == category and p.sku != STICKER_SKU)
            for category in SLUG_OF
        },
    )  # fmt: skip
    for group in range(-1, len(COMMUNITIES)):
        members = np.flatnonzero(populace.account & (populace.activity > 0))
        if group >= 0:
            members = members[populace.community[members] == group]
        weight = populace.activity[members]
        if len(members):
            stage.writers[group] = members, np.cumsum(weight / weight.sum())
    for group in range(len(COMMUNITIES)):
        stage.writers.setdefault(group, stage.writers[-1])
    return stage
