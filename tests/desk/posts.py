"""Posts as they were read: what the desk routes and works on, without asking how the reading came."""

from __future__ import annotations

from agora.conversations.batches import Batch, NewAuthor
from agora.conversations.models import Post
from agora.conversations.writing import record
from agora.readings.models import Intent, Reading
from tests.conversations.heard import forum, post, thread


def read_post(
    name: str, *, body: str = "Some words.", home: str = "", by: str = "ada", polarity: float | None = None,
    hours: int = 0, title: str = "", ours: bool = False, **intents: float,
) -> Post:  # fmt: skip
    """A post heard at the forum, in a thread of its own or in `home`, with its tone and its intents by confidence."""
    home = home or f"of-{name}"
    authors = [NewAuthor(by, is_ours=True)] if ours else []
    told = post(name, by, thread=home, body=body, hours=hours)
    record(Batch(source=forum(), authors=authors, threads=[thread(home, title=title or "A word")], posts=[told]))
    written = Post.objects.get(origin_id=name)
    reading = Reading.objects.create(
        post=written, model_id="test", language="en", language_confidence=1.0, polarity=polarity
    )
    for kind, confidence in intents.items():
        Intent.objects.create(reading=reading, kind=kind, confidence=confidence, triggers=[f"{kind} words"])
    return written
