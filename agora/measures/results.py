"""What a calculation hands over to be stored: blocks of scores as arrays, entries of the ledger, ties, and its
outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """Scores of one measure, (n,) each: `ids` are subjects (signed), or post or product ids by `of`.

    `basis` are columns (n,) of what each rests on, by name.
    """

    measure: str
    ids: Ints
    value: Floats
    low: Floats | None = None
    high: Floats | None = None
    of: str = "subject"
    labels: Sequence[str] | None = None
    basis: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreditBlock:
    """Entries of the ledger, (n,) each: sale (kind code, id), day, identities of buyer and author (0: the company)."""

    sale_kind: Ints
    sale_id: Ints
    at: Floats
    buyer: Ints
    author: Ints
    post: Ints
    weight: Floats
    amount: Ints


@dataclass(frozen=True, slots=True)
class TieBlock:
    """Ties of `one`, (n,) each: how often it met or answered the words of `other`, and the other way; the last day."""

    one: Ints
    other: Ints
    strength: Floats
    heard: Ints
    heard_by: Ints
    last: Floats


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a calculation found; `outcome` says totals, what was fitted, and what cannot be said."""

    inputs: Json
    outcome: Json
    scores: Sequence[ScoreBlock] = ()
    credits: CreditBlock | None = None
    ties: TieBlock | None = None


class CannotBalance(Exception):
    """The ledger's sums do not agree; nothing of this run is shown."""
