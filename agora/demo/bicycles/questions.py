"""Questions with their answers: asked, asked back, answered well or badly, thanked for, accepted."""

from __future__ import annotations

from dataclasses import dataclass, field

from agora.demo.bicycles.archive import ThreadSketch, staff
from agora.demo.bicycles.cast import CLEO, TEO
from agora.demo.bicycles.catalogue import CATEGORIES
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.phrasing import Slots, joined
from agora.demo.bicycles.stage import AFFINITY, Stage
from agora.demo.bicycles.stories import REVIEWED
from agora.demo.words import CONNECTIVES, GOODS, OTHER_LANGUAGES, QUESTIONS, FrequentQuestion

FAMILIES = QUESTIONS
FOREIGN = OTHER_LANGUAGES.questions
# Subjects where something is broken, so that asking back and reporting a repair make sense.
_FAULTS = {
    "noise", "hydraulic", "rim-brakes", "rotor", "contaminated", "pistons", "fading", "dynamo", "motor", "software",
    "punctures", "tubeless", "spokes", "hub-gears", "derailleur", "belt", "battery", "coaster",
}  # fmt: skip
_CATEGORY_INDEX = {category.name: i for i, category in enumerate(CATEGORIES)}
_FOREIGN_SHARE = 0.085
_APPEAL = {"ask": 0.15, "answer": 0.8, "aside": 0.1}
_QUALITY = {"good": 0.86, "fair": 0.55, "poor": 0.14}


@dataclass(slots=True)
class _Script:
    """One question on its way: who asked, when, what has been used up."""

    family: FrequentQuestion
    thread: int
    opener: int
    opening: int
    now: float
    words: dict[str, str]
    best: tuple[float, int, int] | None = None  # quality, post, author
    left: dict[str, list[str]] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)


def ask_questions(stage: Stage) -> None:
    """Open the questions of the whole period, in an order that repeats a family as late as possible."""
    number = stage.parameters.questions
    foreign = min(max(2, round(number * _FOREIGN_SHARE)), 5 * len(FOREIGN))
    families = _shuffled(stage, FAMILIES, number - foreign) + _shuffled(stage, FOREIGN, foreign)
    days = sorted(float(day) for day in stage.rng.uniform(0.3, DAYS - 1.0, size=len(families)))
    for moment, i in zip(days, stage.rng.permutation(len(families)), strict=True):
        family, day = families[int(i)], moment
        if "recall" in family.topics.split():
            day = REVIEWED + 4.0 + 60.0 * float(stage.rng.random())
        _ask(stage, family, stage.waking(int(stage.fitting(family.topics, day))))


def _shuffled(stage: Stage, families: tuple[FrequentQuestion, ...], number: int) -> list[FrequentQuestion]:
    drawn: list[FrequentQuestion] = []
    while len(drawn) < number:
        drawn.extend(families[int(i)] for i in stage.rng.permutation(len(families)))
    return drawn[:number]


def _ask(stage: Stage, family: FrequentQuestion, day: float) -> None:
    interest = AFFINITY[:, _CATEGORY_INDEX[family.category]]
    community = int(stage.rng.choice(len(interest), p=interest / interest.sum()))
    foreign = family.language != "en"
    opener = stage.writer(
        day, community=None if foreign else community, language=family.language if foreign else None,
        avoid=(TEO, CLEO),
    )  # fmt: skip
    goods = GOODS.skus.get(family.topics)
    product = stage.products[stage.phrases.one(goods)] if goods else stage.product(family.category)
    words = {"product": product.name, "asker": stage.populace.first_name(opener)}
    slots = stage.slots(opener, day, **words)
    thread = stage.archive.open(ThreadSketch(
        kind="question", channel="forum" if stage.phrases.chance(0.25) else "portal",
        title=stage.phrases.one(family.titles).format_map(slots), sku=product.sku, category=family.category,
        topics=tuple(family.topics.split()), community=community,
    ))  # fmt: skip
    body = stage.phrases.fresh(lambda: _asking(stage, family, stage.slots(opener, day, **words)))
    quality = 0.3 + 0.3 * float(stage.populace.skill[opener])
    opening = stage.archive.write(
        thread, author=opener, at=day, body=body, quality=quality, appeal=_APPEAL["ask"], acts=("question",)
    )
    if opening is None:
        raise ValueError("a question must be asked before the world ends")
    script = _Script(family, thread, opener, opening, day, words)
    script.left = {grade: list(getattr(family, grade)) for grade in _QUALITY}
    _answer_all(stage, script)


