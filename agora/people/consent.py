"""May we? The consent ledger answers by purpose and channel; silence means no."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from agora.accounts.models import Account
from agora.core import clock
from agora.people.models import Consent, Person


def permits(person: Person, *, purpose: str, channel: str) -> bool:
    """Whether the person's latest word on `purpose` allows `channel`; a refusal of the channel beats a yes to any."""
    return bool(_latest([person.pk], purpose=purpose, channels=(channel, Consent.Channel.ANY)).get(person.pk))


def permitted(people: Iterable[int], *, purpose: str, channel: str) -> set[int]:
    """Return which of the person ids permit `purpose` on `channel`, in one query."""
    latest = _latest(list(people), purpose=purpose, channels=(channel, Consent.Channel.ANY))
    return {person for person, given in latest.items() if given}


def decide(
    person: Person,
    *,
    purpose: str,
    channel: str,
    given: bool,
    how: str,
    by: Account | None = None,
    at: datetime | None = None,
) -> Consent:
    """Add the person's decision to the ledger; earlier lines stay."""
    return Consent.objects.create(
        person=person, purpose=purpose, channel=channel, given=given, how=how, by=by, at=at or clock.now()
    )


def _latest(people: list[int], *, purpose: str, channels: tuple[str, str]) -> dict[int, bool]:
    lines = (
        Consent.objects.filter(person__in=people, purpose=purpose, channel__in=channels)
        .order_by("person_id", "channel", "-at", "-pk")
        .distinct("person_id", "channel")
        .values_list("person_id", "channel", "given")
    )
    said: dict[int, dict[str, bool]] = {}
    for person_id, channel, given in lines:
        said.setdefault(person_id, {})[channel] = given
    # The word on the very channel counts; without one, the word on "any".
    return {person: word.get(channels[0], word.get(channels[1], False)) for person, word in said.items()}
