"""The departments of the demo company and which talk goes to whom."""

from __future__ import annotations

from collections.abc import Mapping

from agora.accounts.models import Account, Team
from agora.accounts.models.team import Membership
from agora.desk.models import Route

TEAMS = {
    "service": ("Customer service", "Helps with what was bought.", ("ines", "marek")),
    "quality": ("Product quality", "Finds out why something breaks, and changes it.", ("yuki",)),
    "sales": ("Sales", "Advises who is about to buy.", ("marek", "max")),
    "logistics": ("Logistics", "Parcels, stock, returns.", ("marek",)),
    "community": ("Community", "Keeps the talk useful and friendly.", ("ines", "max")),
}
FAULTS = "broken, cracked, squeal, squeals, squealing, leaks, loose, batch"
# Name, position, intents, tone at most, words, team, hours.
ROUTES = (
    ("Something may be unsafe", 10, ["safety"], None, "", "quality", 4),
    ("Somebody wants to leave", 20, ["threat_to_leave"], None, "", "service", 8),
    ("Privacy", 30, ["privacy"], None, "", "service", 24),
    ("Delivery trouble", 40, ["complaint"], None, "delivery, parcel, courier, shipping, warehouse", "logistics", 24),
    ("A fault in a product", 50, ["complaint"], None, FAULTS, "quality", 48),
    ("A complaint", 60, ["complaint"], None, "", "service", 24),
    ("Wants to buy", 70, ["purchase_intent"], None, "", "sales", 24),
    ("A suggestion", 80, ["suggestion"], None, "", "quality", 120),
)  # fmt: skip
FLAGGED = "Flagged by a reader"


def found(accounts: Mapping[str, Account]) -> None:
    """Make teams with their members and the routes that lead to them; teams that exist already gain members only."""
    teams = {}
    for slug, (name, purpose, handles) in TEAMS.items():
        teams[slug] = Team.objects.get_or_create(slug=slug, defaults={"name": name, "purpose": purpose})[0]
        for handle in handles:
            Membership.objects.get_or_create(team=teams[slug], account=accounts[handle])
    if Route.objects.exists():
        return
    Route.objects.bulk_create(
        Route(
            name=name, position=position, intents=intents, polarity_below=tone, words=words, team=teams[slug],
            due_hours=hours,
        )
        for name, position, intents, tone, words, slug, hours in ROUTES
    )  # fmt: skip
    Route.objects.create(name=FLAGGED, position=5, on=Route.On.FLAG, team=teams["community"], due_hours=12)
