"""What follows sales: returns, service contracts, touches, and the clubs people belong to."""

from __future__ import annotations

from typing import cast

from agora.demo.bicycles.buying import OrderDraft
from agora.demo.bicycles.cast import ANTON, FLEET_FIRM, RING, TEO
from agora.demo.bicycles.catalogue import PLAN_SKUS, SQUEALING_SKU
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.stage import Stage
from agora.demo.bicycles.stories import BATCH_FROM, REVIEWED, Complaint
from agora.demo.bicycles.world import (
    SimLine,
    SimOrganization,
    SimReturn,
    SimSubscription,
    SimSubscriptionEvent,
    SimTouch,
    TouchKind,
)
from agora.demo.words import NAMES, TOUCHES

CHURN_A, CHURN_B = 0.9, 11.0
_UPGRADE = 0.018


def take_back(stage: Stage, orders: list[OrderDraft], *, complaints: list[Complaint]) -> list[SimReturn]:
    """Some goods come back; pads of the squealing batch come back more often."""
    complained = {(c.person, c.bought): c.complained for c in complaints}
    drawn: list[tuple[float, int, str, SimLine]] = []
    for n, order in enumerate(orders):
        complaint_day = complained.get((order.buyer if order.buyer is not None else -1, order.at))
        if complaint_day is not None:
            drawn.append(
                (complaint_day + 1.0 + 3.0 * float(stage.rng.random()), n, TOUCHES.batch_reason, order.lines[0])
            )
        elif order.buyer != ANTON:
            drawn += _maybe_returned(stage, order, n)
    entries = sorted((entry for entry in drawn if entry[0] < DAYS), key=lambda entry: entry[:2])
    return [
        SimReturn(f"r{i + 1:05d}", f"o{n + 1:05d}", stage.timeline.at(at), reason, (line,))
        for i, (at, n, reason, line) in enumerate(entries)
    ]


def _maybe_returned(stage: Stage, order: OrderDraft, n: int) -> list[tuple[float, int, str, SimLine]]:
    rng = stage.rng
    for line in order.lines:
        of_the_batch = line.sku == SQUEALING_SKU and BATCH_FROM <= order.at < REVIEWED
        if of_the_batch and rng.random() < stage.parameters.batch_return_rate:
            at = max(order.at + 5, REVIEWED + 2 + 25 * float(rng.random()))
            return [(at, n, TOUCHES.batch_reason, line)]
    if rng.random() >= stage.parameters.return_rate or sum(line.quantity for line in order.lines) > 12:
        return []
    line = stage.phrases.one(order.lines)
    quantity = 1 + int(rng.integers(line.quantity))
    at = order.at + 2.0 + float(rng.gamma(2.0, 4.0))
    return [(at, n, stage.phrases.one(TOUCHES.return_reasons), SimLine(line.sku, quantity, line.unit_price_minor))]


def sign_contracts(stage: Stage) -> list[SimSubscription]:
    """Service contracts with a monthly chance of leaving that differs between people, Beta(CHURN_A, CHURN_B)."""
    people = stage.populace
    chosen = [int(i) for i in stage.rng.permutation(len(people.people)) if int(i) not in (ANTON, *RING)]
    contracts = [_contract(stage, ANTON, day=14.4, plan=2, churn=0.0)]
    for person in chosen[: stage.parameters.contracts]:
        earliest = max(0.0, float(people.joined[person]))
        day = stage.waking(int(earliest + float(stage.rng.random()) * max(1.0, DAYS - 5 - earliest)))
        if day >= DAYS:
            continue
        churn = float(stage.rng.beta(CHURN_A, CHURN_B))
        contracts.append(_contract(stage, person, day=day, plan=int(stage.rng.random() < 0.3), churn=churn))
    contracts.sort(key=lambda contract: (contract.started, contract.buyer))
    return [SimSubscription(f"s{i + 1:04d}", c.buyer, c.plan_sku, c.started, c.events) for i, c in enumerate(contracts)]


def _contract(stage: Stage, person: int, *, day: float, plan: int, churn: float) -> SimSubscription:
    first = plan
    price = stage.products[PLAN_SKUS[plan]].price_minor
    events = [SimSubscriptionEvent("start", stage.timeline.at(day), price)]
    due = day + 30.4
    while due < DAYS:
        if stage.rng.random() < churn:
            events.append(SimSubscriptionEvent("cancel", stage.timeline.at(due), 0))
            break
        rises = plan == 0 and stage.rng.random() < _UPGRADE
        plan += int(rises)
        price = stage.products[PLAN_SKUS[plan]].price_minor
        events.append(SimSubscriptionEvent("upgrade" if rises else "renewal", stage.timeline.at(due), price))
        due += 30.4
    return SimSubscription(
        "", stage.populace.people[person].key, PLAN_SKUS[first], stage.timeline.at(day), tuple(events)
    )  # fmt: skip


def keep_in_touch(stage: Stage) -> list[SimTouch]:
    """Calls, meetings, mails and letters that staff noted."""
    entries = [
        (stage.waking(20 + 55 * n), ANTON, kind, summary, "marek") for n, (kind, summary) in enumerate(TOUCHES.fleet)
    ]
    people = stage.populace
    for n in range(max(6, len(people.people) // 16)):
        day = stage.waking(int(stage.rng.integers(DAYS)))
        person = int(stage.rng.integers(len(people.people)))
        if people.joined[person] < day and person not in RING:
            kind, summary = TOUCHES.customers[n % len(TOUCHES.customers)]
            entries.append((day, person, kind, summary, stage.phrases.one(("ines", "marek", "yuki"))))
    entries.sort()
    return [
        SimTouch(
            f"c{i + 1:04d}", people.people[person].key, cast(TouchKind, kind), stage.timeline.at(day), summary, who
        )
        for i, (day, person, kind, summary, who) in enumerate(entries)
    ]


def found_organizations(stage: Stage) -> list[SimOrganization]:
    """Anton's firm, clubs with members of one town, and shops."""
    people = stage.populace.people
    firm = SimOrganization("g001", FLEET_FIRM, (people[ANTON].key,))
    organizations = [firm]
    towns = sorted({person.city for person in people})
    number = max(3, len(people) // 55)
    for n in range(number):
        town = towns[int(stage.rng.integers(len(towns)))]
        pattern, most = (
            (NAMES.shops[n % len(NAMES.shops)], 3) if n % 4 == 3 else (NAMES.clubs[n % len(NAMES.clubs)], 18)
        )
        name = pattern.format(city=town)
        local = [i for i, p in enumerate(people) if p.city == town and i not in (ANTON, *RING)]
        if not local or any(name == o.name for o in organizations):
            continue
        size = min(len(local), 1 + int(stage.rng.integers(most)))
        members = sorted(people[int(i)].key for i in stage.rng.permutation(local)[:size])
        organizations.append(SimOrganization(f"g{len(organizations) + 1:03d}", name, tuple(members)))
    return [
        *organizations,
        SimOrganization(f"g{len(organizations) + 1:03d}", "Repair Co-op Möllan", (people[TEO].key,)),
    ]
