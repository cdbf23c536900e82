from agora.search.models.entry import Entry

__all__ = ["Entry"]
