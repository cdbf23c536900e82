"""Discussions on the forum: an opening, remarks, small talk, and now and then an answer from the company."""

from __future__ import annotations

from agora.demo.bicycles.archive import ThreadSketch, staff
from agora.demo.bicycles.cast import ANTON, NOOR
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.phrasing import Slots, joined
from agora.demo.bicycles.populace import COMMUNITIES
from agora.demo.bicycles.stage import Stage
from agora.demo.words import REMARKS, TALK, Talk

_ACTS = tuple(REMARKS.remarks)
_ACT_WEIGHT = {
    "complaint": 2.0, "praise": 2.0, "suggestion": 2.0, "recommendation": 2.0, "question": 1.5,
    "competitor": 1.3, "purchase_intent": 1.3, "safety": 1.2, "threat_to_leave": 0.8, "privacy": 0.8,
}  # fmt: skip
_ANSWERED_BY_STAFF = ("complaint", "threat_to_leave", "privacy", "safety", "purchase_intent")


def hold_discussions(stage: Stage) -> None:
    """Open the discussions of the whole period."""
    number = stage.parameters.discussions
    talks: list[Talk] = []
    open_rounds = [talk for talk in TALK.talks if TALK.open_round in talk.topics.split()]
    while len(talks) < number:
        talks += open_rounds
        talks.extend(TALK.talks[int(i)] for i in stage.rng.permutation(len(TALK.talks)))
    days = stage.rng.uniform(0.3, DAYS - 2.0, size=number)
    for talk, day in zip(talks[:number], (float(day) for day in days), strict=True):
        _discuss(stage, talk, stage.waking(int(stage.fitting(talk.topics, day))))


def _discuss(stage: Stage, talk: Talk, day: float) -> None:
    community = COMMUNITIES.index(talk.community)
    opener = stage.writer(day, community=community, avoid=(ANTON, NOOR))
    slots = stage.slots(opener, day, product="Ember rear light")
    thread = stage.archive.open(ThreadSketch(
        kind="discussion", channel="forum", title=stage.phrases.one(talk.titles).format_map(slots), sku=None,
        category=None, topics=tuple(talk.topics.split()), community=community,
    ))  # fmt: skip
    body = stage.phrases.fresh(
        lambda: stage.phrases.one(talk.openings).format_map(stage.slots(opener, day, month=slots["month"]))
    )
    opening = stage.archive.write(thread, author=opener, at=day, body=body, quality=0.45, appeal=0.25, acts=talk.acts)
    if opening is not None:
        _carry_on(stage, talk, thread=thread, opening=opening, now=day)


def _carry_on(stage: Stage, talk: Talk, *, thread: int, opening: int, now: float) -> None:
    left = list(talk.replies)
    posts = [opening]
    most = 9.0 if TALK.open_round in talk.topics.split() else 5.0
    for _ in range(3 + int(stage.rng.poisson(most))):
        now += 0.01 + float(stage.rng.exponential(0.35))
        partner = posts[-1] if stage.phrases.chance(0.3) else stage.phrases.one(posts)
        post = _remark(stage, talk, left, thread=thread, partner=partner, now=now)
        if post is None:
            continue
        posts.append(post)
        acts = [act for act in stage.archive.posts[post].acts if act in _ANSWERED_BY_STAFF]
        if acts and stage.phrases.chance(0.6):
            now += 0.05 + float(stage.rng.exponential(0.3))
            _staff_answer(stage, post, act=acts[0], now=now)


def _remark(stage: Stage, talk: Talk, left: list[str], *, thread: int, partner: int, now: float) -> int | None:
    """One more voice: a remark on the subject while there are any, an aside with a speech act, or small talk."""
    community = COMMUNITIES.index(talk.community)
    crowd = community if stage.phrases.chance(0.75) else None
    other = stage.archive.posts[partner].author
    author = stage.writer(now, community=crowd, avoid=(other, ANTON, NOOR))
    core, acts, quality = _words(stage, talk, left, author=author)
    words = {"other": stage.populace.first_name(other) if other >= 0 else "Ines", "product": "Ember rear light"}
    lead = stage.phrases.one(REMARKS.agree) if stage.phrases.chance(0.35) else ""

    def slots() -> Slots:
        return stage.slots(author, now, **words)

    body = stage.phrases.remark(lambda: joined(lead, core).format_map(slots()), slots=slots)
    skill = float(stage.populace.skill[author])
    return stage.archive.write(
        thread, author=author, at=now, body=body, quality=0.6 * quality + 0.4 * skill, appeal=0.4,
        reply_to=partner, acts=acts,
    )  # fmt: skip


def _words(
    stage: Stage, talk: Talk, left: list[str], *, author: int
) -> tuple[str, tuple[str, ...], float]:  # fmt: skip
    anything_goes = TALK.open_round in talk.topics.split()
    if left and stage.phrases.chance(0.15 if anything_goes else 0.72):
        return left.pop(int(stage.rng.random() * len(left))), (), 0.55
    if stage.phrases.chance(0.8 if anything_goes else 0.12):
        weights = [_ACT_WEIGHT[act] for act in _ACTS]
        total = sum(weights)
        act = _ACTS[int(stage.rng.choice(len(_ACTS), p=[weight / total for weight in weights]))]
        return stage.phrases.one(REMARKS.remarks[act]), (act,), 0.5
    group = COMMUNITIES[int(stage.populace.community[author])]
    return stage.phrases.one(REMARKS.chat[group]), (), 0.35


def _staff_answer(stage: Stage, post: int, *, act: str, now: float) -> None:
    draft = stage.archive.posts[post]
    words = {"asker": stage.populace.first_name(draft.author), "product": "product"}
    texts = REMARKS.staff[act]
    author = staff("yuki" if act == "purchase_intent" else stage.phrases.one(("ines", "marek")))
    body = stage.phrases.fresh(
        lambda: stage.phrases.one(texts).format_map(stage.slots(author, now, **words))
    )  # fmt: skip
    stage.archive.write(
        draft.thread, author=author, at=now, body=body, quality=0.65, appeal=0.2, reply_to=post
    )  # fmt: skip
