"""Orders: from people's own propensity, from what they read, by script, and from buyers nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agora.demo.bicycles.cast import ANTON, CLEO
from agora.demo.bicycles.catalogue import CATEGORIES, FLEET_SKUS, SQUEALING_SKU, STICKER_SKU
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.reading import Readers, Trigger
from agora.demo.bicycles.reviewing import rate, review
from agora.demo.bicycles.stage import AFFINITY, Stage
from agora.demo.bicycles.stories import BATCH_FROM, CORRECTED, REVIEWED, Complaint
from agora.demo.bicycles.world import SimLine, SimProduct

_DEAR = 30000  # minor units: above this, reading seldom sells the thing itself, but something that goes with it
_CATEGORY_NAMES = tuple(category.name for category in CATEGORIES)
_DEMAND = np.asarray([category.demand for category in CATEGORIES])
_SMALL = np.asarray([name in ("Helmets", "Lights", "Tyres", "Brakes", "Accessories") for name in _CATEGORY_NAMES])


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A sale: buyer by number or None, day, lines, and the post that caused it, if one did."""

    buyer: int | None
    at: float
    lines: tuple[SimLine, ...]
    cause: int | None


class Market:
    """Plays the days one by one: people read, people buy, and some of them write a review."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.readers = Readers(stage)
        self.orders: list[OrderDraft] = []
        self.gone: set[int] = set()
        self._due: dict[int, list[Trigger]] = {}
        self._rate = stage.populace.own_rate.copy()

    def run(self, complaints: list[Complaint]) -> None:
        """Play the whole period."""
        self._scripted(complaints)
        for day in range(DAYS):
            for trigger in self.readers.read(day, gone=self.gone):
                self._due.setdefault(int(trigger.at), []).append(trigger)
            self._trade(day)
        self._unknown_buyers()
        self.orders.sort(key=lambda order: order.at)

    def _trade(self, day: int) -> None:
        """The orders of one day, own and triggered, in the order of time."""
        stage = self._stage
        active = np.where(stage.populace.joined < day, self._rate, 0.0) * stage.timeline.season(day + 0.5)
        counts = stage.rng.poisson(active)
        coming = [(stage.waking(day), int(i), None) for i in np.repeat(np.arange(len(counts)), counts)]
        due = [(trigger.at, trigger.buyer, trigger.post) for trigger in self._due.pop(day, [])]
        for at, buyer, cause in sorted([*coming, *due], key=lambda entry: entry[:2]):
            if buyer in self.gone or at >= DAYS:
                continue
            lines = self._basket(buyer, at, cause=cause)
            self.orders.append(OrderDraft(buyer, at, lines, cause))
            self._afterwards(buyer, at, lines)

    def _afterwards(self, buyer: int, at: float, lines: tuple[SimLine, ...]) -> None:
        """After a purchase some people are gone for good, and some write about it."""
        stage = self._stage
        if stage.rng.random() < stage.parameters.dropout:
            self.gone.add(buyer)
            self._rate[buyer] = 0.0
        writes = stage.parameters.review_rate * min(2.2, 0.55 + 0.4 * float(stage.populace.activity[buyer]))
        if stage.populace.account[buyer] and stage.rng.random() < writes:
            product = stage.products[lines[0].sku]
            written = at + 4.0 + float(stage.rng.gamma(2.0, 8.0))
            doubtful = product.sku == SQUEALING_SKU and BATCH_FROM <= at < REVIEWED
            review(stage, product, author=buyer, at=written, rating=2 if doubtful else rate(stage))

    def _basket(self, buyer: int | None, at: float, *, cause: int | None = None) -> tuple[SimLine, ...]:
        """One main product and now and then something with it."""
        community = int(self._stage.rng.integers(len(AFFINITY)))
        if buyer is not None:
            community = int(self._stage.populace.community[buyer])
        main = self._prompted(cause, community, at) if cause is not None else self._wanted(community, at)
        chosen = [main]
        for _ in range(int(self._stage.rng.poisson(0.6))):
            extra = self._wanted(community, at, small=True)
            if self._stage.rng.random() < 0.05:
                extra = self._stage.products[STICKER_SKU]
            if extra not in chosen:
                chosen.append(extra)
        discount = self._discount(at)
        return tuple(self._line(product, discount) for product in chosen)

    def _prompted(self, cause: int, community: int, at: float) -> SimProduct:
        """What somebody buys who was moved by a post: the product of its thread, or something like it."""
        stage = self._stage
        thread = stage.archive.threads[stage.archive.posts[cause].thread]
        product = stage.products[thread.sku] if thread.sku else None
        if product is None or product.category == "Service contracts" or product.sku == STICKER_SKU:
            return self._wanted(community, at, small=True)
        if product.price_minor > _DEAR and stage.rng.random() >= stage.parameters.dear_share:
            return self._wanted(community, at, small=True)
        if stage.rng.random() < 0.18 and product.price_minor <= _DEAR:
            return stage.product(product.category)
        return product

    def _wanted(self, community: int, at: float, *, small: bool = False) -> SimProduct:
        weights = _DEMAND * AFFINITY[community] * (_SMALL if small else 1.0)
        place = int(np.searchsorted(np.cumsum(weights), self._stage.rng.random() * weights.sum()))
        product = self._stage.product(_CATEGORY_NAMES[place])
        in_doubt = product.sku == SQUEALING_SKU and REVIEWED < at < CORRECTED
        if in_doubt and self._stage.rng.random() < 0.6:
            return self._stage.products["VL-BR-03"]
        return product

    def _line(self, product: SimProduct, discount: float) -> SimLine:
        quantity = 1
        if product.sku == STICKER_SKU:
            quantity = 4 + int(self._stage.rng.integers(8))
        elif product.price_minor < 8000 and self._stage.rng.random() < 0.24:
            quantity = 2
        price = (
            max(1, round(product.price_minor * (1 - discount))) if product.price_minor > 100 else product.price_minor
        )
        return SimLine(product.sku, quantity, price)

    def _discount(self, at: float) -> float:
        """Ten per cent in the last week of November, a voucher now and then."""
        if 20 <= at < 29:
            return 0.10
        return 0.05 if self._stage.rng.random() < 0.06 else 0.0

    def _scripted(self, complaints: list[Complaint]) -> None:
        """Cleo's sticker, Anton's fleet, and the pads behind the complaints."""
        sticker = self._stage.products[STICKER_SKU]
        self.orders.append(OrderDraft(CLEO, 2.47, (SimLine(sticker.sku, 1, sticker.price_minor),), None))
        number = self._stage.parameters.fleet_orders
        for n in range(number):
            at = 9.4 + (n + 0.5 * float(self._stage.rng.random())) * 345 / number
            self.orders.append(OrderDraft(ANTON, at, self._fleet(1_300_000_00 / number), None))
        pads = self._stage.products[SQUEALING_SKU]
        for complaint in complaints:
            line = SimLine(pads.sku, 2, pads.price_minor)
            self.orders.append(OrderDraft(complaint.person, complaint.bought, (line,), None))

    def _fleet(self, budget_minor: float) -> tuple[SimLine, ...]:
        """Bikes for about the budget, at the fleet price, with locks for all of them."""
        shares = self._stage.rng.dirichlet((6.0, 3.0, 2.0))
        lines = []
        for sku, share in zip(FLEET_SKUS, shares, strict=True):
            price = round(self._stage.products[sku].price_minor * 0.92)
            lines.append(SimLine(sku, max(1, round(budget_minor * float(share) / price)), price))
        lock = self._stage.products["VL-AC-03"]
        return (*lines, SimLine(lock.sku, sum(line.quantity for line in lines), round(lock.price_minor * 0.9)))

    def _unknown_buyers(self) -> None:
        number = self._stage.parameters.unknown_orders
        season = np.asarray([self._stage.timeline.season(day + 0.5) for day in range(DAYS)])
        days = self._stage.rng.choice(DAYS, size=number, p=season / season.sum())
        for day in sorted(int(day) for day in days):
            at = self._stage.waking(day)
            self.orders.append(OrderDraft(None, at, self._basket(None, at), None))
