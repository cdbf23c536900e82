from __future__ import annotations

from agora.commerce.events import ImportUndone, ProductsRecorded
from agora.conversations.events import ChannelOpened, PostsHidden, ThreadsRenamed
from agora.core.events import subscribe
from agora.people.events import PeopleChanged
from agora.readings.events import PostsRead
from agora.search import indexing


@subscribe(PostsRead)
def index_read_posts(event: PostsRead) -> None:
    """Index posts once their language is known."""
    indexing.index_posts(event.posts)


@subscribe(PostsHidden)
def reindex_hidden_posts(event: PostsHidden) -> None:
    """Hide or show posts that were held, released or removed."""
    indexing.index_posts(event.posts)


@subscribe(ThreadsRenamed)
def index_renamed_threads(event: ThreadsRenamed) -> None:
    """Have every post of a thread found by its new title."""
    indexing.index_threads(event.threads)


@subscribe(ChannelOpened)
def show_opened_channel(event: ChannelOpened) -> None:
    """Let everybody find what is now public."""
    indexing.index_channel(event.channel_id)


@subscribe(ProductsRecorded)
def index_products(event: ProductsRecorded) -> None:
    """Index products that are new or told differently."""
    indexing.index_products(event.products)


@subscribe(ImportUndone)
def forget_undone_products(event: ImportUndone) -> None:
    """Drop the products that went with an import."""
    indexing.index_products(event.products)


@subscribe(PeopleChanged)
def index_people(event: PeopleChanged) -> None:
    """Index people who are new, named differently, or gone."""
    indexing.index_people(event.persons)
