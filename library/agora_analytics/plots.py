"""Plots of what the measures found: counts, tracking, hold-out, recency and frequency, value, intervals.

Each draws on the axes it is given, or on new ones, and returns them. matplotlib is an extra: pip install agora-analytics[plots].
Colours are told apart by everyone (Okabe and Ito, 2008), and by shape as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, floats, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import BuyTillYouDie, CountCalibration, HoldOutCalibration, Tracking

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["calibration", "frequency", "intervals", "recency_frequency", "tracking", "value_scatter"]

CAME, MODEL, NAMED = "#8c8c8c", "#0072B2", "#D55E00"
_FAINT = "#e5e5e5"
_WIDE, _SQUARE = (7.2, 4.0), (6.4, 5.2)


def frequency(counts: CountCalibration, *, ax: Axes | None = None) -> Axes:
    """Bars of customers by repeat purchases, as they came and by the model.

    counts: of calibration_by_count. Returns the axes; bars of what came first, then those of the model.
    Raises ImportError without matplotlib.
    Assumes: as calibration_by_count.
    Misleads when: read as a forecast: it shows the past that was fitted.
    Source: Fader, Hardie, Lee (2005), figure 1.

    >>> from agora_analytics.lifetime import BetaGeo, calibration_by_count
    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> frequency(calibration_by_count(model, [0, 0, 1], [0, 0, 9], [30, 30, 30])).get_ylabel()  # doctest: +SKIP
    'customers'
    """
    axes = _axes(ax, size=_WIDE)
    place = np.arange(counts.count.size)
    axes.bar(place - 0.2, counts.observed, width=0.38, color=CAME, label="came")
    axes.bar(place + 0.2, counts.expected, width=0.38, color=MODEL, label="by the model")
    axes.set_xticks(place, _and_more(counts.count))
    return _finished(axes, title="Customers by repeat purchases", x="repeat purchases", y="customers")


def tracking(track: Tracking, *, per_step: bool = False, cut: float | None = None, ax: Axes | None = None) -> Axes:
    """Lines of everybody's repeat purchases over time, as they came and by the model.

    track: of lifetime.tracking; per_step: within each interval instead of up to each time; cut: where what was fitted ends.
    Returns the axes; the line of what came first, then that of the model.
    Raises ImportError without matplotlib, InvalidInput for a cut that is no number.
    Assumes: as lifetime.tracking.
    Misleads when: only sums are looked at: they hide a model that has gone wrong lately (per_step shows it).
    Source: Fader, Hardie, Lee (2005), figure 2.

    >>> from agora_analytics.lifetime import BetaGeo
    >>> from agora_analytics.lifetime import tracking as tracked
    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> tracking(tracked(model, [0.0], [3.0], until=10, step=5)).get_xlabel()  # doctest: +SKIP
    'time'
    """
    axes = _axes(ax, size=_WIDE)
    came, expected = track.per_step if per_step else (track.observed, track.expected)
    axes.plot(track.time, came, color=CAME, linewidth=2, label="came")
    axes.plot(track.time, expected, color=MODEL, linewidth=2, linestyle="--", label="by the model")
    if cut is not None:
        axes.axvline(number(cut, name="cut"), color=NAMED, linewidth=1, linestyle=":")
        axes.text(cut, 0.02, " fitted until here", transform=axes.get_xaxis_transform(), color=NAMED, fontsize=9)
    axes.set_ylim(bottom=0)
    words = "Repeat purchases in each interval" if per_step else "Repeat purchases up to each time"
    return _finished(axes, title=words, x="time", y="repeat purchases")


def calibration(held: HoldOutCalibration, *, ax: Axes | None = None) -> Axes:
    """Points of mean purchases in the hold-out by repeat purchases before it, as they came and by the model.

    held: of calibration_in_hold_out. Returns the axes; the line of what came first, then that of the model.
    Raises ImportError without matplotlib.
    Assumes: as calibration_in_hold_out.
    Misleads when: the last points rest on few customers; their numbers stand below.
    Source: Fader, Hardie, Lee (2005), figure 3.

    >>> from agora_analytics.lifetime import calibration_in_hold_out
    >>> calibration(calibration_in_hold_out([0.2, 1.0], [0, 1], [0, 1])).get_ylabel()  # doctest: +SKIP
    'purchases per customer'
    """
    axes = _axes(ax, size=_WIDE)
    place = np.arange(held.count.size)
    axes.plot(place, held.observed, color=CAME, marker="o", linewidth=2, label="came")
    axes.plot(place, held.expected, color=MODEL, marker="D", linewidth=2, linestyle="--", label="by the model")
    people = [f"{name}\n{size:,.0f}" for name, size in zip(_and_more(held.count), held.customers, strict=True)]
    axes.set_xticks(place, people)
    axes.set_ylim(bottom=0)
    x = "repeat purchases before, and customers with so many"
    return _finished(axes, title="Purchases in the period held out", x=x, y="purchases per customer")


def recency_frequency(
    model: BuyTillYouDie, *, age: float, horizon: float | None = None, most: int = 20, ax: Axes | None = None
) -> Axes:
    """A heat map over recency and frequency: who is still a customer, or what they will buy.

    age: time units since the first purchase, of all who are shown; horizon: None for the chance of being a customer still,
    else the purchases expected in so many time units; most: repeat purchases shown. Returns the axes, with a scale beside.
    Raises ImportError without matplotlib; InvalidInput for an age, horizon or most that cannot be.
    Assumes: as the model.
    Misleads when: read far from the customers there are: many purchases within a short time are nobody's history.
    Source: Fader, Hardie, Lee (2005), "RFM and CLV: using iso-value curves", JMR 42(4) 415-430.

    >>> from agora_analytics.lifetime import BetaGeo
    >>> model = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> recency_frequency(model, age=39.0).get_xlabel()  # doctest: +SKIP
    'repeat purchases'
    """
    number(age, name="age", above=0)
    whole(most, name="most", low=1)
    steps = 60
    counts, times = np.arange(1, most + 1), (np.arange(steps) + 0.5) / steps * age
    x, t_x = (one.ravel() for one in np.meshgrid(counts, times))
    ages = np.full(x.size, age)
    if horizon is None:
        shown, words = model.probability_alive(x, t_x, ages), "chance of being a customer still"
    else:
        shown = model.expected_purchases(horizon, x, t_x, ages)
        words = f"purchases expected in the next {horizon:g}"
    axes = _axes(ax, size=_SQUARE)
    picture = axes.imshow(
        shown.reshape(steps, most), origin="lower", aspect="auto", cmap="cividis",
        extent=(0.5, most + 0.5, 0.0, age), vmin=0.0, vmax=1.0 if horizon is None else None,
    )  # fmt: skip
    axes.xaxis.get_major_locator().set_params(integer=True)
    scale = axes.figure.colorbar(picture, ax=axes, label=words)
    scale.outline.set_visible(False)
    title = "Who is still a customer" if horizon is None else "Who will buy"
    return _finished(
        axes, title=title, x="repeat purchases", y=f"time from the first purchase to the last, of {age:g}", lines=False
    )


def value_scatter(
    own: ArrayLike,
    social: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    named: Mapping[int, str] | None = None,
    unit: str = "minor units",
    ax: Axes | None = None,
) -> Axes:
    """Dots of people: what they bought against what others bought after meeting their words.

    own, social (n,): money; low, high (n,): intervals of the second; named: words at rows worth a look; unit: of the money.
    Returns the axes; both grow by powers of ten from 0.
    Raises ImportError without matplotlib; InvalidInput for unequal columns and a row that is not there; NotEnoughData for
    nobody.
    Assumes: one currency.
    Misleads when: dots hide one another: many people lie at 0 and 0.
    Source: docs/measures/value-ledger.md.

    >>> value_scatter([100, 5], [0, 900], named={1: "the reviewer"}).get_xlabel()  # doctest: +SKIP
    'own value, minor units'
    """
    across, up = floats(own, name="own"), floats(social, name="social")
    floats(social, name="social", size=across.size)
    if across.size == 0:
        raise NotEnoughData("nobody: there is nothing to draw")
    axes = _axes(ax, size=_SQUARE)
    if low is not None and high is not None:
        ends = floats(low, name="low", size=up.size), floats(high, name="high", size=up.size)
        axes.vlines(across, *ends, color=MODEL, alpha=0.35, linewidth=1.2, zorder=1)
    axes.scatter(across, up, s=22, color=MODEL, alpha=0.7, linewidths=0, zorder=2)
    for row, words in (named or {}).items():
        if not 0 <= row < up.size:
            raise InvalidInput(f"there is no row {row}; rows count from 0 to {up.size - 1}", column="named")
        axes.plot(across[row], up[row], marker="o", markersize=7, color=NAMED, zorder=3)
        left = np.mean(across < across[row]) < 0.6  # words of dots far to the right stand before them
        place: dict[str, Any] = {"xytext": (7 if left else -7, 5), "ha": "left" if left else "right"}
        axes.annotate(words, (across[row], up[row]), textcoords="offset points", color=NAMED, **place)
    for scale, values in ((axes.set_xscale, across), (axes.set_yscale, up)):
        scale("symlog", linthresh=max(float(np.abs(values).max()) / 1000.0, 1e-9))
    return _finished(axes, title="Own value and social value", x=f"own value, {unit}", y=f"social value, {unit}")


def intervals(
    names: Sequence[Any],
    *,
    value: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    nothing: float | None = None,
    unit: str = "",
    ax: Axes | None = None,
) -> Axes:
    """A row per name: the value as a dot, its interval as a line, the first name on top.

    names (n,); value, low, high (n,): in one unit; nothing: where "no effect" lies, drawn as a line. Returns the axes.
    Raises ImportError without matplotlib; InvalidInput for unequal columns or a low above its high; NotEnoughData for none.
    Assumes: intervals of one level; say which in the caption.
    Misleads when: two intervals overlap: the difference may still be sure.
    Source: W. Cleveland, The Elements of Graphing Data (1985), dot charts.

    >>> intervals(["card"], value=[0.5], low=[0.4], high=[0.6], nothing=0).get_yticklabels()[0].get_text()  # doctest: +SKIP
    'card'
    """
    middle = floats(value, name="value", size=len(names))
    start, end = (floats(one, name=name, size=middle.size) for name, one in (("low", low), ("high", high)))
    if middle.size == 0:
        raise NotEnoughData("no intervals: there is nothing to draw")
    if np.any(start > end):
        raise InvalidInput("lies above its high", column="low", row=int(np.argmax(start > end)))
    axes = _axes(ax, size=(7.2, 1.4 + 0.36 * middle.size))
    place = np.arange(middle.size)[::-1]
    axes.hlines(place, start, end, color=MODEL, linewidth=2.2)
    axes.plot(middle, place, "o", color=MODEL, markersize=6)
    if nothing is not None:
        axes.axvline(number(nothing, name="nothing"), color=NAMED, linewidth=1, linestyle=":")
    axes.set_yticks(place, [str(name) for name in names])
    axes.set_ylim(-0.6, middle.size - 0.4)
    axes.grid(axis="x", color=_FAINT)
    return _finished(axes, title="", x=unit, y="", lines=False)


def _axes(ax: Axes | None, *, size: tuple[float, float]) -> Any:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot  # an extra, and half a second that only a picture needs
    except ImportError:
        raise ImportError("plots need matplotlib: pip install 'agora-analytics[plots]'") from None
    return pyplot.subplots(figsize=size, layout="constrained")[1]


def _finished(axes: Any, *, title: str, x: str, y: str, lines: bool = True) -> Axes:
    """Labels, and no more ink than they need."""
    axes.set_title(title, loc="left")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    if lines:
        axes.grid(axis="y", color=_FAINT)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False)
    drawn: Axes = axes
    return drawn


def _and_more(count: Floats | Any) -> list[str]:
    names = [str(one) for one in count.tolist()]
    return [*names[:-1], f"{names[-1]}+"]
