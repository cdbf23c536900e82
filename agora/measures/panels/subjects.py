"""Subjects get codes 0..n-1, so that measures are vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels.arrow import DAYS, SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NOBODY = 0

ORIGINS = f"""
SELECT {SUBJECT.format("i")}::bigint AS subject, min({DAYS.format("i.first_seen_at")}) AS since
FROM people_identity i WHERE NOT i.is_ours GROUP BY 1 ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class OriginsPanel:
    """One row per subject: the day it was first seen."""

    subject: Ints
    since: Floats


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of a run in order of their ids; a subject's code is its place."""

    ids: Ints

    @classmethod
    def of(cls, *columns: Ints) -> Subjects:
        """Everybody named in the columns, nobody left out."""
        named = np.unique(np.concatenate([*columns, np.zeros(0, dtype=np.int64)]))
        return cls(named[named != NOBODY].astype(np.int64))

    @property
    def size(self) -> int:
        """How many."""
        return int(self.ids.size)

    def codes(self, subjects: Ints) -> Ints:
        """Return the code of each subject id, -1 for nobody; all others must be known."""
        places = np.searchsorted(self.ids, subjects)
        return np.where(subjects == NOBODY, -1, places).astype(np.int64)

    def spread(self, subjects: Ints, values: Floats, *, default: float) -> Floats:
        """Return one value per code from (subject, value) pairs, `default` where none is given."""
        out = np.full(self.size, default)
        inside = np.isin(subjects, self.ids)
        out[self.codes(subjects[inside])] = values[inside]
        return out


def origins(reader: Reader) -> OriginsPanel:
    """Return the subjects we know and the day each was first seen."""
    return OriginsPanel(**reader.columns(ORIGINS))
