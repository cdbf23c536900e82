"""Reviews: written after a purchase, commented on, thin or thorough."""

from __future__ import annotations

from agora.demo.bicycles.archive import ThreadSketch
from agora.demo.bicycles.cast import NOOR
from agora.demo.bicycles.catalogue import SLUG_OF, SMALL_PARTS
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.phrasing import Slots, joined
from agora.demo.bicycles.stage import Stage
from agora.demo.bicycles.world import SimProduct
from agora.demo.words import OTHER_LANGUAGES, REVIEWS

_RATINGS = (5, 4, 3, 2, 1)
_RATING_SHARE = (0.50, 0.26, 0.10, 0.08, 0.06)
_ASPECTS = {aspects.category: aspects for aspects in REVIEWS.aspects}
_APPEAL = {5: 1.0, 4: 0.85, 3: 0.3, 2: 0.0, 1: 0.0}
_FOREIGN_CHANCE = 0.2


def rate(stage: Stage) -> int:
    """A star rating as customers give them: many fives, few ones."""
    return int(stage.rng.choice(_RATINGS, p=_RATING_SHARE))


def appeal_of(rating: int) -> float:
    """How far a review with that rating speaks for the product; one or two stars do not."""
    return _APPEAL[rating]


def publish(
    stage: Stage, product: SimProduct, *, author: int, at: float, rating: int, title: str, body: str, quality: float,
    acts: tuple[str, ...] = (),
) -> tuple[int, int] | None:  # fmt: skip
    """Open a review thread; returns the numbers of thread and post, or None after the end of the world."""
    if at >= DAYS:
        return None
    thread = stage.archive.open(ThreadSketch(
        kind="review", channel="portal", title=title, sku=product.sku, category=product.category,
        topics=(SLUG_OF[product.category],), rating=rating,
    ))  # fmt: skip
    post = stage.archive.write(
        thread, author=author, at=at, body=body, quality=quality, appeal=appeal_of(rating), acts=acts
    )
    return None if post is None else (thread, post)


def review(stage: Stage, product: SimProduct, *, author: int, at: float, rating: int) -> None:
    """Write a review in the author's manner, and let others comment."""
    language = stage.populace.language[author]
    foreign = OTHER_LANGUAGES.reviews.get(language)
    if foreign and rating in foreign and stage.phrases.chance(_FOREIGN_CHANCE):
        _foreign(stage, product, author=author, at=at, rating=rating, language=language)
        return
    skill = float(stage.populace.skill[author])
    draw = skill + 0.2 * float(stage.rng.normal())
    depth = 0 if draw < 0.27 and rating in REVIEWS.thin else 1 if draw < 0.5 else 2 if draw < 0.72 else 3
    body = stage.phrases.fresh(
        lambda: _body(stage, product, _slots(stage, product, author=author, at=at), rating, depth)
    )  # fmt: skip
    quality = min(0.97, max(0.03, (0.1, 0.42, 0.64, 0.82)[depth] + 0.15 * (skill - 0.5)))
    title = stage.phrases.one(REVIEWS.titles[rating]).format_map(stage.slots(author, at))
    acts = ("praise",) if rating == 5 and depth else ("complaint",) if rating <= 2 and depth else ()
    done = publish(
        stage, product, author=author, at=at, rating=rating, title=title, body=body, quality=quality, acts=acts
    )
    if done is not None:
        comment(stage, product, thread=done[0], opening=done[1], rate=0.35 + 1.3 * quality)


def _slots(stage: Stage, product: SimProduct, *, author: int, at: float) -> Slots:
    price = str(round(product.price_minor / 100))
    return stage.slots(author, at, product=product.name, price=price)


def _foreign(
    stage: Stage, product: SimProduct, *, author: int, at: float, rating: int, language: str
) -> None:  # fmt: skip
    texts = OTHER_LANGUAGES.reviews[language][rating]
    body = stage.phrases.fresh(
        lambda: stage.phrases.one(texts).format_map(_slots(stage, product, author=author, at=at))
    )
    publish(
        stage, product, author=author, at=at, rating=rating, title=OTHER_LANGUAGES.titles[language][rating],
        body=body, quality=0.55,
    )  # fmt: skip


