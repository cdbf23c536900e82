"""The array types that travel through the measures, and the compiler that makes loops over them quick."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from agora_analytics.errors import InvalidInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_THREADS = 4  # each keeps sums of its own
WORK_WORTH_A_THREAD = 250_000
_TOO_LARGE = 2.0**63

_F = TypeVar("_F", bound=Callable[..., Any])
_T = TypeVar("_T")


def compiled(function: _F) -> _F:
    """Compile a loop over arrays with numba, cached on disk and releasing the interpreter lock.

    Parallel loops of numba are avoided on purpose: their default threading layer aborts the process
    when two threads enter it, which a web server or a job worker may do.
    """
    made: _F = njit(cache=True, nogil=True)(function)
    return made


@compiled
def quantile_of_sorted(ordered: Floats, share: float) -> float:
    """The quantile of a sorted sample, linear between neighbours."""
    place = share * (ordered.size - 1)
    below = int(np.floor(place))
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def cores() -> int:
    """How many threads to use at most.

    OMP_NUM_THREADS bounds them, as it does those of other libraries: Spark sets it to the cores of a task.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdecimal() and int(told) else os.cpu_count() or 1


def side_by_side(part: Callable[[int, int], _T], work: Ints | Floats, *, worth: int | None = None) -> list[_T]:
    """What `part(start, stop)` returns for ranges of like work, run in threads where there is enough of it.

    work: (n + 1,) the work before each of n rows and in all, from 0; worth: how much makes a
    further thread worth it. `part` spends its time in compiled loops.
    """
    threads = min(cores(), MOST_THREADS, 1 + int(work[-1]) // (worth or WORK_WORTH_A_THREAD))
    if threads == 1:
        return [part(0, work.size - 1)]
    cuts = np.searchsorted(work, np.linspace(0, work[-1], threads + 1)[1:-1])
    edges = [0, *cuts.tolist(), work.size - 1]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda ends: part(*ends), pairwise(edges)))


def floats(values: ArrayLike, *, name: str, size: int | None = None) -> Floats:
    """A contiguous float64 vector, finite, of the stated size.

    Raises InvalidInput naming the array and the first row that is wrong.
    """
    array = as_floats(values, name=name)
    _check_shape(array, name=name, size=size)
    wrong = np.flatnonzero(~np.isfinite(array))
    if wrong.size:
        row = int(wrong[0])
        raise InvalidInput(f"{array[row]} is not a finite number; leave the row out or mend it", column=name, row=row)
    return array


def table(values: ArrayLike, *, name: str, rows: int | None = None) -> Floats:
    """A float64 matrix, finite, of the stated number of rows.

    Raises InvalidInput naming the matrix and the first row that is wrong.
    """
    array = as_floats(values, name=name)
    if array.ndim != 2 or (rows is not None and array.shape[0] != rows):
        raise InvalidInput(f"expected rows and columns{_rows(rows)}, got shape {array.shape}", column=name)
    refuse(
        np.asarray(~np.isfinite(array).all(axis=1)),
        "not a finite number; leave the row out or mend it",
        column=name,
    )
    return array


def integers(values: ArrayLike, *, name: str, size: int | None = None) -> Ints:
    """A contiguous int64 vector of the stated size.

    Raises InvalidInput naming the array and the first row that is not a whole number.
    """
    raw = np.asarray(values)
    if raw.dtype.kind not in "biu":
        raw = as_floats(raw, name=name)
        _check_shape(raw, name=name, size=size)
        with np.errstate(invalid="ignore"):
            wrong = np.flatnonzero(~((raw == np.floor(raw)) & (np.abs(raw) < _TOO_LARGE)))
        if wrong.size:
            row = int(wrong[0])
            raise InvalidInput(f"{raw[row]:g} is not a whole number; give counts or codes", column=name, row=row)
    elif raw.dtype == np.uint64 and raw.size and raw.max() >= _TOO_LARGE:
        raise InvalidInput("holds a number too large for 64 bits", column=name, row=int(raw.argmax()))
    array = np.ascontiguousarray(raw, dtype=np.int64)
    _check_shape(array, name=name, size=size)
    return array


def number(
    value: object,
    *,
    name: str,
    low: float = -np.inf,
    high: float = np.inf,
    above: float | None = None,
    below: float | None = None,
    endless: bool = False,
) -> float:
    """A finite number from `low` to `high`, strictly between `above` and `below`; endless: it may be infinite.

    Raises InvalidInput naming the argument and what it must be.
    """
    try:
        told = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidInput(f"{value!r} is not a number", column=name) from None
    if np.isnan(told) or (np.isinf(told) and not endless):
        raise InvalidInput(f"{told} is not a finite number", column=name)
    asked = (
        ("at least", low, told >= low),
        ("at most", high, told <= high),
        ("above", above, above is None or told > above),
        ("below", below, below is None or told < below),
    )
    for word, bound, good in asked:
        if not good:
            raise InvalidInput(f"must be {word} {bound:g}, not {told:g}", column=name)
    return told


def whole(value: object, *, name: str, low: float = -np.inf, high: float = np.inf) -> int:
    """A whole number from `low` to `high`.

    Raises InvalidInput naming the argument and what it must be.
    """
    told = number(value, name=name, low=low, high=high)
    if told != np.floor(told):
        raise InvalidInput(f"{told:g} is not a whole number", column=name)
    return int(told)


def generator(seed: int) -> np.random.Generator:
    """Random numbers that the seed alone decides; raises InvalidInput where it is no whole number of at least 0."""
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise InvalidInput(f"{seed!r} is not a whole number of at least 0", column="seed")
    return np.random.default_rng(int(seed))


def spread(values: ArrayLike, *, name: str, size: int) -> Floats:
    """A float64 vector of the stated size; a single number is repeated."""
    array: NDArray[Any] = np.asarray(values)
    if array.ndim == 0:
        array = np.full(size, number(array.item(), name=name))
    return floats(array, name=name, size=size)


def refuse(wrong: Bools, why: str, *, column: str) -> None:
    """Raise InvalidInput for the first row that is marked wrong, if any is."""
    rows = np.flatnonzero(wrong)
    if rows.size:
        raise InvalidInput(why, column=column, row=int(rows[0]))


def as_floats(values: ArrayLike, *, name: str) -> Floats:
    """Contiguous float64 of any shape; raises InvalidInput naming the array where something is no number."""
    try:
        return np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        row, shown = _no_number(values)
        raise InvalidInput(f"{shown} is not a number; leave the row out or mend it", column=name, row=row) from None


def _no_number(values: ArrayLike) -> tuple[int | None, str]:
    """The first row that is no number, and how it looks."""
    listed = values if isinstance(values, list | tuple) else np.atleast_1d(np.asarray(values, dtype=object)).tolist()
    for row, one in enumerate(listed):
        try:
            np.asarray(one, dtype=np.float64)
        except (TypeError, ValueError):
            return row, repr(one)
    return None, "something"


def _rows(rows: int | None) -> str:
    return "" if rows is None else f", {rows} rows like the other columns"


def _check_shape(array: NDArray[Any], *, name: str, size: int | None) -> None:
    if array.ndim != 1:
        raise InvalidInput(f"expected one dimension, got {array.ndim}", column=name)
    if size is not None and array.size != size:
        raise InvalidInput(f"expected {size} rows like the other columns, got {array.size}", column=name)
