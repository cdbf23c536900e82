"""Meeting words: a page that shows posts to a signed-in reader notes it, with the reader's leave only."""

from __future__ import annotations

from collections.abc import Iterable

from agora.conversations.models import Post
from agora.core import clock
from agora.core.copying import run
from agora.people.consent import measured
from agora.people.models import Identity

# Silence on measurement means no, and leaves no exposure.
NOTE = f"""
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT %(reader)s, p.id, p.author_id, 'read', %(at)s, (%(at)s AT TIME ZONE 'UTC')::date
FROM conversations_post p
WHERE p.id = ANY(%(posts)s) AND p.author_id <> %(reader)s AND
 {measured("%(person)s")}
ON CONFLICT DO NOTHING"""


def met(reader: Identity, posts: Iterable[Post]) -> int:
    """Note that `reader` was shown `posts`: once a day each, never their own, only with consent to be measured.

    Returns how many readings were kept. One statement, whatever the number of posts.
    """
    ids = [post.pk for post in posts]
    if not ids or reader.person_id is None:
        return 0
    return run(NOTE, {"reader": reader.pk, "person": reader.person_id, "posts": ids, "at": clock.now()})
