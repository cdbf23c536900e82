"""A person's ties, drawn as SVG with the person in the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from agora.console.parts.drawing import Label


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
    label: Label
    initials: str


@dataclass(frozen=True, slots=True)
class TiesDrawing:
    """A person in the middle and those tied to them around."""

    lines: list[TieLine]
    nodes: list[TieNode]


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


def _beside(name: str, x: float, y: float, lean: float) -> Label:
    short = name if len(name) <= 22 else f"{name[:20]}…"
    if abs(lean) < 0.2:
        return Label(f"{x:.1f}", f"{y + (34 if y > 170 else -24):.1f}", short)
    return Label(f"{x + (20 if lean > 0 else -20):.1f}", f"{y + 4.5:.1f}", short, anchor="start" if lean > 0 else "end")
