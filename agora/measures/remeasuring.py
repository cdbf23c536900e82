"""Helpfulness soon after a vote: the posts concerned are scored again under the priors of the current run."""

from __future__ import annotations

from django.db import connection, transaction

from agora.core.copying import run as execute
from agora.measures.calculations.helpfulness import LEVEL, helpfulness_scores, priors_of
from agora.measures.models import Run
from agora.measures.panels.words import votes_of
from agora.measures.storing import score_table

UPSERT = """
INSERT INTO measures_score (run_id, measure, subject_kind, subject_id, label, value, low, high, basis)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (run_id, measure, subject_kind, subject_id, label) DO UPDATE
SET value = excluded.value, low = excluded.low, high = excluded.high, basis = excluded.basis"""


@transaction.atomic
def remeasure_helpfulness(posts: list[int]) -> int:
    """Score `posts` again by their votes of now; returns how many. Without a current run there is nothing to mend."""
    current = Run.objects.filter(measure="helpfulness", is_current=True).first()
    if current is None or not posts:
        return 0
    level = current.parameters.get("level", LEVEL)
    block = score_table(current.pk, helpfulness_scores(votes_of(posts), priors_of(current.outcome), level=level))
    rows = [tuple(row.values()) for row in block.to_pylist()]
    gone = set(posts) - {row[3] for row in rows}
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)
    if gone:
        sql = "DELETE FROM measures_score WHERE run_id = %s AND subject_kind = 'post' AND subject_id = ANY(%s)"
        execute(sql, [current.pk, sorted(gone)])
    return len(rows)