def _is_fault(family: FrequentQuestion) -> bool:
    return not _FAULTS.isdisjoint(family.topics.split())


def _asking(stage: Stage, family: FrequentQuestion, slots: Slots) -> str:
    phrases = stage.phrases
    core = phrases.one(family.asks)
    if family.language != "en":
        return core.format_map(slots)
    before = phrases.one(CONNECTIVES.circumstances) if phrases.chance(0.45) else ""
    after = phrases.one(CONNECTIVES.circumstances) if phrases.chance(0.55) else ""
    ending = phrases.one(CONNECTIVES.ask_endings) if phrases.chance(0.6) else ""
    if before == after:
        after = ""
    body = joined(before, core, after)
    gap = "\n\n" if phrases.chance(0.5) else " "
    return joined(body, ending, sep=gap).format_map(slots)


def _answer_all(stage: Stage, script: _Script) -> None:
    rng, phrases = stage.rng, stage.phrases
    if phrases.chance(0.09):
        return
    foreign = script.family.language != "en"
    if not foreign and phrases.chance(0.16):
        _say(stage, script, stage.writer(script.now, avoid=(script.opener,)), CONNECTIVES.me_too, quality=0.12)
    if not foreign and _is_fault(script.family) and phrases.chance(0.5):
        _ask_back(stage, script)
    for expert in _experts(stage, script):
        _answer(stage, script, expert)
    for _ in range(1 + int(rng.poisson(1.5))):
        _answer(stage, script, None)
    if not foreign and phrases.chance(0.15):
        script.now += 0.4 + float(rng.exponential(0.5))
        _say(
            stage,
            script,
            staff(phrases.one(("ines", "marek", "marek", "yuki"))),
            CONNECTIVES.staff_answers,
            quality=0.7,
        )
    _close(stage, script)


def _experts(stage: Stage, script: _Script) -> list[int]:
    """Teo answers nearly every brake question, Cleo answers where she has something to say."""
    if script.family.language != "en":
        return []
    chances = (
        (TEO, 0.85 if script.family.category == "Brakes" else 0.04),
        (CLEO, 0.12 if script.family.category == "Brakes" else 0.22),
    )
    return [person for person, chance in chances if stage.phrases.chance(chance)]


def _answer(stage: Stage, script: _Script, author: int | None) -> None:
    script.now += 0.012 + float(stage.rng.exponential(0.35))
    if author is None:
        language = script.family.language if script.family.language != "en" else None
        author = stage.writer(script.now, language=language, avoid=(script.opener, *script.spoken))
    grade = _grade(stage, script, skill=float(stage.populace.skill[author]))
    if grade is None or author in script.spoken:
        return
    core = script.left[grade].pop(int(stage.rng.random() * len(script.left[grade])))
    skill = float(stage.populace.skill[author])
    quality = min(0.99, max(0.03, 0.8 * _QUALITY[grade] + 0.2 * skill + 0.05 * float(stage.rng.normal())))
    writer, now = author, script.now
    body = stage.phrases.fresh(
        lambda: _answering(stage, core, grade, script, stage.slots(writer, now, **script.words))
    )  # fmt: skip
    post = stage.archive.write(
        script.thread, author=author, at=script.now, body=body, quality=quality,
        appeal=_APPEAL["answer"], reply_to=script.opening,
    )  # fmt: skip
    script.spoken.add(author)
    if post is not None and (script.best is None or quality > script.best[0]):
        script.best = quality, post, author


