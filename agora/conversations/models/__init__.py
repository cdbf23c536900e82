from agora.conversations.models.channel import Channel
from agora.conversations.models.exposure import Exposure
from agora.conversations.models.flag import Flag, Hold, Tombstone
from agora.conversations.models.post import Mention, Post
from agora.conversations.models.reaction import Reaction
from agora.conversations.models.thread import Thread, ThreadLink, ThreadTopic, Topic

__all__ = [
    "Channel", "Exposure", "Flag", "Hold", "Mention", "Post", "Reaction", "Thread", "ThreadLink", "ThreadTopic",
    "Tombstone", "Topic",
]  # fmt: skip
