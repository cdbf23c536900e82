"""A request with an idempotency key is done once: sent again, it gets the answer it got and does nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, TypeVar

from django.db import transaction
from django.http import HttpRequest
from ninja import Header
from pydantic import BaseModel

from agora.api.keys import caller
from agora.api.problems import Refused
from agora.core.alone import hold
from agora.core.models import Replay

Answer = TypeVar("Answer", bound=BaseModel)
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,120}$",
        description="A name of your choice for this request, such as a UUID."
        " The same request with the same name is done once.",
    ),
]


def once(request: HttpRequest, key: str | None, shape: type[Answer], work: Callable[[], Answer]) -> Answer:
    """Do `work` and return its answer, or the answer that the request with the same key was given.

    Refused with 422 where the key came with another request, with 409 while the first one is still at work.
    What fails leaves no trace, so that it can be tried again under the same key.
    """
    if key is None:
        return work()
    with transaction.atomic():
        return _earlier_answer(request, key, shape) or _new_answer(request, key, work)


def _earlier_answer(request: HttpRequest, key: str, shape: type[Answer]) -> Answer | None:
    owner = caller(request).name
    if not hold(f"{owner} {key}"):
        raise Refused(409, "A request with this Idempotency-Key is being done right now; ask again in a moment.")
    replay = Replay.objects.filter(owner=owner, key=key).first()
    if replay is None:
        return None
    if replay.digest != _digest(request):
        raise Refused(422, "This Idempotency-Key was used for another request; choose a new one.")
    request.replayed = True  # type: ignore[attr-defined]
    return shape.model_validate(replay.answer)


def _new_answer(request: HttpRequest, key: str, work: Callable[[], Answer]) -> Answer:
    answer = work()
    Replay.objects.create(
        owner=caller(request).name, key=key, digest=_digest(request), status=200, answer=answer.model_dump(mode="json")
    )
    return answer


def _digest(request: HttpRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
