"""The parts of JSON-LD that several pages share."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from agora.core.text import excerpt
from agora.portal.parts.posts import PostCard

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def words_of(post: PostCard, body: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        body: excerpt(post.post.words, length=500),
        "datePublished": post.post.said_at.isoformat(),
    }
    if post.name:
        properties["author"] = {"@type": "Person", "name": post.name, "url": post.href}
    return properties


def script(facts: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped just above)
