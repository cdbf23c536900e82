"""Subjects get codes 0..n-1, so that measures are vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels.arrow import SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
T = TypeVar("T", bound=np.generic)
NOBODY = 0

ORIGINS = f"""
SELECT {SUBJECT.format("i")}::bigint AS subject, min(i.first_seen_at) AS since
FROM people_identity i WHERE NOT i.is_ours GROUP BY 1 ORDER BY 1"""


IDENTITIES = f"SELECT i.id, {SUBJECT.format('i')}::bigint AS subject, i.is_ours AS ours FROM people_identity i"


@dataclass(frozen=True, slots=True)
class OriginsPanel:
    """One row per subject: the day it was first seen."""

    subject: Ints
    since: Floats


@dataclass(frozen=True, slots=True)
class Identities:
    """Whose every identity is; its millions of mentions are looked up here, in a tenth of the time a join takes."""

    id: Ints
    subject: Ints
    ours: NDArray[np.bool_]

    def subjects(self, identities: Ints) -> Ints:
        """Return the subject behind each identity, nobody for one we do not know."""
        return looked_up(identities, self.id, self.subject, missing=NOBODY)

    def are_ours(self, identities: Ints) -> NDArray[np.bool_]:
        """Return whether each identity is one of the company's."""
        return looked_up(identities, self.id, self.ours, missing=False)


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
        """Return the code of each subject id, -1 for nobody and for whom is not in the run."""
        return looked_up(subjects, self.ids, np.arange(self.size), missing=-1)

    def spread(self, subjects: Ints, values: Floats, *, default: float) -> Floats:
        """Return one value per code from (subject, value) pairs, `default` where none is given."""
        out = np.full(self.size, default)
        inside = np.isin(subjects, self.ids)
        out[self.codes(subjects[inside])] = values[inside]
        return out


def origins(reader: Reader) -> OriginsPanel:
    """Return the subjects we know and the day each was first seen."""
    return OriginsPanel(**reader.columns(ORIGINS))


def identities(reader: Reader) -> Identities:
    """Return all identities, the company's among them."""
    read = reader.columns(IDENTITIES)
    return Identities(read["id"], read["subject"], read["ours"].astype(np.bool_))


def looked_up(keys: Ints, ids: Ints, values: NDArray[T], *, missing: T | float) -> NDArray[T]:
    """Return the value of each wanted id, by a table over the ids: sequences make them, so they leave few gaps."""
    if not ids.size:
        return np.full(keys.size, missing, dtype=values.dtype)
    before = int(ids.min()) - 1
    table = np.full(int(ids.max()) - before + 2, missing, dtype=values.dtype)
    table[ids - before] = values
    return table[np.clip(keys - before, 0, table.size - 1)]
