"""Every score opens: to the sales, words, votes and weights it rests on, and the run that made it.

The parts of a money score add up to it exactly: the largest are shown one by one, the others as one sum, and what
changed since the run (a merged person, a corrected margin) as a sum of its own. What rests on other records than sales
opens to these: a bounded list, and how many there are in all.
"""

from __future__ import annotations

from dataclasses import replace

from agora.accounts.models import Viewer
from agora.measures.explaining import ahead, money, network, words
from agora.measures.explaining.explanation import Evidence, Explanation, Opener, Part
from agora.measures.explaining.sentences import sentences
from agora.measures.models import Score
from agora.measures.scores import measured_score

__all__ = ["OPENERS", "RECORDS", "Evidence", "Explanation", "Part", "explain"]
RECORDS = 50
OPENERS: dict[str, Opener] = {
    "own": money.own,
    "csv": money.credits,
    "recv": money.credits,
    "net": money.net,
    "gross": money.touched,
    "clv": ahead.purchases,
    "alive": ahead.purchases,
    "clsv": ahead.together,
    "pagerank": network.readers,
    "expertise": words.answers,
    "helpfulness": words.votes,
    "rating": words.reviews,
}


def explain(score: Score, viewer: Viewer, *, limit: int = RECORDS) -> Explanation:
    """Return what `score` rests on, in a bounded number of queries; of words only those the viewer may see.

    Raises Score.DoesNotExist where the viewer may not see the score.
    """
    score = Score.objects.shown_to(viewer).select_related("run").get(pk=score.pk)
    explanation = OPENERS[score.measure](measured_score(score), viewer, limit)
    return replace(explanation, sentences=tuple(sentences(explanation, viewer)))
