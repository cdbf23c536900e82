"""What is drawn is what was measured: heights, lines, dots and words, on the axes that were given."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from agora_analytics import plots
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import BetaGeo, calibration_by_count, calibration_in_hold_out, tracking

pyplot = pytest.importorskip(
    "matplotlib.pyplot", reason="PLOTS NOT TESTED: matplotlib is absent, pip install matplotlib"
)

MODEL = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
COUNTS = calibration_by_count(MODEL, [0, 0, 1, 4], [0, 0, 9, 20], [30, 30, 30, 30], last=3)
TRACK = tracking(MODEL, [0.0, 1.0], [3.0, 9.0], until=20, step=5)
HELD = calibration_in_hold_out([0.2, 1.0, 3.0], [0, 1, 4], [0, 1, 9], last=2)


def heights(ax: Any, label: str) -> list[float]:
    """Of the bars under a label of the legend."""
    return [bar.get_height() for bars in ax.containers if bars.get_label() == label for bar in bars]


def line(ax: Any, label: str) -> list[float]:
    return next(one.get_ydata().tolist() for one in ax.get_lines() if one.get_label() == label)


def ticks(labels: list[Any]) -> list[str]:
    return [label.get_text() for label in labels]


def test_bars_are_the_customers_by_count() -> None:
    ax = plots.frequency(COUNTS)
    assert heights(ax, "came") == COUNTS.observed.tolist() == [2.0, 1.0, 0.0, 1.0]
    assert heights(ax, "by the model") == COUNTS.expected.tolist()
    assert ticks(ax.get_xticklabels()) == ["0", "1", "2", "3+"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("repeat purchases", "customers")


def test_lines_track_purchases_in_sums_or_by_interval() -> None:
    ax = plots.tracking(TRACK, cut=10.0)
    assert line(ax, "came") == TRACK.observed.tolist() == [1.0, 2.0, 2.0, 2.0]
    assert line(ax, "by the model") == TRACK.expected.tolist()
    assert ax.get_lines()[2].get_xdata() == [10.0, 10.0]
    each = plots.tracking(TRACK, per_step=True)
    assert line(each, "came") == [1.0, 1.0, 0.0, 0.0]
    assert sum(line(each, "by the model")) == pytest.approx(TRACK.expected[-1])


def test_points_show_the_hold_out_and_how_many_customers_they_rest_on() -> None:
    ax = plots.calibration(HELD)
    assert line(ax, "came") == HELD.observed.tolist()
    assert line(ax, "by the model") == HELD.expected.tolist()
    assert ticks(ax.get_xticklabels()) == ["0\n1", "1\n1", "2+\n1"]


def test_the_heat_map_holds_the_models_figures() -> None:
    ax = plots.recency_frequency(MODEL, age=39.0, most=4)
    shown = np.asarray(ax.get_images()[0].get_array())
    assert shown.shape == (60, 4)
    assert shown[59, 1] == pytest.approx(MODEL.probability_alive([2], [59.5 / 60 * 39], [39.0])[0])
    assert ax.get_images()[0].get_extent() == [0.5, 4.5, 0.0, 39.0]
    ahead = plots.recency_frequency(MODEL, age=39.0, horizon=52.0, most=4)
    expected = MODEL.expected_purchases(52.0, [4], [0.5 / 60 * 39], [39.0])[0]
    assert np.asarray(ahead.get_images()[0].get_array())[0, 3] == pytest.approx(expected)


def test_dots_are_people_with_their_intervals_and_names() -> None:
    ax = plots.value_scatter([10, 900], [500, 0], low=[400, 0], high=[650, 9], named={0: "the reviewer"}, unit="cents")
    intervals, dots = ax.collections
    assert dots.get_offsets().tolist() == [[10.0, 500.0], [900.0, 0.0]]
    assert [segment.tolist() for segment in intervals.get_segments()] == [[[10, 400], [10, 650]], [[900, 0], [900, 9]]]
    assert [(text.get_text(), text.xy) for text in ax.texts] == [("the reviewer", (10.0, 500.0))]
    assert ax.get_xscale() == ax.get_yscale() == "symlog"


def test_intervals_stand_from_the_first_name_down() -> None:
    ax = plots.intervals(["card", "city"], value=[0.5, -0.1], low=[0.4, -0.3], high=[0.6, 0.1], nothing=0)
    assert ax.get_lines()[0].get_xydata().tolist() == [[0.5, 1.0], [-0.1, 0.0]]
    assert [one.tolist() for one in ax.collections[0].get_segments()] == [[[0.4, 1], [0.6, 1]], [[-0.3, 0], [0.1, 0]]]
    assert ticks(ax.get_yticklabels()) == ["card", "city"]


@pytest.mark.parametrize(
    "drawn",
    [
        lambda ax: plots.frequency(COUNTS, ax=ax),
        lambda ax: plots.tracking(TRACK, ax=ax),
        lambda ax: plots.calibration(HELD, ax=ax),
        lambda ax: plots.recency_frequency(MODEL, age=39.0, ax=ax),
        lambda ax: plots.value_scatter([1.0], [2.0], ax=ax),
        lambda ax: plots.intervals(["a"], value=[1.0], low=[0.0], high=[2.0], ax=ax),
    ],
)
def test_a_plot_is_drawn_on_the_axes_it_is_given(drawn: Any) -> None:
    ax = pyplot.subplots()[1]
    assert drawn(ax) is ax


def test_what_cannot_be_drawn_is_refused_with_the_cure() -> None:
    with pytest.raises(InvalidInput, match="low, row 0: lies above its high"):
        plots.intervals(["a"], value=[1.0], low=[3.0], high=[2.0])
    with pytest.raises(InvalidInput, match="named: there is no row 7; rows count from 0 to 0"):
        plots.value_scatter([1.0], [2.0], named={7: "who"})
    with pytest.raises(NotEnoughData, match="nobody"):
        plots.value_scatter([], [])


def test_without_matplotlib_a_plot_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; from agora_analytics import plots\n"
        "try: plots.value_scatter([1.0], [2.0])\n"
        "except ImportError as why: print(why)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "plots need matplotlib: pip install 'agora-analytics[plots]'"
