"""Standing: whose attention ends at somebody."""

from __future__ import annotations

from agora.accounts.models import Viewer
from agora.core.copying import fetch
from agora.measures.explaining.explanation import Evidence, Explanation, identities_of
from agora.measures.naming import names_of
from agora.measures.panels.arrow import SUBJECT
from agora.measures.scores import MeasuredScore

READERS = f"""
WITH met AS (
 SELECT {SUBJECT.format("r")} AS who, count(*) AS times, max(e.at) AS last
 FROM conversations_exposure e JOIN people_identity r ON r.id = e.reader_id JOIN people_identity a ON a.id = e.author_id
 WHERE e.author_id = ANY(%(ids)s) AND e.at <= %(until)s AND NOT r.is_ours AND NOT a.is_ours
 AND {SUBJECT.format("r")} <> {SUBJECT.format("a")} GROUP BY 1),
tie AS (
 SELECT {SUBJECT.format("o")} AS who, max(t.strength) AS strength
 FROM measures_tie t JOIN people_identity o ON o.id = t.other_id
 WHERE t.run_id = %(run)s AND t.one_id = ANY(%(ids)s) GROUP BY 1)
SELECT met.who, met.times, met.last, tie.strength, count(*) OVER () FROM met LEFT JOIN tie USING (who)
ORDER BY met.times DESC, met.who LIMIT %(limit)s"""


def readers(score: MeasuredScore, viewer: Viewer, limit: int) -> Explanation:
    """Open standing to those who met the words, the most often first, and how strongly they are tied."""
    rows = fetch(
        READERS,
        {"ids": identities_of(score.row), "until": score.run.started_at, "run": score.run.pk, "limit": limit},
    )
    who = [("person", key) if key > 0 else ("identity", -key) for key, *_ in rows]
    named = names_of(who)
    meetings = [
        Evidence("reader", last, name=named[subject], subject=subject, number=times, strength=strength)
        for subject, (_, times, last, strength, _) in zip(who, rows, strict=True)
    ]
    return Explanation(
        score,
        evidence=tuple(meetings),
        evidence_count=rows[0][4] if rows else 0,
        stood=score.basis.get("readers"),
        law={"damping": score.run.parameters["damping"]} if "damping" in score.run.parameters else {},
    )