def _grade(stage: Stage, script: _Script, *, skill: float) -> str | None:
    """How good an answer this author gives; the next grade that still has a text if theirs is used up."""
    draw = skill + 0.16 * float(stage.rng.normal())
    order = ("good", "fair", "poor") if draw > 0.62 else ("fair", "poor") if draw > 0.34 else ("poor", "fair")
    return next((grade for grade in order if script.left[grade]), None)


def _answering(stage: Stage, core: str, grade: str, script: _Script, slots: Slots) -> str:
    phrases = stage.phrases
    if script.family.language != "en":
        return core.format_map(slots)
    if grade == "poor":
        return joined(core, phrases.one(CONNECTIVES.tails) if phrases.chance(0.35) else "").format_map(slots)
    if grade == "fair":
        end = phrases.one((*CONNECTIVES.fair_ends, *CONNECTIVES.tails)) if phrases.chance(0.8) else ""
        return joined(core, end).format_map(slots)
    lead = phrases.one(CONNECTIVES.answer_leads) if phrases.chance(0.65) else ""
    end = phrases.one(CONNECTIVES.answer_ends) if phrases.chance(0.65) else ""
    gap = "\n\n" if len(core) > 330 else " "
    return joined(lead, core, end, sep=gap).format_map(slots)


def _ask_back(stage: Stage, script: _Script) -> None:
    script.now += 0.02 + float(stage.rng.exponential(0.2))
    helper = stage.writer(script.now, avoid=(script.opener,))
    inquiry = _say(stage, script, helper, CONNECTIVES.clarify, quality=0.4)
    script.now += 0.02 + float(stage.rng.exponential(0.25))
    if inquiry is not None:
        _say(stage, script, script.opener, CONNECTIVES.clarified, quality=0.3, reply_to=inquiry)


def _close(stage: Stage, script: _Script) -> None:
    """The asker tries the best answer, says how it went, and accepts it if it was good."""
    if script.best is None or stage.phrases.chance(0.22):
        return
    quality, post, helper = script.best
    solved = quality > 0.5
    language = script.family.language
    fault = _is_fault(script.family)
    if not solved and (language != "en" or not fault):
        return
    own = CONNECTIVES.thanks_fixed if fault else CONNECTIVES.thanks
    texts = OTHER_LANGUAGES.thanks.get(language, own) if solved else CONNECTIVES.unsolved
    script.now += 0.25 + float(stage.rng.exponential(1.2))
    words = script.words
    script.words = {**words, "helper": stage.populace.first_name(helper)}
    thanked = _say(stage, script, script.opener, texts, quality=0.25, reply_to=post)
    script.words = words
    if solved and thanked is not None and script.now + 0.01 < DAYS and stage.phrases.chance(0.85):
        draft = stage.archive.threads[script.thread]
        draft.accepted, draft.accepted_at = post, script.now + 0.002


def _say(
    stage: Stage, script: _Script, author: int, texts: tuple[str, ...], *, quality: float, reply_to: int | None = None
) -> int | None:
    """A small post in the thread; it answers the opening post unless stated."""
    script.now += 0.006
    now = script.now

    def slots() -> Slots:
        return stage.slots(author, now, **script.words)

    def draw() -> str:
        return stage.phrases.one(texts).format_map(slots())

    plain = author < 0 or script.family.language != "en"
    body = stage.phrases.fresh(draw) if plain else stage.phrases.remark(draw, slots=slots)
    return stage.archive.write(
        script.thread, author=author, at=now, body=body, quality=quality, appeal=_APPEAL["aside"],
        reply_to=script.opening if reply_to is None else reply_to,
    )  # fmt: skip
