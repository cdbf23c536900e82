"""What can be wrong with what the measures are given: three named errors, each says what, where and the cure."""

from __future__ import annotations


class InvalidInput(ValueError):
    """A column holds what cannot be: `column` names it and `row` is the first wrong row (None: the column as a whole)."""

    def __init__(self, why: str, *, column: str, row: int | None = None) -> None:
        self.column, self.row = column, row
        super().__init__(f"{column}{'' if row is None else f', row {row}'}: {why}")


class NotEnoughData(ValueError):
    """The rows are sound but too few, or too much alike, to carry what is asked: cannot say yet."""


class NotConverged(RuntimeError):
    """A search ended before its answer settled; the message says how far it came and what to try."""
