"""How a module of the API declares its operations: what is read, what is done, and what the caller needs for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ninja import Router

from agora.api.keys import needs

View = TypeVar("View", bound=Callable[..., Any])


class NounRouter(Router):  # type: ignore[misc]
    """The operations on one noun."""

    def __init__(self, name: str) -> None:
        super().__init__(tags=[name])

    def reads(self, path: str, answer: Any, *, title: str, ability: str = "take part") -> Callable[[View], View]:
        """Declare a reading: GET, for tokens with the scope read whose owner may do `ability`."""
        return cast(
            "Callable[[View], View]", self.get(path, auth=needs("read", ability), response=answer, summary=title)
        )

    def does(
        self, path: str, answer: Any, *, title: str, scope: str = "write", ability: str = "take part"
    ) -> Callable[[View], View]:
        """Declare something that is done: POST, for tokens with `scope` whose owner may do `ability`."""
        return cast(
            "Callable[[View], View]", self.post(path, auth=needs(scope, ability), response=answer, summary=title)
        )
