"""The scene of the console's tests: Ada complains in the portal, Ben recommends, the readers have read it."""

from __future__ import annotations

from dataclasses import dataclass

from agora.accounts.models import Account
from agora.conversations import writing
from agora.conversations.models import Channel, Post, Thread
from agora.core import clock
from agora.core.jobs import drain
from agora.core.models.sources import portal
from agora.desk.models import Case, Route
from tests.cast import Cast

COMPLAINT = "The brakes squeal terribly and I am very disappointed. It is broken again and nobody helps."
PRAISE = "I love this bell, it is excellent. I recommend it to everybody."


@dataclass(frozen=True)
class Scene:
    """A complaint with its case, and praise without one."""

    complaint: Post
    praise: Post
    case: Case


def play(cast: Cast) -> Scene:
    """Write the two conversations through the door, let them be read, and open a case for the complaint by hand."""
    Channel.objects.create(source=portal(), slug="talk", name="Talk", is_public=True)
    complaint = say(cast, cast.ada, "Brakes squeal", COMPLAINT)
    praise = say(cast, cast.ben, "A fine bell", PRAISE)
    drain()
    due = clock.now()
    case = Case.objects.create(
        thread=complaint.thread, post=complaint, reason="Complaint: “squeal”", team=cast.service, due_at=due
    )
    return Scene(complaint, praise, case)


def say(cast: Cast, account: Account, title: str, body: str) -> Post:
    """Open a discussion in the portal."""
    return writing.open_thread(
        author=cast.voice(account), kind=Thread.Kind.DISCUSSION, title=title, body=body, channel="talk"
    )


def complaints_route(cast: Cast, **values: object) -> Route:
    """A rule that sends complaints to customer service."""
    return Route.objects.create(**{"name": "Complaints", "intents": ["complaint"], "team": cast.service, **values})
