"""Drawings the server makes as SVG: the plane of values and a person's ties. No style, no script, only places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agora.console.figures import compact_money
from agora.console.plane import LANE, Axis, Dot

WIDTH, HEIGHT = 720.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 10.0, 12.0, 40.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a dot at a place of the drawing; `anchor` is start, middle or end."""

    x: str
    y: str
    text: str = ""
    anchor: str = "middle"
    href: str = ""


@dataclass(frozen=True, slots=True)
class PlaneDrawing:
    """The plane as SVG parts: all dots as one path, the named ones by themselves, the axes and their words."""

    dots: str
    named: list[tuple[Mark, Mark]]
    across: list[Mark]
    up: list[Mark]
    split_x: str
    split_y: str


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie as a line from the middle to another: width says how strong, dashes say weak."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str
    weak: bool


@dataclass(frozen=True, slots=True)
class TieNode:
    """Somebody at the end of a tie."""

    x: str
    y: str
    label: Mark
    initials: str


@dataclass(frozen=True, slots=True)
class TiesDrawing:
    """A person in the middle and those tied to them around."""

    lines: list[TieLine]
    nodes: list[TieNode]


def plane(dots: Sequence[Dot], *, across: Axis, up: Axis) -> PlaneDrawing:
    """Draw people on the plane of own and social value."""
    return PlaneDrawing(
        dots=" ".join(f"M{_x(dot.x, across)} {_y(dot.y, up)}h0" for dot in dots if not dot.note),
        named=[_named(dot, across, up) for dot in dots if dot.note],
        across=[Mark(_x(LANE, across), f"{HEIGHT - 16:g}", _("none"))]
        + [Mark(_x(tick, across), f"{HEIGHT - 16:g}", compact_money(10**tick)) for tick in across.ticks],
        up=[Mark(f"{LEFT - 8:g}", _y(LANE, up, 4), _("none"), "end")]
        + [Mark(f"{LEFT - 8:g}", _y(tick, up, 4), compact_money(10**tick), "end") for tick in up.ticks],
        split_x=_x(across.split, across),
        split_y=_y(up.split, up),
    )


def ties(strengths: Sequence[tuple[str, str, float]], *, weak_below: float) -> TiesDrawing:
    """Draw ties from (name, initials, strength), strongest first; those below `weak_below` are dashed."""
    middle_x, middle_y = 320.0, 170.0
    largest = max((strength for _, _, strength in strengths), default=1.0) or 1.0
    lines, nodes = [], []
    for place, (name, initials, strength) in enumerate(strengths):
        angle = 2 * math.pi * place / len(strengths) - math.pi / 2
        # The stronger the tie, the nearer; neighbours keep their distance on an ellipse.
        reach = 1.0 - 0.18 * strength / largest
        x, y = middle_x + 190 * reach * math.cos(angle), middle_y + 128 * reach * math.sin(angle)
        width = 1 + 5 * strength / largest
        lines.append(
            TieLine(f"{middle_x:g}", f"{middle_y:g}", f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", strength < weak_below)
        )
        nodes.append(TieNode(f"{x:.1f}", f"{y:.1f}", _beside(name, x, y, math.cos(angle)), initials))
    return TiesDrawing(lines, nodes)


def _beside(name: str, x: float, y: float, lean: float) -> Mark:
    short = name if len(name) <= 22 else f"{name[:20]}…"
    if abs(lean) < 0.2:
        return Mark(f"{x:.1f}", f"{y + (34 if y > 170 else -24):.1f}", short)
    return Mark(f"{x + (20 if lean > 0 else -20):.1f}", f"{y + 4.5:.1f}", short, "start" if lean > 0 else "end")


def _named(dot: Dot, across: Axis, up: Axis) -> tuple[Mark, Mark]:
    right = across.share(dot.x) > 0.62
    shift = -11 if right else 11
    x = float(_x(dot.x, across)) + shift
    words = Mark(f"{x:.1f}", _y(dot.y, up, 4), dot.note, "end" if right else "start")
    return Mark(_x(dot.x, across), _y(dot.y, up)), words


def _x(at: float, axis: Axis) -> str:
    return f"{LEFT + axis.share(at) * (WIDTH - LEFT - RIGHT):.1f}"


def _y(at: float, axis: Axis, shift: float = 0) -> str:
    return f"{HEIGHT - BOTTOM - axis.share(at) * (HEIGHT - TOP - BOTTOM) + shift:.1f}"
