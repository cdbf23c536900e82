"""May we? The consent ledger answers by purpose and channel; silence means no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from agora.accounts.models import Account
from agora.core import clock
from agora.people.models import Consent, Person

Topic = tuple[str, str]  # a purpose and a channel


def permits(person: Person, *, purpose: str, channel: str) -> bool:
    """Whether the person's word on `purpose` allows `channel`.

    A refusal of the channel beats a yes to any channel; a later refusal of every channel beats a yes to this one.
    """
    return bool(_latest([person.pk], purpose=purpose, channels=(channel, Consent.Channel.ANY)).get(person.pk))


def permitted(people: Iterable[int], *, purpose: str, channel: str) -> set[int]:
    """Return which of the person ids permit `purpose` on `channel`, in one query."""
    latest = _latest(list(people), purpose=purpose, channels=(channel, Consent.Channel.ANY))
    return {person for person, permission in latest.items() if permission}


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


def decide_all(person: Person, decisions: Mapping[Topic, bool], *, how: str, by: Account | None = None) -> int:
    """Add those decisions, by (purpose, channel), that differ from what the person permits now; returns how many.

    A form sends every answer each time; the ledger holds what somebody decided, not how often they pressed the button.
    """
    changed = [
        (topic, decision)
        for topic, decision in decisions.items()
        if permits(person, purpose=topic[0], channel=topic[1]) != decision
    ]
    for (purpose, channel), decision in changed:
        decide(person, purpose=purpose, channel=channel, given=decision, how=how, by=by)
    return len(changed)


def measured(person: str) -> str:
    """Return the SQL for "this person lets us measure what they read here"; `person` is a column or parameter of ours.

    The same rule as `permits`, on the lines that no later one has replaced; NULL, which is no, for silence.
    """
    return f"""
(SELECT bool_and(c.given) FROM people_consent c WHERE c.person_id = {person} AND c.purpose = 'measurement'
 AND c.channel IN ('portal', 'any') AND NOT EXISTS (SELECT FROM people_consent n WHERE n.person_id = c.person_id
 AND n.purpose = c.purpose AND (n.at, n.id) > (c.at, c.id)
 AND (n.channel = c.channel OR (c.channel = 'any' AND n.channel = 'portal'))))"""


def _latest(people: list[int], *, purpose: str, channels: tuple[str, str]) -> dict[int, bool]:
    lines = (
        Consent.objects.filter(person__in=people, purpose=purpose, channel__in=channels)
        .order_by("person_id", "channel", "-at", "-pk")
        .distinct("person_id", "channel")
    )
    lines_by_person: dict[int, dict[str, Consent]] = {}
    for line in lines:
        lines_by_person.setdefault(line.person_id, {})[line.channel] = line
    return {
        person: _allows(by_channel.get(channels[0]), by_channel.get(channels[1]))
        for person, by_channel in lines_by_person.items()
    }


def _allows(this: Consent | None, every: Consent | None) -> bool:
    """What the latest words on this channel and on every channel allow together."""
    words = [word for word in (this, every) if word]
    if this and every and (every.at, every.pk) < (this.at, this.pk):
        words = [this]
    return all(word.given for word in words)
