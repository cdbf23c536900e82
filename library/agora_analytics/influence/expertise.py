"""Expertise: who answers rather than asks, and who answers those who themselves answer.

Zhang, Ackerman, Adamic (2007), Expertise Networks in Online Communities, WWW 2007.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints, integers, refuse
from agora_analytics.influence.walk import settle, walk
from agora_analytics.network.graph import Graph


@dataclass(frozen=True)
class TopicExpertise:
    """One row per topic and person who asked or answered in it, ordered by topic, then person."""

    topic: Ints  # (rows,), topic code
    person: Ints  # (rows,), person code
    answers: Ints  # (rows,), how many
    questions: Ints  # (rows,), how many
    z: Floats  # (rows,), standard deviations from an even coin


def z_score(answers: ArrayLike, questions: ArrayLike) -> Floats:
    """How far someone answers rather than asks: z = (a - q) / sqrt(a + q), in standard deviations of an even coin.

    answers, questions (n,): counts. Returns z (n,); 0 for who did neither.
    Raises InvalidInput naming the row of a count below 0 or not whole.
    Assumes: each post is one act; answers and questions are of one topic.
    Misleads when: answers are many and poor (read it beside helpfulness), or counts are below about 5.
    Source: Zhang, Ackerman, Adamic (2007), WWW.

    >>> z_score([30, 3, 0], [10, 1, 4]).round(3).tolist()
    [3.162, 1.0, -2.0]
    """
    a = _counts(answers, name="answers")
    q = _counts(questions, name="questions", size=a.size)
    return np.divide(a - q, np.sqrt(a + q), out=np.zeros(a.size), where=a + q > 0)


def expertise_by_topic(
    *,
    answer_person: ArrayLike,
    answer_topic: ArrayLike,
    question_person: ArrayLike,
    question_topic: ArrayLike,
) -> TopicExpertise:
    """The z-score of each person in each topic, from the lists of answers and of questions.

    answer_person, answer_topic (answers,) and question_person, question_topic (questions,): codes; a post in two topics
    is two rows. Returns one row per topic and person found.
    Raises InvalidInput for codes that are not whole, or columns of unequal length.
    Assumes: topics are settled before the counting.
    Misleads when: topics are so narrow that most people have one post in each.
    Source: Zhang, Ackerman, Adamic (2007), WWW.

    >>> found = expertise_by_topic(answer_person=[1, 1], answer_topic=[5, 5], question_person=[2], question_topic=[5])
    >>> found.person.tolist(), found.z.round(3).tolist()
    ([1, 2], [1.414, -1.0])
    """
    who_a = integers(answer_person, name="answer_person")
    what_a = integers(answer_topic, name="answer_topic", size=who_a.size)
    who_q = integers(question_person, name="question_person")
    what_q = integers(question_topic, name="question_topic", size=who_q.size)
    pairs = np.column_stack([np.concatenate([what_a, what_q]), np.concatenate([who_a, who_q])])
    distinct, code = np.unique(pairs, axis=0, return_inverse=True)
    code = code.reshape(-1)
    answers = np.bincount(code[: who_a.size], minlength=len(distinct)).astype(np.int64)
    questions = np.bincount(code[who_a.size :], minlength=len(distinct)).astype(np.int64)
    z = z_score(answers, questions)
    return TopicExpertise(topic=distinct[:, 0], person=distinct[:, 1], answers=answers, questions=questions, z=z)


def expertise_rank(graph: Graph, *, damping: float = 0.85, tolerance: float = 1e-10, iterations: int = 500) -> Floats:
    """Standing by whom one helped: ER(A) = (1 - d) + d * sum over those A helped of ER(U) / C(U), C(U) the helpers of U.

    graph: an edge from asker to answerer; helping the same person twice counts once, helping oneself never, weights are
    not read; tolerance: on the sum of absolute changes in a round over the number of people.
    Returns ER (nodes,), not normalised, as in the paper: who helped nobody has 1 - d.
    Raises InvalidInput for damping outside (0, 1), NotEnoughData for no nodes, NotConverged when the rounds run out.
    Assumes: an answer is help, and who can help a helper knows more.
    Misleads when: answers are wrong but unopposed, or newcomers answer newcomers in a corner of their own.
    Source: Zhang, Ackerman, Adamic (2007), WWW.

    >>> expertise_rank(Graph.from_edges([0, 1], [1, 2])).round(4).tolist()
    [0.15, 0.2775, 0.3859]
    """
    even = np.full(graph.nodes, 1.0 / max(graph.nodes, 1))
    scores, _, _ = settle(
        walk(_once(graph)), even, damping=damping, stranded=False, tolerance=tolerance, iterations=iterations
    )
    made: Floats = scores * graph.nodes
    return made


def _once(graph: Graph) -> Graph:
    """Each pair of different people once."""
    key = graph.source.astype(np.int64) * max(graph.nodes, 1) + graph.target
    pairs = np.unique(key[graph.source != graph.target])
    return Graph.from_edges(pairs // max(graph.nodes, 1), pairs % max(graph.nodes, 1), nodes=graph.nodes)


def _counts(values: ArrayLike, *, name: str, size: int | None = None) -> Floats:
    counts = integers(values, name=name, size=size)
    refuse(counts < 0, "a count is at least 0", column=name)
    return counts.astype(np.float64)
