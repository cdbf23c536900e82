"""Work that must survive a crash is a row with a declared state graph; an undeclared step is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models


class IllegalStep(Exception):
    """A row was asked to move between two states that its graph does not join."""


class Stateful(models.Model):
    """A row whose `state` moves along `STEPS` (state → the states that may follow) and starts at the first."""

    STEPS: ClassVar[Mapping[str, frozenset[str]]] = {}

    state = models.CharField(max_length=20)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        unknown = {after for following in cls.STEPS.values() for after in following} - set(cls.STEPS)
        if unknown:
            raise TypeError(f"{cls.__name__}.STEPS leads to undeclared states: {', '.join(sorted(unknown))}")

    def step(self, state: str, **values: object) -> None:
        """Move to `state`, setting `values` in the same statement; IllegalStep if the graph forbids it."""
        if state not in self.STEPS.get(self.state, frozenset()):
            raise IllegalStep(f"{type(self).__name__} {self.pk} cannot go from {self.state!r} to {state!r}.")
        moved = type(self)._default_manager.filter(pk=self.pk, state=self.state).update(state=state, **values)
        if not moved:
            raise IllegalStep(f"{type(self).__name__} {self.pk} is no longer {self.state!r}.")
        for name, value in {"state": state, **values}.items():
            setattr(self, name, value)
