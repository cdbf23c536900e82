"""What search engines read of a page: schema.org as JSON-LD.

A script element whose type is no script is a data block: browsers do not run it, so the content security policy
does not concern it, provided that nothing in it can end the element.
"""

from __future__ import annotations

from django.utils.safestring import SafeString

from agora.conversations.models import Thread
from agora.portal.parts.structured import script, words_of
from agora.portal.threads.page import ThreadPage


def thread(page: ThreadPage) -> SafeString | str:
    """Return a question with its answers; nothing for other threads."""
    if page.thread.kind != Thread.Kind.QUESTION or page.opening is None:
        return ""
    answers = [{"@type": "Answer", "upvoteCount": post.votes.yes, **words_of(post, "text")} for post in page.posts]
    accepted = [answer for answer, post in zip(answers, page.posts, strict=True) if post.accepted]
    suggested = [answer for answer, post in zip(answers, page.posts, strict=True) if not post.accepted]
    question = {
        "@type": "Question",
        "name": page.thread.title,
        "answerCount": page.answers,
        **words_of(page.opening, "text"),
        "acceptedAnswer": accepted,
        "suggestedAnswer": suggested,
    }
    return script({"@type": "QAPage", "mainEntity": question})
