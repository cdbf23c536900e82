"""The plane of values as the server draws it in SVG: no style, no script, only places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from agora.console.parts.drawing import Label
from agora.console.value.plane import LANE, Axis, Dot
from agora.pages.amounts import compact_money, money

WIDTH, HEIGHT = 720.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 10.0, 12.0, 40.0


@dataclass(frozen=True, slots=True)
class PlaneDrawing:
    """The plane as SVG parts: all dots as one path, the named ones by themselves, the axes and their words."""

    dots: str
    named: list[tuple[Label, Label]]
    across: list[Label]
    up: list[Label]
    split_x: str
    split_y: str


class DotPlace(TypedDict):
    """A dot in units of the drawing, with its name and values in words, as static/js/scatter.js reads it."""

    x: float
    y: float
    name: str
    href: str
    own: str
    csv: str


def plane(dots: Sequence[Dot], *, across: Axis, up: Axis) -> PlaneDrawing:
    """Draw people on the plane of own and social value."""
    return PlaneDrawing(
        dots=" ".join(f"M{_x(dot.x, across)} {_y(dot.y, up)}h0" for dot in dots if not dot.note),
        named=[_named(dot, across, up) for dot in dots if dot.note],
        across=[Label(_x(LANE, across), f"{HEIGHT - 16:g}", _("none"))]
        + [Label(_x(tick, across), f"{HEIGHT - 16:g}", compact_money(10**tick)) for tick in across.ticks],
        up=[Label(f"{LEFT - 8:g}", _y(LANE, up, 4), _("none"), anchor="end")]
        + [Label(f"{LEFT - 8:g}", _y(tick, up, 4), compact_money(10**tick), anchor="end") for tick in up.ticks],
        split_x=_x(across.split, across),
        split_y=_y(up.split, up),
    )


def dot_places(dots: Sequence[Dot], *, across: Axis, up: Axis) -> list[DotPlace]:
    """Return everybody of the plane with where the drawing has them, whose word carries most first."""
    return [
        DotPlace(
            x=float(_x(dot.x, across)),
            y=float(_y(dot.y, up)),
            name=dot.name,
            href=dot.href,
            own=money(dot.own),
            csv=money(dot.csv),
        )
        for dot in sorted(dots, key=lambda dot: -dot.csv)
    ]


def _named(dot: Dot, across: Axis, up: Axis) -> tuple[Label, Label]:
    right = across.share(dot.x) > 0.62
    shift = -11 if right else 11
    x = float(_x(dot.x, across)) + shift
    words = Label(f"{x:.1f}", _y(dot.y, up, 4), dot.name, dot.note, "end" if right else "start")
    return Label(_x(dot.x, across), _y(dot.y, up)), words


def _x(at: float, axis: Axis) -> str:
    return f"{LEFT + axis.share(at) * (WIDTH - LEFT - RIGHT):.1f}"


def _y(at: float, axis: Axis, shift: float = 0) -> str:
    return f"{HEIGHT - BOTTOM - axis.share(at) * (HEIGHT - TOP - BOTTOM) + shift:.1f}"
