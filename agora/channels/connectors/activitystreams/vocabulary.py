"""Takes values out of Activity Streams objects, which may write each of them in several ways; nothing here trusts its input."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from agora.channels.intake import Fault
from agora.core import text

LONGEST_ID = 300
LONGEST_URL = 500
VOCABULARY = ("https://www.w3.org/ns/activitystreams#", "http://www.w3.org/ns/activitystreams#", "as:")


def kind(value: dict[str, Any]) -> str:
    """Return the first type of an object, without the vocabulary's prefix; empty if it names none."""
    told = next((one for one in several(value.get("type", value.get("@type"))) if isinstance(one, str)), "")
    for prefix in VOCABULARY:
        told = told.removeprefix(prefix)
    return told


def several(value: Any) -> list[Any]:
    """Return a value that may be one or a list as a list."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def words(value: Any) -> str:
    """Return a string without what cannot be stored; anything else is empty."""
    return text.storable(value) if isinstance(value, str) else ""


def spoken(value: dict[str, Any], name: str) -> str:
    """Return a natural language value, from `name` or else the first of `nameMap`."""
    if told := words(value.get(name)):
        return told
    by_language = value.get(f"{name}Map")
    return next((words(told) for told in by_language.values()), "") if isinstance(by_language, dict) else ""


def name_of(value: Any) -> str:
    """Return the id of an object, a bare id or a link, shortened to a hash if it is too long; empty if there is none."""
    for one in several(value):
        told = one.get("id") or one.get("@id") or one.get("href") if isinstance(one, dict) else one
        if told := words(told).strip():
            return short(told, LONGEST_ID)
    return ""


def needed_name(value: Any, field: str) -> str:
    """Return the id of what must have one; raises Fault."""
    if not (told := name_of(value)):
        raise Fault("This has no id.", field)
    return told


def short(told: str, longest: int) -> str:
    """Return an id, or its hash where it is longer than fits."""
    return told if len(told) <= longest else f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def address(value: Any) -> str:
    """Return the first web address of a `url`, empty if there is none that fits."""
    for one in several(value):
        told = words(one.get("href") if isinstance(one, dict) else one).strip()
        if told and len(told) <= LONGEST_URL and _is_web(told):
            return told
    return ""


def moment(value: Any, field: str) -> datetime | None:
    """Return a moment in UTC, None where nothing is told; raises Fault for what is no moment."""
    if value is None:
        return None
    try:
        told = datetime.fromisoformat(value.strip())
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise Fault("This is no date and time.", field, str(value)[:200]) from None


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
