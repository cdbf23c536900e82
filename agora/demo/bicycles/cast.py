"""The people planted on purpose, each with a role that a measure should find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted person; `skill` (0-1) is how good their writing is, `activity` how much they write unasked."""

    name: str
    handle: str
    city: str
    country: str
    archetype: str
    community: str
    bio: str
    skill: float
    activity: float
    measured: bool = True


CLEO, ANTON, NOOR, TEO, CRITIC = range(5)
RING = (5, 6, 7, 8)
# They buy by script, or not at all: nothing they read makes them order.
SCRIPTED = (CLEO, ANTON, NOOR, *RING)

PLANTED = (
    Planted("Cleo Marsh", "cleo.marsh", "Bristol", "GB", "reviewer", "commuters",
            "I borrow, measure and write. Own one sticker.", 0.97, 6.0),
    Planted("Anton Brandt", "a.brandt", "Hamburg", "DE", "fleet", "mechanics", "", 0.5, 0.0),
    Planted("Noor Vance", "noorvance", "Rotterdam", "NL", "blogger", "commuters",
            "I write about cities and the people who cross them slowly.", 0.92, 0.4),
    Planted("Teo Lindqvist", "teo_l", "Malmö", "SE", "expert", "mechanics",
            "Brakes are my subject. Thirty years of other people's callipers.", 0.96, 2.0),
    Planted("Ravi Castellane", "ravi.c", "Lyon", "FR", "critic", "mechanics",
            "I measure before I complain.", 0.9, 0.6),
    Planted("Dex Vargo", "dexv88", "Leeds", "GB", "ring", "newcomers", "", 0.1, 0.0, False),
    Planted("Milo Quintrell", "milo_q", "Leeds", "GB", "ring", "newcomers", "", 0.1, 0.0, False),
    Planted("Tara Bloomquist", "tara.bq", "Leeds", "GB", "ring", "newcomers", "", 0.1, 0.0, False),
    Planted("Gus Hartlock", "gush", "Leeds", "GB", "ring", "newcomers", "", 0.1, 0.0, False),
)  # fmt: skip
FLEET_FIRM = "Brandt Stadtlogistik"
