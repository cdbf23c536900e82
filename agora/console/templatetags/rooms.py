"""The console's rooms in the menu: which of them are the reader's."""

from __future__ import annotations

from typing import Any

from django import template

from agora.accounts.models import Account

register = template.Library()


@register.simple_tag(takes_context=True)
def reader_may(context: dict[str, Any], ability: str) -> bool:
    """Return whether who reads the page has an ability: `{% reader_may "see value" as sees_value %}`."""
    request = context.get("request")
    viewer = getattr(request, "user", None)
    return isinstance(viewer, Account) and viewer.may(ability)
