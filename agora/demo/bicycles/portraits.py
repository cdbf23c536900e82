"""Draws single people: a name that fits a place, a handle, a line about oneself, consents."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

import numpy as np

from agora.demo.bicycles.cast import PLANTED
from agora.demo.bicycles.timeline import Timeline
from agora.demo.bicycles.world import SimPerson
from agora.demo.words import NAMES, Region

_HOMES = tuple(region for region in NAMES.regions if region.share > 0)
_ABROAD_SHARE = 0.2


class Portraits:
    """Draws people whose names and handles do not repeat."""

    def __init__(self, *, timeline: Timeline, rng: np.random.Generator) -> None:
        self._timeline = timeline
        self._rng = rng
        self._names = {planted.name for planted in PLANTED}
        self._handles = {planted.handle for planted in PLANTED}
        shares = np.asarray([region.share for region in _HOMES])
        self._reach = np.cumsum(shares / shares.sum())

    def planted(self, index: int, *, joined: float, measured: bool) -> tuple[SimPerson, str]:
        """A person of the cast and their language."""
        planted = PLANTED[index]
        person = SimPerson(
            key=f"p{index + 1:04d}", name=planted.name, handle=planted.handle,
            email=f"{planted.handle}@example.org", city=planted.city, country=planted.country,
            joined=self._timeline.at(joined), is_customer=False, has_account=True, bio=planted.bio,
            archetype=planted.archetype, consents=self._consents(joined, account=True, measured=measured),
        )  # fmt: skip
        return person, "en"

    def stranger(
        self, index: int, *, group: str, joined: float, account: bool, measured: bool
    ) -> tuple[SimPerson, str]:
        """Somebody drawn at random, and the language they speak at home."""
        home = _HOMES[min(int(np.searchsorted(self._reach, self._rng.random())), len(_HOMES) - 1)]
        name = self._name(home)
        handle = self._handle(name)
        city = self._one(home.towns)
        person = SimPerson(
            key=f"p{index + 1:04d}", name=name, handle=handle,
            email=f"{handle}@example.org" if account or self._rng.random() < 0.8 else None,
            city=city, country=home.country, joined=self._timeline.at(joined), is_customer=False,
            has_account=account, bio=self._bio(group, city) if account else "", archetype=group,
            consents=self._consents(joined, account=account, measured=measured),
        )  # fmt: skip
        return person, home.language

    def _one(self, options: tuple[str, ...]) -> str:
        return options[int(self._rng.random() * len(options))]

    def _name(self, home: Region) -> str:
        """A new name; people move, so one in five brings a name from elsewhere."""
        for attempt in range(200):
            first = family = home
            if self._rng.random() < _ABROAD_SHARE or attempt > 40:
                first = family = NAMES.regions[int(self._rng.integers(len(NAMES.regions)))]
            if self._rng.random() < 0.06 or attempt > 40:
                family = NAMES.regions[int(self._rng.integers(len(NAMES.regions)))]
            name = f"{self._one(first.first_names)} {self._one(family.family_names)}"
            if name not in self._names:
                self._names.add(name)
                return name
        raise ValueError("the lists of names are too short for this many people")

    def _handle(self, name: str) -> str:
        first, family = (_plain(part) for part in name.lower().split(" ", 1))
        forms = (f"{first}.{family}", f"{first}{family[:2]}", f"{first[0]}{family}", f"{family}_{first[:3]}")
        for _ in range(50):
            handle = self._one(forms)
            if self._rng.random() < 0.3 or handle in self._handles:
                handle = f"{handle}{int(self._rng.integers(2, 99))}"
            if handle not in self._handles:
                self._handles.add(handle)
                return handle
        return self._fallback(first + family)

    def _fallback(self, stem: str) -> str:
        handle = f"{stem}{len(self._handles)}"
        self._handles.add(handle)
        return handle

    def _bio(self, group: str, city: str) -> str:
        if self._rng.random() < 0.35:
            return ""
        numbers = self._rng.integers(5, 40, size=2)
        return self._one(NAMES.bios[group]).format(km=int(numbers[0]), n=int(numbers[1]), city=city)

    def _consents(self, joined: float, *, account: bool, measured: bool) -> tuple[tuple[str, str, datetime], ...]:
        at = self._timeline.at(joined) + timedelta(minutes=5)
        answers = (
            ("measurement", "portal", account and measured),
            ("service", "email", account or self._rng.random() < 0.5),
            ("news", "email", self._rng.random() < 0.27),
            ("research", "email", account and self._rng.random() < 0.2),
            ("service", "phone", self._rng.random() < 0.15),
        )
        return tuple((purpose, channel, at) for purpose, channel, agreed in answers if agreed)


def _plain(text: str) -> str:
    """Letters a to z only."""
    folded = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ı", "i").replace("ø", "o"))
    return "".join(c for c in folded if "a" <= c <= "z")
