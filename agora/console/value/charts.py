"""The plane of the Value page for Bokeh: the same dots as the server's drawing, to be pointed at and chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from agora.console.value.plane import LANE, Axis, Dot
from agora.measures.quarters import Quarter
from agora.pages.figures import compact_money, money

# Colours are set by static/js/scatter.js from the page's tokens, so that light and dark follow the page.
NEUTRAL = "#888888"


def plane_item(dots: Sequence[Dot], *, across: Axis, up: Axis) -> dict[str, Any]:
    """Return the plane as a Bokeh json_item with the model "dots" as its source of data."""
    # Imported here: Bokeh takes a second to import, and no other page needs it.
    from bokeh.embed import json_item
    from bokeh.models import BoxSelectTool, HoverTool, LassoSelectTool, PanTool, ResetTool, TapTool, WheelZoomTool
    from bokeh.plotting import figure

    choosing = [BoxSelectTool(), LassoSelectTool(), TapTool()]
    drawing = figure(
        name="plane",
        sizing_mode="stretch_both",
        x_range=(across.start, across.end),
        y_range=(up.start, up.end),
        tools=[*choosing, WheelZoomTool(), PanTool(), ResetTool()],
        toolbar_location="above",
        output_backend="canvas",
        x_axis_label=_("what they bought (margin)"),
        y_axis_label=_("what others bought on their word (margin)"),
    )
    drawing.toolbar.logo = None
    drawing.outline_line_color = drawing.border_line_color = None
    # The page shows through: what is painted once stays at the edges as a thin line when it is painted over.
    drawing.background_fill_color = drawing.border_fill_color = None
    # Scrolling over the plane scrolls the page until somebody asks for more.
    drawing.toolbar.active_scroll = None
    drawing.toolbar.active_drag = drawing.select_one(BoxSelectTool)
    for axis, scale in ((drawing.xaxis[0], across), (drawing.yaxis[0], up)):
        _scale(axis, scale)
    _splits(drawing, across, up)
    source = _source(dots)
    shown = drawing.scatter(
        "x", "y", source=source, size=7, name="people", fill_color=NEUTRAL, fill_alpha=0.6, line_color=None,
        selection_fill_alpha=1.0, nonselection_fill_alpha=0.25,
    )  # fmt: skip
    for tool in choosing:
        tool.renderers = [shown]
    _quarters(drawing, across, up)
    _notes(drawing, [dot for dot in dots if dot.note], across)
    drawing.add_tools(HoverTool(renderers=[shown], tooltips=[("", "@name"), (_("own"), "@own"), (_("social"), "@csv")]))
    return dict(json_item(drawing, "plane"))


def _source(dots: Sequence[Dot]) -> Any:
    from bokeh.models import ColumnDataSource

    return ColumnDataSource(
        name="dots",
        data={
            "x": [round(dot.x, 3) for dot in dots],
            "y": [round(dot.y, 3) for dot in dots],
            "name": [dot.name for dot in dots],
            "href": [dot.href for dot in dots],
            "own": [money(dot.own) for dot in dots],
            "csv": [money(dot.csv) for dot in dots],
        },
    )


def _notes(drawing: Any, named: Sequence[Dot], across: Axis) -> None:
    """Mark the few with a name: the whole note where there is room, the name alone where there is little."""
    from bokeh.models import ColumnDataSource

    right = [across.share(dot.x) > 0.62 for dot in named]
    source = ColumnDataSource(
        data={
            "x": [dot.x for dot in named],
            "y": [dot.y for dot in named],
            "note": [dot.note for dot in named],
            "name": [dot.name for dot in named],
            "align": ["right" if far else "left" for far in right],
            "shift": [-12 if far else 12 for far in right],
        }
    )
    drawing.scatter("x", "y", source=source, size=11, name="named", fill_color=NEUTRAL, line_color=None)
    drawing.text(
        "x", "y", text="note", source=source, name="notes", text_align="align", text_baseline="middle", x_offset="shift",
        text_font_size="13px", text_font_style="bold", text_color=NEUTRAL, background_fill_color=NEUTRAL,
        background_fill_alpha=0.75, padding=2,
    )  # fmt: skip


def _scale(axis: Any, scale: Axis) -> None:
    from bokeh.models import FixedTicker

    axis.ticker = FixedTicker(ticks=[LANE, *scale.ticks])
    axis.major_label_overrides = {LANE: _("none"), **{tick: compact_money(10**tick) for tick in scale.ticks}}


def _quarters(drawing: Any, across: Axis, up: Axis) -> None:
    """Name the four quarters in their corners, above the dots."""
    names = (Quarter.ADVOCATES, Quarter.CHAMPIONS, Quarter.NEWCOMERS, Quarter.SILENT)
    ends = ((across.start, up.end), (across.end, up.end), (across.start, up.start), (across.end, up.start))
    for name, (x, y) in zip(names, ends, strict=True):
        drawing.text(
            [x], [y], text=[str(name.label)], name="quarters", text_font_style="italic", text_font_size="13px",
            text_color=NEUTRAL, text_align="left" if x == across.start else "right", x_offset=6 if x == across.start else -6,
            text_baseline="top" if y == up.end else "bottom", y_offset=4 if y == up.end else -4,
            background_fill_color=NEUTRAL, background_fill_alpha=0.75, padding=2,
        )  # fmt: skip


def _splits(drawing: Any, across: Axis, up: Axis) -> None:
    from bokeh.models import Span

    for at, dimension in ((across.split, "height"), (up.split, "width")):
        drawing.add_layout(Span(location=at, dimension=dimension, line_dash="dotted", line_color=NEUTRAL))
