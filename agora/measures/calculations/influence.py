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
    met: InteractionsPanel, answered: TopicPanel, asked: TopicPanel, *, engine: Engine, told: Progress, **known: Any
) -> Result:
    """Measure ties, standing and expertise among people outside the company; its own people are left out."""
    told("comparing answers and questions")
    expertise = expertise_by_topic(
        answer_person=answered.subject, answer_topic=answered.topic,
        question_person=asked.subject, question_topic=asked.topic,
    )  # fmt: skip
    told("weighing ties")
    ties, block = tied(met, half_life=known["half_life_days"], kept=known["kept_ties"])
    blocks = [_expert(expertise, least=known["least_evidence"], level=known["level"])]
    if met.one.size:
        told("following attention")
        blocks.append(_standing(met, engine, **known))
    return Result(
        inputs={
            "meetings": int(met.one.size), "answers": int(answered.subject.size), "questions": int(asked.subject.size),
        },
        outcome={
            "ties": int(ties.one.size),
            "people": int(np.unique(block.one).size),
            "strongest": float(ties.strength.max(initial=0.0)),
            "cannot_say": [] if met.one.size else [NO_MEETINGS],
        },
        scores=blocks,
        ties=block,
    )  # fmt: skip


def tied(met: InteractionsPanel, *, half_life: float, kept: int) -> tuple[Ties, TieBlock]:
    """Return all ties, and of those the strongest that each identity has."""
    people = Subjects.of(met.one, met.other)
    now = float(met.at.max(initial=0.0))
    found = tie_strength(people.codes(met.one), people.codes(met.other), met.at, now=now, half_life=half_life)
    mine, row = found.strongest(kept)
    there, back = found.sent[row], found.messages[row] - found.sent[row]
    first = found.one[row] == mine
    return found, TieBlock(
        one=people.ids[mine],
        other=people.ids[np.where(first, found.other[row], found.one[row])],
        strength=found.strength[row],
        heard=np.where(first, there, back),
        heard_by=np.where(first, back, there),
        last=now + half_life * np.log2(found.recency[row]),
    )


def _standing(
    met: InteractionsPanel, engine: Engine, *, damping: float, draws: int, seed: int, level: float, **others: Any
) -> ScoreBlock:
    """PageRank along reader → author, each pair weighing ln(1 + meetings); the interval is over meetings drawn again."""
    people = Subjects.of(met.reader, met.author)
    pair = people.codes(met.reader) * people.size + people.codes(met.author)
    pairs, meetings = np.unique(pair[met.reader != met.author], return_counts=True)
    source, target = pairs // people.size, pairs % people.size
    rng = np.random.default_rng(seed)

    def ranked(often: Ints) -> Floats:
        graph = Graph.from_edges(source, target, np.log1p(often), nodes=people.size)
        scores: Floats = engine.pagerank(graph, damping=damping)
        return scores

    found = ranked(meetings)
    spread = np.std([ranked(rng.poisson(meetings)) for _ in range(draws)], axis=0) * norm.ppf((1 + level) / 2)
    basis = {
        "readers": np.bincount(target, minlength=people.size),
        "meetings": np.bincount(target, weights=meetings, minlength=people.size).astype(np.int64),
    }
    return ScoreBlock("pagerank", people.ids, found, np.maximum(found - spread, 0.0), found + spread, basis=basis)


def _expert(found: TopicExpertise, *, least: int, level: float) -> ScoreBlock:
    """z per topic; its interval is that of the share of answers behind it."""
    rows = np.flatnonzero(found.answers + found.questions >= least)
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    answered, asked = found.answers[rows], found.questions[rows]
    share = wilson_interval(answered, answered + asked, level=level)
    size = np.sqrt(answered + asked)
    return ScoreBlock(
        "expertise", found.person[rows], found.z[rows], (2 * share.low - 1) * size, (2 * share.high - 1) * size,
        labels=[slugs[topic] for topic in found.topic[rows].tolist()],
        basis={"answers": answered, "questions": asked},
    )  # fmt: skip