def _body(stage: Stage, product: SimProduct, slots: Slots, rating: int, depth: int) -> str:
    if depth == 0:
        return stage.phrases.one(REVIEWS.thin[rating]).format_map(slots)
    praise, blame = _points(stage, product, rating, depth)
    opening = stage.phrases.one(REVIEWS.openings[rating])
    closing = stage.phrases.one(REVIEWS.closings[rating])
    detail = stage.phrases.one(REVIEWS.details) if depth > 1 else ""
    if depth == 1:
        return joined(opening, *praise, *blame).format_map(slots)
    if depth == 2:
        return joined(opening, *praise, *blame, detail, closing).format_map(slots)
    return _long(stage, joined(opening, detail), praise, blame, closing).format_map(slots)


def _points(stage: Stage, product: SimProduct, rating: int, depth: int) -> tuple[list[str], list[str]]:
    """How many good and bad points, by rating and thoroughness."""
    aspects = _ASPECTS["Small parts" if product.sku in SMALL_PARTS else product.category]
    good = {5: depth + 1, 4: depth, 3: 1, 2: int(depth > 2), 1: 0}[rating]
    bad = {5: int(depth > 2 and stage.phrases.chance(0.4)), 4: int(depth > 1), 3: depth, 2: depth, 1: depth}[rating]
    return _some(stage, aspects.praise, good), _some(stage, aspects.blame, bad)


def _some(stage: Stage, texts: tuple[str, ...], number: int) -> list[str]:
    order = stage.rng.permutation(len(texts))[: min(number, len(texts))]
    return [texts[int(i)] for i in order]


def _long(stage: Stage, opening: str, praise: list[str], blame: list[str], closing: str) -> str:
    if stage.phrases.chance(0.4):
        lists = joined(
            "**Good**\n\n" + "\n".join(f"- {text}" for text in praise) if praise else "",
            "**Not so good**\n\n" + "\n".join(f"- {text}" for text in blame) if blame else "",
            sep="\n\n",
        )
        return joined(opening, lists, closing, sep="\n\n")
    return joined(opening, joined(*praise), joined(*blame), closing, sep="\n\n")


def comment(stage: Stage, product: SimProduct, *, thread: int, opening: int, rate: float) -> None:
    """Let others comment on a review or a blog post, and the author answer now and then."""
    first = stage.archive.posts[opening]
    now = first.at
    left = [REVIEWS.comments[int(i)] for i in stage.rng.permutation(len(REVIEWS.comments))]
    for _ in range(int(stage.rng.poisson(rate))):
        now += 0.05 + float(stage.rng.exponential(4.0))
        author = stage.writer(now, avoid=(first.author, NOOR))
        text = joined(left.pop(), left.pop() if stage.phrases.chance(0.3) and len(left) > 20 else "")
        remark = _aside(stage, product, (text,), thread=thread, author=author, at=now, reply_to=opening)
        if remark is not None and stage.phrases.chance(0.22) and first.author >= 0:
            now += 0.05 + float(stage.rng.exponential(1.0))
            _aside(stage, product, REVIEWS.author_replies, thread=thread, author=first.author, at=now, reply_to=remark)


def _aside(
    stage: Stage, product: SimProduct, texts: tuple[str, ...], *, thread: int, author: int, at: float, reply_to: int
) -> int | None:  # fmt: skip
    def slots() -> Slots:
        return _slots(stage, product, author=author, at=at)

    body = stage.phrases.remark(lambda: stage.phrases.one(texts).format_map(slots()), slots=slots)
    quality = 0.15 + 0.35 * float(stage.populace.skill[author])
    return stage.archive.write(
        thread, author=author, at=at, body=body, quality=quality, appeal=0.2, reply_to=reply_to
    )  # fmt: skip
