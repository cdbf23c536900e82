"""The statements behind the door for words, one function per noun, on rows that were COPYed in."""

from agora.conversations.staging.posts import posts
from agora.conversations.staging.responses import exposures, links, reactions, removals
from agora.conversations.staging.words import authors, threads

__all__ = ["authors", "exposures", "links", "posts", "reactions", "removals", "threads"]
