"""Being built."""

__all__: list[str] = []
