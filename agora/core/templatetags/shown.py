"""How values are shown: money with currency, moments relative with the exact one behind, numbers with intervals."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agora.core import clock
from agora.core.money import Money

register = template.Library()


@register.filter
def money(minor: int | float | None, currency: str) -> str:
    """Show minor units of a currency: `{{ order.total_minor|money:order.currency }}`."""
    if minor is None:
        return "—"
    return Money(round(minor), currency).shown(get_language() or "en")


@register.filter
def per_cent(share: float | None) -> str:
    """Show a share between 0 and 1 in per cent; nothing where there is none."""
    return "" if share is None else f"{share:.1%}".replace(".0%", "%")


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Show a moment relative to now, exact on hover and for machines."""
    if at is None:
        return "—"
    exact = date_format(localtime(at), "j F Y, H:i")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, relative(at))


@register.filter
def relative(at: datetime | None) -> str:
    """Show how long ago a moment was, or how far it is, in one unit: `3 days ago`, `in 2 hours`."""
    if at is None:
        return "—"
    seconds = (clock.now() - at).total_seconds()
    if abs(seconds) < 60:
        return _("just now")
    if seconds > 0:
        return _("%(span)s ago") % {"span": timesince(at, clock.now(), depth=1)}
    return _("in %(span)s") % {"span": timeuntil(at, clock.now(), depth=1)}


@register.filter
def day(at: datetime | None) -> SafeString | str:
    """Show the date, exact on hover and for machines."""
    if at is None:
        return "—"
    local = localtime(at)
    exact = date_format(local, "j F Y, H:i")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, date_format(local, "j M Y"))
