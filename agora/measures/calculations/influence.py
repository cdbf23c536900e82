"""The network: how strongly people are tied, where attention ends, and who answers rather than asks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from agora.conversations.models import Topic
from agora.measures.engines import Engine
from agora.measures.panels import InteractionsPanel, Reader, Subjects, TopicPanel, answers, interactions, questions
from agora.measures.progress import Progress
from agora.measures.results import Json, Result, ScoreBlock, TieBlock
from agora_analytics.helpfulness import wilson_interval
from agora_analytics.influence import TopicExpertise, expertise_by_topic
from agora_analytics.network import Graph, Ties, tie_strength

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
RESAMPLING_SEED = 1
TIE_HALF_LIFE = 90.0
NO_MEETINGS = "Nobody has met anybody else's words yet: there is no network to measure."


def parameters() -> Json:
    """What is declared rather than found."""
    return {
        "half_life_days": TIE_HALF_LIFE,
        "damping": 0.85,
        "least_evidence": 3,
        "draws": 20,
        "seed": RESAMPLING_SEED,
        "level": 0.8,
        "kept_ties": 12,
    }


def read(reader: Reader) -> tuple[InteractionsPanel, TopicPanel, TopicPanel]:
    """Return who met whom, and who answered and asked what."""
    return interactions(reader), answers(reader), questions(reader)


def calculate(
    meetings: InteractionsPanel,
    answers_given: TopicPanel,
    questions_put: TopicPanel,
    *,
    engine: Engine,
    progress: Progress,
    **declared: Any,
) -> Result:
    """Measure ties, standing and expertise among people outside the company; its own people are left out."""
    progress("comparing answers and questions")
    expertise = expertise_by_topic(
        answer_person=answers_given.subject,
        answer_topic=answers_given.topic,
        question_person=questions_put.subject,
        question_topic=questions_put.topic,
    )
    progress("weighing ties")
    ties, block = strongest_ties(meetings, half_life=declared["half_life_days"], most_each=declared["kept_ties"])
    blocks = [_expert(expertise, least=declared["least_evidence"], level=declared["level"])]
    if meetings.one.size:
        progress("following attention")
        blocks.append(_standing(meetings, engine, **declared))
    return Result(
        inputs={
            "meetings": int(meetings.one.size),
            "answers": int(answers_given.subject.size),
            "questions": int(questions_put.subject.size),
        },
        outcome={
            "ties": int(ties.one.size),
            "people": int(np.unique(block.one).size),
            "strongest": float(ties.strength.max(initial=0.0)),
            "cannot_say": [] if meetings.one.size else [NO_MEETINGS],
        },
        scores=blocks,
        ties=block,
    )


def strongest_ties(meetings: InteractionsPanel, *, half_life: float, most_each: int) -> tuple[Ties, TieBlock]:
    """Return all ties, and of those the strongest that each identity has."""
    people = Subjects.of(meetings.one, meetings.other)
    now = float(meetings.at.max(initial=0.0))
    all_ties = tie_strength(
        people.codes(meetings.one), people.codes(meetings.other), meetings.at, now=now, half_life=half_life
    )
    mine, row = all_ties.strongest(most_each)
    there, back = all_ties.sent[row], all_ties.messages[row] - all_ties.sent[row]
    first = all_ties.one[row] == mine
    return all_ties, TieBlock(
        one=people.ids[mine],
        other=people.ids[np.where(first, all_ties.other[row], all_ties.one[row])],
        strength=all_ties.strength[row],
        heard=np.where(first, there, back),
        heard_by=np.where(first, back, there),
        last=now + half_life * np.log2(all_ties.recency[row]),
    )


def _standing(
    met: InteractionsPanel, engine: Engine, *, damping: float, draws: int, seed: int, level: float, **others: Any
) -> ScoreBlock:
    """PageRank along reader → author, each pair weighing ln(1 + meetings); the interval is over meetings drawn
    again.
    """
    people = Subjects.of(met.reader, met.author)
    pair = people.codes(met.reader) * people.size + people.codes(met.author)
    pairs, meetings = np.unique(pair[met.reader != met.author], return_counts=True)
    source, target = pairs // people.size, pairs % people.size
    rng = np.random.default_rng(seed)

    def rank(often: Ints) -> Floats:
        graph = Graph.from_edges(source, target, np.log1p(often), nodes=people.size)
        scores: Floats = engine.pagerank(graph, damping=damping)
        return scores

    value = rank(meetings)
    spread = np.std([rank(rng.poisson(meetings)) for _ in range(draws)], axis=0) * norm.ppf((1 + level) / 2)
    basis = {
        "readers": np.bincount(target, minlength=people.size),
        "meetings": np.bincount(target, weights=meetings, minlength=people.size).astype(np.int64),
    }
    return ScoreBlock("pagerank", people.ids, value, np.maximum(value - spread, 0.0), value + spread, basis=basis)


def _expert(expertise: TopicExpertise, *, least: int, level: float) -> ScoreBlock:
    """z per topic; its interval is that of the share of answers behind it."""
    rows = np.flatnonzero(expertise.answers + expertise.questions >= least)
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    answer_counts, question_counts = expertise.answers[rows], expertise.questions[rows]
    share = wilson_interval(answer_counts, answer_counts + question_counts, level=level)
    size = np.sqrt(answer_counts + question_counts)
    return ScoreBlock(
        "expertise",
        expertise.person[rows],
        expertise.z[rows],
        (2 * share.low - 1) * size,
        (2 * share.high - 1) * size,
        labels=[slugs[topic] for topic in expertise.topic[rows].tolist()],
        basis={"answers": answer_counts, "questions": question_counts},
    )
