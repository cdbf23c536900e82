"""What a fit says of itself: a line, a table, and a file of JSON from which it comes back to the last digit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self, TypeVar

import numpy as np
from scipy.special import ndtri

from agora_analytics.arrays import Floats, number
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.frames import Tabular

FORMAT = "agora_analytics.lifetime fit"
VERSION = 1
_SINGLE = ("log_likelihood_", "identified_", "customers_", "evaluations_")


class FittedLaw(Protocol):
    """What is read of a model, to be told or written down."""

    names: ClassVar[tuple[str, ...]]
    extras: ClassVar[tuple[str, ...]]
    parameters_: dict[str, float]
    log_likelihood_: float
    log_covariance_: Floats
    identified_: bool
    customers_: float

    @property
    def vector(self) -> Floats:
        """The parameters in the order of `names`."""

    def cautions(self) -> tuple[str, ...]:
        """What to beware of in this fit, in sentences."""

    @classmethod
    def _of(cls, parameters: dict[str, float]) -> Self: ...


_Model = TypeVar("_Model", bound=FittedLaw)


@dataclass(frozen=True)
class FitSummary(Tabular):
    """A fit at a glance: prints as a table, in a notebook too, and leaves as a frame with a row per parameter."""

    name: tuple[str, ...]  # (k,)
    value: Floats  # (k,)
    standard_error: Floats  # (k,) NaN where the data do not say
    low: Floats  # (k,)
    high: Floats  # (k,)
    level: float
    model: str
    customers: float
    log_likelihood: float  # NaN where nothing was fitted
    beware: tuple[str, ...]  # sentences
    aside: ClassVar[tuple[str, ...]] = ("beware",)

    def __str__(self) -> str:
        head = ("parameter", "value", "standard error", f"{self.level:.0%} from", "to")
        rows = [head, *self._cells()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        return "\n".join([self._title(), *lines, *(f"Beware: {one}" for one in self.beware)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{cell}</th>" for cell in ("", "value", "standard error", f"{self.level:.0%} from", "to"))
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self._cells())
        said = "".join(f"<p>Beware: {escape(one)}</p>" for one in self.beware)
        return f"<p>{escape(self._title())}</p><table><tr>{head}</tr>{body}</table>{said}"

    def _title(self) -> str:
        if np.isnan(self.log_likelihood):
            return f"{self.model}, parameters as given"
        return f"{self.model}, {self.customers:,.0f} customers, log-likelihood {self.log_likelihood:,.2f}"

    def _cells(self) -> list[tuple[str, ...]]:
        columns = (self.value, self.standard_error, self.low, self.high)
        numbers = [["unknown" if np.isnan(one) else f"{one:.4g}" for one in column] for column in columns]
        return list(zip(self.name, *numbers, strict=True))


def one_line(model: FittedLaw) -> str:
    """Class, parameters, and what they rest on."""
    name = type(model).__name__
    if not hasattr(model, "parameters_"):
        return f"{name}(not fitted)"
    law = ", ".join(f"{key}={value:.4g}" for key, value in model.parameters_.items())
    if not model.customers_:
        return f"{name}({law}; as given)"
    sure = "" if model.identified_ else "; not pinned down"
    return f"{name}({law}; {model.customers_:,.0f} customers, log-likelihood {model.log_likelihood_:.2f}{sure})"


def summarised(model: FittedLaw, *, level: float) -> FitSummary:
    """The summary of a model with parameters; errors are NaN where they are not known."""
    number(level, name="level", above=0, below=1)
    value = model.vector
    spread = np.sqrt(np.diag(model.log_covariance_))
    away = ndtri((1 + level) / 2) * spread
    return FitSummary(
        name=model.names,
        value=value,
        standard_error=value * spread,
        low=value * np.exp(-away),
        high=value * np.exp(away),
        level=level,
        model=type(model).__name__,
        customers=model.customers_,
        log_likelihood=getattr(model, "log_likelihood_", float("nan")),
        beware=model.cautions(),
    )


def write_fit(model: FittedLaw, path: str | PathLike[str]) -> None:
    """Write parameters and what the fit knows; numbers in JSON come back to the last bit, NaN as null."""
    if not hasattr(model, "parameters_"):
        raise NotEnoughData(f"{type(model).__name__} has no parameters yet: call fit(...) before it is saved")
    held = {name: _plain(getattr(model, name)) for name in (*_SINGLE, *model.extras) if hasattr(model, name)}
    record = {
        "format": FORMAT, "version": VERSION, "class": type(model).__name__, "parameters": model.parameters_,
        "log_covariance": _plain(model.log_covariance_), "fit": held,
    }  # fmt: skip
    Path(path).write_text(json.dumps(record, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def read_fit(kind: type[_Model], path: str | PathLike[str]) -> _Model:
    """The model that was written, of this class or an heir."""
    record = _record(Path(path))
    classes = {one.__name__: one for one in _heirs(kind)}
    if record["class"] not in classes:
        raise InvalidInput(f"holds a {record['class']}, not a {kind.__name__}; load it by that class", column=str(path))
    model = classes[record["class"]]._of(record["parameters"])
    model.log_covariance_ = _array(record["log_covariance"])
    for name, value in record["fit"].items():
        setattr(model, name, _array(value) if isinstance(value, list) else value)
    return model


def _record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise InvalidInput(f"is no JSON ({wrong}); give a file that save(...) wrote", column=str(path)) from wrong
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InvalidInput("holds no fit; give a file that save(...) wrote", column=str(path))
    if record.get("version") != VERSION:
        raise InvalidInput(
            f"is of version {record.get('version')}, this library reads {VERSION}; fit anew", column=str(path)
        )
    return record


def _heirs(kind: type[_Model]) -> list[type[_Model]]:
    return [kind, *(one for heir in kind.__subclasses__() for one in _heirs(heir))]


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_plain(one) for one in value]
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value


def _array(value: Any) -> Floats:
    return np.array(value, dtype=np.float64)
