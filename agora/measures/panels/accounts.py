"""Panels of what the newest value run found: everybody's accounts, and the credit of each post."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels.arrow import SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Posts count by what leaned on them in so many days before the last credited sale.
CREDIT_DAYS = 365
_RUN = "(SELECT max(id) FROM measures_run WHERE measure = 'value' AND state = 'done')"
ACCOUNTS = f"""
SELECT (CASE subject_kind WHEN 'person' THEN subject_id ELSE -subject_id END)::bigint AS subject,
 coalesce(max(value) FILTER (WHERE measure = 'own'), 0.0) AS own,
 coalesce(max(value) FILTER (WHERE measure = 'recv'), 0.0) AS received,
 coalesce(max(value) FILTER (WHERE measure = 'csv'), 0.0) AS social,
 coalesce(max(low) FILTER (WHERE measure = 'csv'), 0.0) AS low,
 coalesce(max(high) FILTER (WHERE measure = 'csv'), 0.0) AS high
FROM measures_score WHERE run_id = {_RUN} AND subject_kind IN ('person', 'identity') GROUP BY 1 ORDER BY 1"""
CREDITED = f"""
SELECT (CASE WHEN c.author_id IS NULL THEN 0 ELSE {SUBJECT.format("i")} END)::bigint AS author, c.post_id AS post,
 sum(c.amount_minor)::bigint AS credit, min(p.said_at) AS said_at
FROM measures_credit c JOIN conversations_post p ON p.id = c.post_id LEFT JOIN people_identity i ON i.id = c.author_id
WHERE c.run_id = {_RUN}
 AND c.at > (SELECT max(at) - interval '{CREDIT_DAYS} days' FROM measures_credit WHERE run_id = {_RUN})
GROUP BY 1, 2 ORDER BY 2, 1"""
CREDITED_SINCE = f"""
SELECT coalesce(max(at) - interval '{CREDIT_DAYS} days', 'epoch'::timestamptz) AS since,
 coalesce({_RUN}, 0)::bigint AS run
FROM measures_credit WHERE run_id = {_RUN}"""


@dataclass(frozen=True, slots=True)
class AccountsPanel:
    """One row per subject of the newest value run, in minor units; low and high bound `social`."""

    subject: Ints
    own: Floats
    received: Floats
    social: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class CreditedPanel:
    """One row per post that sales of the last year leaned on: its author's subject (0: the company) and its day.

    `since`: the day from which credit counts; `run`: the value run it comes from, 0 where there is none.
    """

    author: Ints
    post: Ints
    credit: Ints
    said_at: Floats
    since: float
    run: int


def accounts(reader: Reader) -> AccountsPanel:
    """Return what the newest value run says of everybody; empty where there is none."""
    return AccountsPanel(**reader.columns(ACCOUNTS))


def credited(reader: Reader) -> CreditedPanel:
    """Return the credit of posts in the year before the last credited sale."""
    bounds = reader.columns(CREDITED_SINCE)
    return CreditedPanel(**reader.columns(CREDITED), since=float(bounds["since"][0]), run=int(bounds["run"][0]))
