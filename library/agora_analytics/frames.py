"""Frames in and out: columns and ids of pandas, polars or pyarrow as they are, dates as they are, results keyed by one's own ids.

Neither pandas nor polars is needed: they are imported only to make a frame that was asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from math import isnan
from numbers import Number
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Floats, Ints, floats, integers, refuse
from agora_analytics.errors import InvalidInput

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Ids", "Tabular", "days"]

NOBODY = -1
# What lifetimes and PyMC-Marketing call the columns of a summary.
ALSO_CALLED = {"age": ("T",), "mean_amount": ("monetary_value",), "customer": ("customer_id",)}
_DAY = 86_400e6  # microseconds


@dataclass(frozen=True)
class Ids:
    """One's own ids, numbered from 0 in ascending order (mixed kinds: as they come), for measures that count people.

    >>> people = Ids.of(["bo", "ann", None], ["cy", "ann"])
    >>> people.names.tolist(), people.codes(["cy", None, "bo"]).tolist()
    (['ann', 'bo', 'cy'], [2, -1, 1])
    """

    names: NDArray[Any]  # (n,)

    @classmethod
    def of(cls, *columns: ArrayLike) -> Ids:
        """Return the ids of all columns together, missing ones left out; Raises InvalidInput for what cannot be an id."""
        seen: dict[Hashable, None] = {}
        for column in columns:
            seen |= dict.fromkeys(one for one in _listed(column, name="ids") if not _missing(one))
        return cls(_named(seen))

    def codes(self, column: ArrayLike) -> Ints:
        """Return the numbers (m,) of a column's ids, -1 for missing and for unknown ones; Raises InvalidInput as `of`."""
        place = {name: number for number, name in enumerate(self.names.tolist())}
        return np.array([place.get(one, NOBODY) for one in _listed(column, name="ids")], dtype=np.int64)

    @property
    def size(self) -> int:
        """How many ids."""
        return int(self.names.size)


class Tabular:
    """A record whose columns of one length go out as a frame; `ids` (n,) or Ids name the rows where it has no names."""

    aside: ClassVar[tuple[str, ...]] = ()  # fields that are no columns, even where they happen to be as long

    def to_arrow(self, ids: ArrayLike | Ids | None = None) -> pa.Table:
        """Return a pyarrow table, one column per field; Raises InvalidInput where `ids` are not one per row."""
        import pyarrow as pa  # a fifth of a second that only a frame needs

        return pa.table({name: _arrow(column) for name, column in columns(self, ids=ids).items()})

    def to_pandas(self, ids: ArrayLike | Ids | None = None) -> Any:
        """Return a pandas DataFrame, indexed by its ids where it has any; Raises InvalidInput as `to_arrow`."""
        made = columns(self, ids=ids)
        frame = _library("pandas").DataFrame({name: list(c) if c.dtype == object else c for name, c in made.items()})
        key = "id" if ids is not None else "customer"
        return frame.set_index(key) if key in made else frame

    def to_polars(self, ids: ArrayLike | Ids | None = None) -> Any:
        """Return a polars DataFrame, its ids as the first column; Raises InvalidInput as `to_arrow`."""
        return _library("polars").from_arrow(self.to_arrow(ids))


def days(time: ArrayLike, *, name: str = "time", size: int | None = None) -> Floats:
    """Days since 1970 of moments: numbers of days as they are, dates, datetimes, ISO 8601 texts, and columns of frames.

    time (n,): of one kind; name: of the column, for errors; size: rows expected. Returns (n,) days with their fraction.
    Raises InvalidInput naming the first row that is missing or no moment.
    Assumes: moments without a zone are of one clock; those with a zone are counted in UTC.
    Misleads when: the shop's day is not that of UTC: late purchases fall on the next one. Take the zone off before
    (pandas: `column.dt.tz_localize(None)`), and the local day counts.
    Source: ISO 8601.

    >>> days(["1970-01-02", "1970-01-03T12:00:00+00:00"]).tolist()
    [1.0, 2.5]
    """
    array = plain(time)
    if array.dtype.kind not in "OMU" or (array.dtype == object and all(isinstance(one, Number) for one in array.flat)):
        return floats(array, name=name, size=size)
    try:
        moments = _moments(array)
    except (TypeError, ValueError, OverflowError):
        raise InvalidInput(_no_moment(array), column=name, row=_first_wrong(array)) from None
    refuse(np.isnat(moments), "no date; leave the row out or mend it", column=name)
    return floats(moments.astype(np.int64) / _DAY, name=name, size=size)


def plain(values: ArrayLike) -> NDArray[Any]:
    """A column of any frame as a numpy array; moments with a zone in UTC."""
    kind = getattr(values, "dtype", None)
    if getattr(kind, "tz", None) is not None:  # pandas; polars and pyarrow give UTC by themselves
        return np.asarray(values, dtype="datetime64[us]")
    array = np.asarray(values)
    if array.dtype.kind in "US" and not isinstance(values, np.ndarray):
        # numpy makes texts of all that stands beside a text: "nan" of NaN, "7" of 7.
        return np.asarray(values, dtype=object)
    return array.astype(object) if array.dtype.kind == "T" else array


