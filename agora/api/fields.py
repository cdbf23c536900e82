"""The types of what comes in: every text has a largest size and can be stored, every number and moment has bounds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)

LARGEST_ID = 2**63 - 1
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LARGEST_PRICE = 10**14 - 1
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


def _storable(text: str) -> str:
    # PostgreSQL holds no NUL; lone surrogates are refused before, as no text at all.
    if "\x00" in text:
        raise ValueError("A text cannot hold a NUL character.")
    return text


def _moment_as_text(value: object) -> object:
    if isinstance(value, str) and not _MOMENT.match(value):
        raise ValueError("A moment is told with its day, time and zone, such as 2026-03-01T09:30:00Z.")
    if not isinstance(value, str | datetime):
        # Pydantic hears ValueError, not TypeError.
        raise ValueError("A moment is told as text, such as 2026-03-01T09:30:00Z.")  # noqa: TRY004
    return value


def _moment_in_bounds(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("A moment lies between the years 1900 and 2200.")
    return moment


Storable = AfterValidator(_storable)
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
IdInput = Annotated[int, Strict(), Field(ge=1, le=LARGEST_ID)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment_as_text), AfterValidator(_moment_in_bounds)]
Yes = Annotated[bool, Strict()]
Minor = Annotated[int, Strict(), Field(ge=-LARGEST_ID, le=LARGEST_ID, description="minor units of the currency")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
OriginId = Annotated[str, StringConstraints(min_length=1, max_length=300), Storable]
ShortOriginId = Annotated[str, StringConstraints(min_length=1, max_length=120), Storable]
PostKind = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]
Short = Annotated[str, StringConstraints(max_length=60), Storable]
Name = Annotated[str, StringConstraints(max_length=200), Storable]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300), Storable]
Sentence = Annotated[str, StringConstraints(max_length=500), Storable]
FullName = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Storable]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), Storable]
Country = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{2})?$")]
Headline = Annotated[str, StringConstraints(min_length=4, max_length=200, strip_whitespace=True), Storable]
Topic = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True), Storable]
Note = Annotated[str, StringConstraints(min_length=1, max_length=5000, strip_whitespace=True), Storable]
Body = Annotated[str, StringConstraints(max_length=100_000), Storable]
Words = Annotated[str, StringConstraints(min_length=1, max_length=100_000, strip_whitespace=True), Storable]
# Only addresses that may stand in a link: never javascript: or data:.
Address = Annotated[str, StringConstraints(max_length=500, pattern=r"^(?:https?://[^\x00\s]+)?$")]


class RequestBody(BaseModel):
    """A body that came in: unknown names in it are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")
