"""The API at /api/: one module per noun, put together here."""

from __future__ import annotations

from agora.api import (
    cases,
    money,
    orders,
    people,
    posts,
    products,
    questions,
    reviews,
    runs,
    scores,
    segments,
    threads,
    words,
)
from agora.api.interface import Interface

DESCRIPTION = """Push words and money in, read people, conversations and measures out, work on cases.

Authorize with a token from Settings. Money is in minor units; moments carry their zone; lists come in pages."""

api = Interface(title="Agora", version="1", description=DESCRIPTION)
api.add_router("", words.router)
api.add_router("", money.router)
api.add_router("people", people.router)
api.add_router("orders", orders.router)
api.add_router("products", products.router)
api.add_router("threads", threads.router)
api.add_router("posts", posts.router)
api.add_router("questions", questions.router)
api.add_router("reviews", reviews.router)
api.add_router("segments", segments.router)
api.add_router("scores", scores.router)
api.add_router("cases", cases.router)
api.add_router("runs", runs.router)
