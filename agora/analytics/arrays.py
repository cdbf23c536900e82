"""The array types that travel through the measures, and the compiler that makes loops over them quick."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from agora.analytics.errors import InvalidInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_THREADS = 4  # each keeps sums of its own
WORK_WORTH_A_THREAD = 250_000

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


def side_by_side(part: Callable[[int, int], _T], work: Ints) -> list[_T]:
    """What `part(start, stop)` returns for ranges of like work, run in threads where there is enough of it.

    work: (n + 1,) the work before each of n rows and in all, from 0. `part` spends its time in compiled loops.
    OMP_NUM_THREADS bounds the threads, as it does those of other libraries: Spark sets it to the cores of a task.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    cores = int(told) if told.isdecimal() and int(told) else os.cpu_count() or 1
    threads = min(cores, MOST_THREADS, 1 + int(work[-1]) // WORK_WORTH_A_THREAD)
    cuts = np.searchsorted(work, np.linspace(0, work[-1], threads + 1)[1:-1])
    edges = [0, *cuts.tolist(), work.size - 1]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda ends: part(*ends), pairwise(edges)))


def floats(values: ArrayLike, *, name: str, size: int | None = None) -> Floats:
    """A contiguous float64 vector, finite, of the stated size.

    Raises InvalidInput naming the array and the first row that is wrong.
    """
    array = np.ascontiguousarray(values, dtype=np.float64)
    _check_shape(array, name=name, size=size)
    wrong = np.flatnonzero(~np.isfinite(array))
    if wrong.size:
        row = int(wrong[0])
        raise InvalidInput(f"{array[row]} is not a finite number; leave the row out or mend it", column=name, row=row)
    return array


def integers(values: ArrayLike, *, name: str, size: int | None = None) -> Ints:
    """A contiguous int64 vector of the stated size.

    Raises InvalidInput naming the array and the first row that is not a whole number.
    """
    raw = np.asarray(values)
    if raw.dtype.kind == "f":
        wrong = np.flatnonzero(~(raw == np.floor(raw)))
        if wrong.size:
            row = int(wrong[0])
            raise InvalidInput(f"{raw[row]} is not a whole number; give counts or codes", column=name, row=row)
    array = np.ascontiguousarray(raw, dtype=np.int64)
    _check_shape(array, name=name, size=size)
    return array


def spread(values: ArrayLike, *, name: str, size: int) -> Floats:
    """A float64 vector of the stated size; a single number is repeated."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0:
        array = np.full(size, float(array))
    return floats(array, name=name, size=size)


def refuse(wrong: Bools, why: str, *, column: str) -> None:
    """Raise InvalidInput for the first row that is marked wrong, if any is."""
    rows = np.flatnonzero(wrong)
    if rows.size:
        raise InvalidInput(why, column=column, row=int(rows[0]))


def _check_shape(array: NDArray[Any], *, name: str, size: int | None) -> None:
    if array.ndim != 1:
        raise InvalidInput(f"expected one dimension, got {array.ndim}", column=name)
    if size is not None and array.size != size:
        raise InvalidInput(f"expected {size} rows like the other columns, got {array.size}", column=name)
