"""THE door out: nothing leaves Agora but through here, and nothing unsolicited leaves at all.

Three ways: `answer_request` for what somebody has just asked for (a sign-in code), `send` for messages that need
consent for their purpose, and `reply` for words said in public where the question was asked.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from agora.accounts.models import Account
from agora.channels.connector import connectors
from agora.channels.models import Delivery
from agora.conversations import writing
from agora.conversations.models import Post
from agora.core import clock
from agora.core.events import publish
from agora.core.models import Source
from agora.people import consent
from agora.people.events import PeopleChanged
from agora.people.holding import identity_of
from agora.people.models import Identity, Person


class NotPermitted(Exception):
    """The person has not allowed this purpose on this channel."""


def answer_request(message: EmailMessage, *, request_kind: str) -> None:
    """Send the mail that its receiver asked for a moment ago."""
    delivery = Delivery.objects.create(
        channel="email",
        purpose="request",
        basis=f"asked for: {request_kind}",
        subject=message.subject[:200],
        state="waiting",
    )
    _deliver(delivery, message)


def send(message: EmailMessage, *, to: Person, purpose: str) -> Delivery:
    """Send a mail to a person who allows `purpose` by e-mail; NotPermitted otherwise, and the refusal is kept."""
    if not consent.permits(to, purpose=purpose, channel="email"):
        Delivery.objects.create(person=to, channel="email", purpose=purpose, basis="no consent", state="refused")
        raise NotPermitted(f"{to} has not allowed {purpose} by e-mail.")
    delivery = Delivery.objects.create(
        person=to, channel="email", purpose=purpose, basis="consent", subject=message.subject[:200], state="waiting"
    )
    _deliver(delivery, message)
    return delivery


def reply(to: Post, *, body: str, by: Account) -> Post:
    """Answer a post in public where it was said, as `by`; now for our portal, where everybody may be answered."""
    if problem := silence(to.source):
        raise NotPermitted(problem)
    Delivery.objects.create(channel="portal", purpose="service", basis=f"public reply to post {to.pk}", state="sent")
    return writing.write(thread=to.thread, author=_speaker(to.source, by), body=body, reply_to=to)


def silence(source: Source) -> str:
    """Return why Agora cannot speak at `source`, in plain words; nothing where it can."""
    known = connectors().get(source.kind)
    if known and known.answerable:
        return ""
    return f"Agora cannot answer at {source.name} yet; answer there by hand and note it."


def _speaker(source: Source, by: Account) -> Identity:
    here = identity_of(by)
    if here.source_id == source.pk:
        return here
    # The door knows authors by source: elsewhere an employee speaks with an identity of that place.
    values = {"name": here.name, "handle": here.handle, "is_ours": True, "person": here.person}
    times = {"first_seen_at": clock.now(), "verified_at": clock.now()}
    known, created = Identity.objects.get_or_create(
        source=source, kind=Identity.Kind.ACCOUNT, origin_id=here.origin_id, defaults=values | times
    )
    if created and here.person_id:
        publish(PeopleChanged(persons=[here.person_id]))
    return known


def _deliver(delivery: Delivery, message: EmailMessage) -> None:
    # Mail kept as files holds sign-in codes: for this user's eyes only.
    Path(settings.EMAIL_FILE_PATH).mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        message.send()
    except OSError as error:
        delivery.step("failed", problem=str(error)[:500])
        raise
    delivery.step("sent")
