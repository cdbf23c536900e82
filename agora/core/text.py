"""What people write becomes safe HTML here and nowhere else."""

from __future__ import annotations

import re
import zlib
from functools import cache
from html import unescape
from importlib.metadata import version
from pathlib import Path

import nh3
from django.utils.html import escape, linebreaks
from markdown_it import MarkdownIt

FORMATS = ("markdown", "html", "plain")
# Which renderer this is: HTML that another one made is made anew. The module's own text counts, so that no change of
# what is let through can be forgotten here.
_LIBRARIES = " ".join(version(name) for name in ("nh3", "markdown-it-py", "linkify-it-py"))
RENDERER = zlib.crc32(Path(__file__).read_bytes() + _LIBRARIES.encode()) >> 1 or 1
# PostgreSQL text holds no NUL; lone surrogates are not UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Markdown's marks, not the words between them: headings, quotes, lists at a line's start; emphasis and code around
# words.
_MARKS = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)|(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)", re.M
)
_LINKS = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "i", "kbd", "li", "ol",
    "p", "pre", "q", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def storable(text: str) -> str:
    """Return `text` without the characters PostgreSQL cannot hold."""
    return _UNSTORABLE.sub("", text)


def rendered(body: str, *, form: str = "markdown") -> str:
    """Return safe HTML for `body` in one of FORMATS; links get rel=nofollow, images and scripts are dropped."""
    if form == "markdown":
        html = _markdown().render(body)
    elif form == "html":
        html = body
    else:
        html = linebreaks(escape(body))
    return nh3.clean(html, tags=_TAGS, link_rel="nofollow ugc noopener", url_schemes={"http", "https", "mailto"})


def plain(body: str, *, form: str = "markdown") -> str:
    """Return the words of `body` without markup, for readings, search and excerpts."""
    if form == "html":
        body = nh3.clean(re.sub(r"</(p|li|h\d|pre|blockquote)>|<br\s*/?>", "\n", body), tags=set())
        return unescape(body).strip()
    if form == "markdown":
        return _MARKS.sub("", _LINKS.sub(r"\1", body)).strip()
    return body.strip()


def excerpt(words: str, *, length: int = 160) -> str:
    """Return the first `length` characters of `words`, cut at a word, with an ellipsis if cut."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["table", "strikethrough", "linkify"])