def numbered(values: ArrayLike, *, name: str) -> tuple[Ints, NDArray[Any] | None]:
    """Numbers (m,) to count by and the ids (n,) they stand for; None: the numbers are the ids themselves.

    Raises InvalidInput for a missing id.
    """
    array = plain(values)
    if array.dtype.kind in "biuf":
        return integers(array, name=name), None
    listed = _listed(array, name=name)
    lacking = np.array([_missing(one) for one in listed], dtype=np.bool_)
    refuse(lacking, "no id; leave purchases of nobody known out, or give them a name", column=name)
    ids = Ids(_named(dict.fromkeys(listed)))
    return ids.codes(array), ids.names


def column_of(frame: Any, name: str) -> Any:
    """A column of a record or a frame, by its name or what other libraries call it; Raises InvalidInput where there is none."""
    for one in (name, *ALSO_CALLED.get(name, ())):
        found = _column(frame, one)
        if found is not None:
            return found
    raise InvalidInput(
        f"{type(frame).__name__} has no such column; give columns one by one, or what customer_summary returns",
        column=name,
    )


def keys_of(frame: Any) -> NDArray[Any] | None:
    """The ids of a frame's rows: its customers, or the index of pandas; None where it has none."""
    for one in ("customer", *ALSO_CALLED["customer"]):
        found = _column(frame, one)
        if found is not None:
            return plain(found)
    index = getattr(frame, "index", None)
    return None if index is None or callable(index) else plain(index)


def columns(record: Any, *, ids: ArrayLike | Ids | None = None) -> dict[str, NDArray[Any]]:
    """The fields of a record that are columns of its first column's length, under `id` where ids are given."""
    made: dict[str, NDArray[Any]] = {}
    for field in fields(record):
        if field.name in record.aside:
            continue
        value = getattr(record, field.name)
        array = np.array(value, dtype=object) if isinstance(value, tuple) else value
        if isinstance(array, np.ndarray) and array.ndim == 1:
            made[field.name] = array
    size = next(iter(made.values())).size if made else 0
    made = {name: column for name, column in made.items() if column.size == size}
    if ids is None:
        return made
    names = ids.names if isinstance(ids, Ids) else plain(ids)
    if names.shape != (size,):
        raise InvalidInput(f"expected one for each of {size} rows, got shape {names.shape}", column="ids")
    return {"id": names} | made


def column_names(frame: Any) -> list[Any] | None:
    """The names of a frame's columns, or of a mapping's; None for what is neither."""
    if isinstance(frame, Mapping):
        return list(frame)
    held = getattr(frame, "column_names", None)  # pyarrow; its `columns` are the columns themselves
    held = getattr(frame, "columns", None) if held is None else held
    return None if held is None else list(held)


def _column(frame: Any, name: str) -> Any:
    if is_dataclass(frame):
        return getattr(frame, name, None)
    return frame[name] if name in (column_names(frame) or ()) else None


def _arrow(column: NDArray[Any]) -> Any:
    return column.tolist() if column.dtype == object else column


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ImportError(f"{name} is not installed: pip install {name}, or take to_arrow()") from None


def _listed(values: ArrayLike, *, name: str) -> list[Any]:
    made: list[Any]
    if isinstance(values, list | tuple):
        made = list(values)
    else:
        array = plain(values)
        if array.ndim != 1:
            raise InvalidInput(f"expected one column of ids, got {array.ndim} dimensions", column=name)
        made = array.tolist()
    for row, one in enumerate(made):
        if not isinstance(one, Hashable):
            raise InvalidInput(f"{type(one).__name__} cannot name anybody; give texts or numbers", column=name, row=row)
    return made


def _named(seen: Iterable[Hashable]) -> NDArray[Any]:
    listed: list[Any] = list(seen)
    with suppress(TypeError):  # of kinds that have no order
        listed.sort()
    if listed and all(isinstance(one, int) for one in listed):
        return integers(listed, name="ids")
    names = np.empty(len(listed), dtype=object)
    names[:] = listed
    return names


def _missing(one: Any) -> bool:
    # The missing values of pandas refuse to be compared, and pandas may not be there to ask.
    return one is None or type(one).__name__ in {"NAType", "NaTType"} or (isinstance(one, float) and isnan(one))


def _moments(array: NDArray[Any]) -> NDArray[np.datetime64]:
    if array.dtype.kind == "M":
        return array.astype("datetime64[us]")
    with warnings.catch_warnings():
        # numpy reads texts with a zone too, yet warns; what it warns of is read by the book instead.
        warnings.simplefilter("error")
        try:
            return np.array([_moment(one) for one in array.tolist()], dtype="datetime64[us]")
        except (Warning, ValueError):
            return np.array([_moment(one, texts=False) for one in array.tolist()], dtype="datetime64[us]")


def _moment(one: Any, *, texts: bool = True) -> Any:
    """What numpy can take: datetimes with a zone in UTC, and texts too where numpy is not to read them (`texts`)."""
    if _missing(one):
        return np.datetime64("NaT")
    read = datetime.fromisoformat(one) if isinstance(one, str) and not texts else one
    if isinstance(read, datetime) and read.tzinfo is not None:
        return read.astimezone(UTC).replace(tzinfo=None)
    if isinstance(read, str | date | np.datetime64):
        return read
    raise TypeError(type(read).__name__)


def _first_wrong(array: NDArray[Any]) -> int | None:
    for row, one in enumerate(array.tolist()):
        try:
            _moment(one, texts=False)
        except (TypeError, ValueError):
            return row
    return None


def _no_moment(array: NDArray[Any]) -> str:
    row = _first_wrong(array)
    shown = "holds something" if row is None else repr(array[row])
    return f"{shown} is neither a number of days nor a moment; give dates, datetimes or texts such as 2026-11-30"
