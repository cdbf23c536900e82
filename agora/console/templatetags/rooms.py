"""The console's rooms in the menu: what waits in each."""

from __future__ import annotations

from typing import Any

from django import template

from agora.console import waiting
from agora.console.waiting import Waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context: dict[str, Any]) -> Waiting:
    """Return what waits for the reader: `{% what_waits as nav_counts %}`, once a page."""
    request = context.get("request")
    return waiting.read(request) if request else Waiting()
