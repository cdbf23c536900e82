"""Expertise: who answers rather than asks, and who answers those who themselves answer.

Zhang, Ackerman, Adamic (2007), Expertise Networks in Online Communities, WWW 2007.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora.analytics.arrays import Floats, Ints, compiled, integers
from agora.analytics.influence.graph import incoming_edges


@dataclass(frozen=True)
class TopicExpertise:
    """One row per topic and person who asked or answered in it."""

    topic: Ints
    person: Ints
    answers: Ints
    questions: Ints
    z: Floats


def z_score(answers: ArrayLike, questions: ArrayLike) -> Floats:
    """z = (a - q) / sqrt(a + q), (n,): far from 0 where answering and asking are not an even coin; 0 for nobody."""
    a = integers(answers, name="answers").astype(np.float64)
    q = integers(questions, name="questions", size=a.size).astype(np.float64)
    return np.divide(a - q, np.sqrt(a + q), out=np.zeros(a.size), where=a + q > 0)


def expertise_by_topic(
    *,
    answer_person: ArrayLike,
    answer_topic: ArrayLike,
    question_person: ArrayLike,
    question_topic: ArrayLike,
) -> TopicExpertise:
    """z-scores per topic from the lists of answers and questions (codes; an item in two topics is two rows)."""
    who_a = integers(answer_person, name="answer_person")
    what_a = integers(answer_topic, name="answer_topic", size=who_a.size)
    who_q = integers(question_person, name="question_person")
    what_q = integers(question_topic, name="question_topic", size=who_q.size)
    pairs = np.column_stack([np.concatenate([what_a, what_q]), np.concatenate([who_a, who_q])])
    distinct, code = np.unique(pairs, axis=0, return_inverse=True)
    code = code.reshape(-1)
    answers = np.bincount(code[: who_a.size], minlength=len(distinct))
    questions = np.bincount(code[who_a.size :], minlength=len(distinct))
    return TopicExpertise(
        topic=distinct[:, 0],
        person=distinct[:, 1],
        answers=answers.astype(np.int64),
        questions=questions.astype(np.int64),
        z=z_score(answers, questions),
    )


def expertise_rank(
    asker: ArrayLike,
    answerer: ArrayLike,
    *,
    nodes: int,
    damping: float = 0.85,
    tolerance: float = 1e-10,
    iterations: int = 500,
) -> Floats:
    """ER(A) = (1 - d) + d sum over those A helped of ER(U) / C(U), (nodes,); C(U): how many people helped U.

    asker, answerer (answers,): person codes; helping the same person twice counts once, helping oneself never.
    Not normalised, as in the paper: a person who helped nobody has 1 - d.
    """
    u = integers(asker, name="asker")
    a = integers(answerer, name="answerer", size=u.size)
    ties = np.unique(np.column_stack([u, a])[u != a], axis=0)
    edges = incoming_edges(ties[:, 0], ties[:, 1], nodes=nodes)
    return _iterate(edges.start, edges.source, edges.out_weight, damping, tolerance, iterations)


@compiled
def _iterate(  # noqa: PLR0917 (compiled: no keyword-only arguments)
    start: Ints, source: Ints, helpers: Floats, damping: float, tolerance: float, iterations: int
) -> Floats:
    now = np.ones(helpers.size)
    for _ in range(iterations):
        following = np.full(helpers.size, 1.0 - damping)
        change = 0.0
        for v in range(helpers.size):
            for e in range(start[v], start[v + 1]):
                following[v] += damping * now[source[e]] / helpers[source[e]]
            change = max(change, abs(following[v] - now[v]))
        now = following
        if change < tolerance:
            break
    return now
