"""Panels of the network: who turned to whom, and who asked and answered on which topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agora.measures.panels.arrow import DAYS, SUBJECT, Reader

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

INTERACTIONS = f"""
SELECT e.reader_id AS one, e.author_id AS other, {SUBJECT.format("r")}::bigint AS reader,
 {SUBJECT.format("a")}::bigint AS author, {DAYS.format("e.at")} AS at
FROM conversations_exposure e
JOIN people_identity r ON r.id = e.reader_id JOIN people_identity a ON a.id = e.author_id
WHERE NOT r.is_ours AND NOT a.is_ours ORDER BY e.id"""
ANSWERS = f"""
SELECT {SUBJECT.format("i")}::bigint AS subject, tt.topic_id AS topic
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id AND t.kind = 'question'
JOIN people_identity i ON i.id = p.author_id AND NOT i.is_ours
JOIN conversations_threadtopic tt ON tt.thread_id = t.id
WHERE p.kind = 'post' AND p.author_id IS DISTINCT FROM t.opened_by_id ORDER BY p.id, tt.topic_id"""
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
    read = reader.columns(INTERACTIONS)
    return InteractionsPanel(read["one"], read["other"], read["reader"], read["author"], read["at"])


def answers(reader: Reader) -> TopicPanel:
    """Return the answers by topic: posts in questions that are not the asker's, comments apart."""
    read = reader.columns(ANSWERS)
    return TopicPanel(read["subject"], read["topic"])


def questions(reader: Reader) -> TopicPanel:
    """Return the questions by topic."""
    read = reader.columns(QUESTIONS)
    return TopicPanel(read["subject"], read["topic"])
