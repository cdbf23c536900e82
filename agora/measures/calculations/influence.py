"""The network: how strongly people are tied, where attention ends, and who answers rather than asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agora.analytics.influence import TopicExpertise, expertise_by_topic, pagerank
from agora.analytics.network import Ties, tie_strength
from agora.conversations.models import Topic
from agora.measures.panels import InteractionsPanel, Subjects, answers, interactions, questions, snapshot
from agora.measures.panels.arrow import digest
from agora.measures.results import Result, ScoreBlock, TieBlock

Ints = NDArray[np.int64]
HALF_LIFE_DAYS = 90.0
LEAST_EVIDENCE = 3
NO_MEETINGS = "Nobody has met anybody else's words yet: there is no network to measure."


def calculate() -> Result:
    """Measure ties, reach and expertise among people outside the company; its own people are left out."""
    with snapshot() as reader:
        met, answered, asked = interactions(reader), answers(reader), questions(reader)
    expertise = expertise_by_topic(
        answer_person=answered.subject, answer_topic=answered.topic,
        question_person=asked.subject, question_topic=asked.topic,
    )  # fmt: skip
    ties = tied(met)
    blocks = [_expert(expertise)]
    if met.one.size:
        blocks.append(_reach(met))
    return Result(
        inputs={
            "meetings": int(met.one.size), "answers": int(answered.subject.size), "questions": int(asked.subject.size),
            "digest": digest(met, answered, asked),
        },
        parameters={"half_life_days": HALF_LIFE_DAYS, "damping": 0.85, "least_evidence": LEAST_EVIDENCE},
        outcome={
            "ties": int(ties.one.size) // 2,
            "people": int(np.unique(ties.one).size),
            "strongest": float(ties.strength.max(initial=0.0)),
            "cannot_say": [] if met.one.size else [NO_MEETINGS],
        },
        scores=blocks,
        ties=ties,
    )  # fmt: skip


def tied(met: InteractionsPanel) -> TieBlock:
    """Return the ties between identities, each in both directions with the exchanges of that direction."""
    people = Subjects.of(met.one, met.other)
    one, other = people.codes(met.one), people.codes(met.other)
    found = tie_strength(one, other, met.at, now=float(met.at.max(initial=0.0)), half_life=HALF_LIFE_DAYS)
    u, v = np.concatenate([found.one, found.other]), np.concatenate([found.other, found.one])
    return TieBlock(
        one=people.ids[u],
        other=people.ids[v],
        strength=np.tile(found.strength, 2),
        exchanges=_directed(one, other, u, v, size=people.size),
        last=np.tile(_last(found, met), 2),
    )


def _directed(one: Ints, other: Ints, u: Ints, v: Ints, *, size: int) -> Ints:
    """How often each (u, v) occurs among the (one, other)."""
    pairs, counts = np.unique(one * size + other, return_counts=True)
    wanted = u * size + v
    place = np.minimum(np.searchsorted(pairs, wanted), max(pairs.size - 1, 0))
    return np.where(pairs[place] == wanted, counts[place], 0) if pairs.size else np.zeros(0, dtype=np.int64)


def _last(found: Ties, met: InteractionsPanel) -> NDArray[np.float64]:
    latest = float(met.at.max(initial=0.0))
    return latest + HALF_LIFE_DAYS * np.log2(found.recency)


def _reach(met: InteractionsPanel) -> ScoreBlock:
    """PageRank along reader → author, each pair weighing ln(1 + meetings)."""
    people = Subjects.of(met.reader, met.author)
    pair = people.codes(met.reader) * people.size + people.codes(met.author)
    pairs, meetings = np.unique(pair[met.reader != met.author], return_counts=True)
    source, target = pairs // people.size, pairs % people.size
    found = pagerank(source, target, nodes=people.size, weight=np.log1p(meetings))
    readers = np.bincount(target, minlength=people.size).tolist()
    met_by = np.bincount(target, weights=meetings, minlength=people.size).astype(int).tolist()
    basis = [{"readers": who, "meetings": often} for who, often in zip(readers, met_by, strict=True)]
    return ScoreBlock("pagerank", people.ids, found.scores, basis=basis)


def _expert(found: TopicExpertise) -> ScoreBlock:
    rows = np.flatnonzero(found.answers + found.questions >= LEAST_EVIDENCE)
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    basis = [
        {"answers": answered, "questions": asked}
        for answered, asked in zip(found.answers[rows].tolist(), found.questions[rows].tolist(), strict=True)
    ]
    labels = [slugs[topic] for topic in found.topic[rows].tolist()]
    return ScoreBlock("expertise", found.person[rows], found.z[rows], labels=labels, basis=basis)
