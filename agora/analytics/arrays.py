"""The array types that travel through the measures, and the compiler that makes loops over them quick."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_F = TypeVar("_F", bound=Callable[..., Any])


def compiled(function: _F) -> _F:
    """Compile a loop over arrays with numba, cached on disk and releasing the interpreter lock.

    Parallel loops of numba are avoided on purpose: their default threading layer aborts the process
    when two threads enter it, which a web server or a job worker may do.
    """
    made: _F = njit(cache=True, nogil=True)(function)
    return made


def floats(values: ArrayLike, *, name: str, size: int | None = None) -> Floats:
    """A contiguous float64 vector, finite, of the stated size.

    Raises ValueError naming the array and the first row that is wrong.
    """
    array = np.ascontiguousarray(values, dtype=np.float64)
    _check_shape(array, name=name, size=size)
    wrong = np.flatnonzero(~np.isfinite(array))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"{name}, row {row}: {array[row]} is not a finite number; leave the row out or mend it")
    return array


def integers(values: ArrayLike, *, name: str, size: int | None = None) -> Ints:
    """A contiguous int64 vector of the stated size.

    Raises ValueError naming the array and the first row that is not a whole number.
    """
    raw = np.asarray(values)
    if raw.dtype.kind == "f":
        wrong = np.flatnonzero(~(raw == np.floor(raw)))
        if wrong.size:
            row = int(wrong[0])
            raise ValueError(f"{name}, row {row}: {raw[row]} is not a whole number; give counts or codes")
    array = np.ascontiguousarray(raw, dtype=np.int64)
    _check_shape(array, name=name, size=size)
    return array


def spread(values: ArrayLike, *, name: str, size: int) -> Floats:
    """A float64 vector of the stated size; a single number is repeated."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0:
        array = np.full(size, float(array))
    return floats(array, name=name, size=size)


def _check_shape(array: NDArray[Any], *, name: str, size: int | None) -> None:
    if array.ndim != 1:
        raise ValueError(f"{name}: expected one dimension, got {array.ndim}")
    if size is not None and array.size != size:
        raise ValueError(f"{name}: expected {size} rows like the other columns, got {array.size}")
