"""Rate limits shared by all processes: one row per key and window, counted in one statement."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit: `limit` per window, `remaining`, and seconds until the window ends."""

    limit: int
    remaining: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        """The RateLimit header fields, and Retry-After once the limit is exceeded."""
        fields = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.remaining)),
            "RateLimit-Reset": str(self.reset),
        }
        return {**fields, "Retry-After": str(self.reset)} if self.exceeded else fields


def spend(key: str, *, limit: int, seconds: int, cost: int = 1) -> Allowance:
    """Count `cost` against `key` (at most 200 characters) in the current window of `seconds`."""
    present = int(time.time())
    window = present // seconds
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_spending AS s (key, win, spent) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE"
            " SET spent = CASE WHEN s.win = excluded.win THEN s.spent ELSE 0 END + excluded.spent, win = excluded.win"
            " RETURNING spent",
            [key[:200], window, cost],
        )
        spent = int(cursor.fetchone()[0])
    return Allowance(limit=limit, remaining=limit - spent, reset=(window + 1) * seconds - present)
