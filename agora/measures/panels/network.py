"""Panels of the network: who turned to whom, and who asked and answered on which topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels.arrow import SUBJECT, Reader
from agora.measures.panels.subjects import NOBODY, identities

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

INTERACTIONS = "SELECT e.id, e.reader_id AS one, e.author_id AS other, e.at FROM conversations_exposure e"
# One question answered counts once, however many posts it took; held and removed ones show no knowledge.
ANSWERS = f"""
SELECT a.subject, tt.topic_id AS topic FROM (
 SELECT DISTINCT {SUBJECT.format("i")}::bigint AS subject, t.id AS thread
 FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id AND t.kind = 'question'
 JOIN people_identity i ON i.id = p.author_id AND NOT i.is_ours
 LEFT JOIN people_identity o ON o.id = t.opened_by_id
 WHERE p.kind = 'post' AND (o.id IS NULL OR {SUBJECT.format("i")} <> {SUBJECT.format("o")})
 AND NOT EXISTS (SELECT FROM conversations_hold h WHERE h.post_id = p.id OR h.thread_id = t.id)
 AND NOT EXISTS (SELECT FROM conversations_tombstone d WHERE d.post_id = p.id)) a
JOIN conversations_threadtopic tt ON tt.thread_id = a.thread ORDER BY a.thread, a.subject, tt.topic_id"""
QUESTIONS = f"""
SELECT {SUBJECT.format("i")}::bigint AS subject, tt.topic_id AS topic
FROM conversations_thread t JOIN people_identity i ON i.id = t.opened_by_id AND NOT i.is_ours
JOIN conversations_threadtopic tt ON tt.thread_id = t.id WHERE t.kind = 'question' ORDER BY t.id, tt.topic_id"""


@dataclass(frozen=True, slots=True)
class InteractionsPanel:
    """One row each time identity `one` met or answered the words of `other`, with the subjects behind them."""

    one: Ints
    other: Ints
    reader: Ints
    author: Ints
    at: Floats


@dataclass(frozen=True, slots=True)
class TopicPanel:
    """One row per question or answer and topic: whose, and which topic."""

    subject: Ints
    topic: Ints


def interactions(reader: Reader) -> InteractionsPanel:
    """Return every meeting between people outside the company."""
    who = identities(reader)
    read = reader.columns(INTERACTIONS, by=["id"])
    subjects, others = who.subjects(read["one"]), who.subjects(read["other"])
    ours = who.are_ours(read["one"]) | who.are_ours(read["other"])
    rows = np.flatnonzero(~ours & (subjects != NOBODY) & (others != NOBODY))
    return InteractionsPanel(read["one"][rows], read["other"][rows], subjects[rows], others[rows], read["at"][rows])


def answers(reader: Reader) -> TopicPanel:
    """Return the answers by topic: one per person and question of somebody else's, comments apart."""
    read = reader.columns(ANSWERS)
    return TopicPanel(read["subject"], read["topic"])


def questions(reader: Reader) -> TopicPanel:
    """Return the questions by topic."""
    read = reader.columns(QUESTIONS)
    return TopicPanel(read["subject"], read["topic"])
