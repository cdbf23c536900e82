"""The statements behind the door for words, one function per noun, on rows that were COPYed in."""

from agora.conversations.staging.posts import posts
from agora.conversations.staging.responses import exposures, links, mentions, reactions, removals
from agora.conversations.staging.words import authors, named, threads

__all__ = ["authors", "exposures", "links", "mentions", "named", "posts", "reactions", "removals", "threads"]
