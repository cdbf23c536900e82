"""What search engines read of a page: schema.org as JSON-LD.

A script element whose type is no script is a data block: browsers do not run it, so the content security policy
does not concern it, provided that nothing in it can end the element.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from agora.conversations.models import Thread
from agora.core.text import excerpt
from agora.portal.product_page import ProductPage
from agora.portal.shown import Shown
from agora.portal.thread_page import ThreadPage

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def product(page: ProductPage) -> SafeString:
    """Return a product with its rating and the reviews shown."""
    facts: dict[str, Any] = {"@type": "Product", "name": page.product.name}
    if page.product.description:
        facts["description"] = excerpt(page.product.description, length=500)
    if page.product.category:
        facts["category"] = page.product.category
    if page.rated.value is not None:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page.rated.value, 2),
            "reviewCount": page.rated.reviews,
        }
    facts["review"] = [
        {
            "@type": "Review",
            "name": judged.review.thread.title,
            "reviewRating": {"@type": "Rating", "ratingValue": judged.review.rating, "bestRating": 5},
            **_said(judged.post, "reviewBody"),
        }
        for judged in page.reviews
    ]
    return _script(facts)


def thread(page: ThreadPage) -> SafeString | str:
    """Return a question with its answers; nothing for other threads."""
    if page.thread.kind != Thread.Kind.QUESTION or page.opening is None:
        return ""
    answers = [{"@type": "Answer", "upvoteCount": post.votes.yes, **_said(post, "text")} for post in page.posts]
    accepted = [answer for answer, post in zip(answers, page.posts, strict=True) if post.accepted]
    suggested = [answer for answer, post in zip(answers, page.posts, strict=True) if not post.accepted]
    question = {
        "@type": "Question",
        "name": page.thread.title,
        "answerCount": page.answers,
        **_said(page.opening, "text"),
        "acceptedAnswer": accepted,
        "suggestedAnswer": suggested,
    }
    return _script({"@type": "QAPage", "mainEntity": question})


def _said(post: Shown, body: str) -> dict[str, Any]:
    said: dict[str, Any] = {body: excerpt(post.post.words, length=500), "datePublished": post.post.said_at.isoformat()}
    if post.name:
        said["author"] = {"@type": "Person", "name": post.name, "url": post.href}
    return said


def _script(facts: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped just above)
