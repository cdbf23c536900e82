"""What is planted on purpose: Cleo's reviews, Noor's blog, the squealing batch, the vote ring."""

from __future__ import annotations

from dataclasses import dataclass

from agora.demo.bicycles.archive import ThreadSketch, staff
from agora.demo.bicycles.cast import CLEO, CRITIC, NOOR, RING, SCRIPTED
from agora.demo.bicycles.catalogue import SLUG_OF, SQUEALING_SKU
from agora.demo.bicycles.parameters import DAYS
from agora.demo.bicycles.phrasing import Slots, joined
from agora.demo.bicycles.reviewing import comment, publish
from agora.demo.bicycles.stage import Stage
from agora.demo.bicycles.world import SimProduct
from agora.demo.words import BLOG, STORIES

BATCH_FROM, REVIEWED, CORRECTED = 150.0, 200.0, 236.0


@dataclass(frozen=True, slots=True)
class Complaint:
    """Somebody who bought pads of the bad batch and said so: when they bought, when they complained."""

    person: int
    bought: float
    complained: float


def tell_stories(stage: Stage) -> list[Complaint]:
    """Write the planted threads; returns the complaints, so that the purchases behind them can be made."""
    _cleo_reviews(stage)
    _noor_blogs(stage)
    _ring_reviews(stage)
    return _squealing_batch(stage)


def _cleo_reviews(stage: Stage) -> None:
    texts = [(category, text) for category, all_of in STORIES.cleo_reviews.items() for text in all_of]
    number = stage.parameters.planted_reviews
    order = [int(i) for _ in range(1 + number // len(texts)) for i in stage.rng.permutation(len(texts))]
    seen: set[str] = set()
    for n, i in enumerate(order[:number]):
        category, text = texts[i]
        day = stage.waking(int(8 + (n + 0.6 * float(stage.rng.random())) * 330 / number))
        product = next((p for p in _mixed(stage, category) if p.sku not in seen), stage.product(category))
        seen.add(product.sku)
        body = text.format_map(stage.slots(CLEO, day, product=product.name))
        done = publish(
            stage, product, author=CLEO, at=day, rating=4 + int(stage.phrases.chance(0.55)),
            title=f"{product.name}: measured, not guessed" if n % 2 else f"{product.name} on loan for a month",
            body=body, quality=0.97,
        )  # fmt: skip
        if done is not None:
            comment(stage, product, thread=done[0], opening=done[1], rate=3.2)


def _mixed(stage: Stage, category: str) -> list[SimProduct]:
    options = stage.by_category[category]
    return [options[int(i)] for i in stage.rng.permutation(len(options))]


def _noor_blogs(stage: Stage) -> None:
    posts = BLOG.posts[: stage.parameters.blog_posts]
    for n, post in enumerate(posts):
        day = stage.waking(int(5 + n * 350 / len(posts)))
        product = stage.products[post.sku] if post.sku else None
        thread = stage.archive.open(ThreadSketch(
            kind="discussion", channel="blog", title=post.title, sku=post.sku,
            category=product.category if product else None,
            topics=(SLUG_OF[product.category] if product else "cycling", "blog"),
        ))  # fmt: skip
        slots = stage.slots(NOOR, day, product=product.name if product else "")
        body = joined(*post.paragraphs, sep="\n\n").format_map(slots)
        opening = stage.archive.write(thread, author=NOOR, at=day, body=body, quality=0.9, appeal=0.9)
        if opening is not None:
            _blog_comments(stage, thread=thread, opening=opening, now=day)


def _blog_comments(stage: Stage, *, thread: int, opening: int, now: float) -> None:
    left = [BLOG.comments[int(i)] for i in stage.rng.permutation(len(BLOG.comments))]
    for text in left[: 2 + int(stage.rng.poisson(5.0))]:
        now += 0.02 + float(stage.rng.exponential(1.5))
        author = stage.writer(now, avoid=(NOOR,))
        remark = _post(stage, thread, (text,), author=author, at=now, reply_to=opening, quality=0.3)
        if remark is not None and stage.phrases.chance(0.18):
            now += 0.1 + float(stage.rng.exponential(0.4))
            _post(stage, thread, BLOG.answers, author=NOOR, at=now, reply_to=remark, quality=0.5)


def _ring_reviews(stage: Stage) -> None:
    """Four accounts praise each other's reviews within hours."""
    start = 110.0
    for n, author in enumerate(RING):
        product = stage.by_category["Accessories"][2 + n % 2]
        at = start + 1.7 * n + float(stage.rng.random())
        text = STORIES.ring_reviews[n % len(STORIES.ring_reviews)]
        done = publish(
            stage, product, author=author, at=at, rating=5, title=STORIES.ring_titles[n],
            body=text.format_map(stage.slots(author, at, product=product.name)), quality=0.06,
        )  # fmt: skip
        if done is not None:
            other = RING[(n + 1) % len(RING)]
            _post(
                stage,
                done[0],
                STORIES.ring_comments[n : n + 1],
                author=other,
                at=at + 0.1,
                reply_to=done[1],
                quality=0.04,
            )


def _squealing_batch(stage: Stage) -> list[Complaint]:
    """The critic's exact review, the complaints that follow, the company's answers, and the end of it."""
    pads = stage.products[SQUEALING_SKU]
    slots = stage.slots(CRITIC, REVIEWED, product=pads.name, month=stage.timeline.month(BATCH_FROM + 12.4))
    done = publish(
        stage, pads, author=CRITIC, at=REVIEWED + 0.42, rating=1, title=STORIES.critic_title,
        body=STORIES.critic_review.format_map(slots), quality=0.96, acts=("complaint", "safety"),
    )  # fmt: skip
    if done is None:
        raise ValueError("the critic's review must fall into the period")
    thread, opening = done
    for day, who, text in (
        (REVIEWED + 1.35, "marek", STORIES.staff_first), (REVIEWED + 6.4, "yuki", STORIES.staff_finding),
        (CORRECTED, "yuki", STORIES.staff_correction),
    ):  # fmt: skip
        stage.archive.write(thread, author=staff(who), at=day, body=text, quality=0.85, appeal=0.1, reply_to=opening)
    stage.archive.write(
        thread, author=CRITIC, at=CORRECTED + 9.6, body=STORIES.critic_update, quality=0.8, appeal=0.8,
        reply_to=opening, acts=("praise",),
    )  # fmt: skip
    for n in range(2 + stage.parameters.people // 400):
        now = CORRECTED + 4.0 + 2.5 * n
        author = stage.writer(now, avoid=SCRIPTED)
        _post(stage, thread, STORIES.resolved, author=author, at=now, reply_to=opening, quality=0.4)
    return [Complaint(CRITIC, BATCH_FROM + 12.4, REVIEWED + 0.42), *_complaints(stage, pads)]


def _complaints(stage: Stage, pads: SimProduct) -> list[Complaint]:
    number = 3 if stage.parameters.people < 300 else 10
    drawn: list[Complaint] = []
    order = stage.rng.permutation(len(STORIES.complaints))
    for n in range(number):
        at = REVIEWED + 1.5 + 22.0 * (n + float(stage.rng.random())) / number
        spoken = (*SCRIPTED, CRITIC, *(c.person for c in drawn))
        author = stage.writer(BATCH_FROM + 5.0, avoid=spoken)
        text = STORIES.complaints[int(order[n % len(order)])]
        slots = stage.slots(author, at, product=pads.name, month=stage.timeline.month(BATCH_FROM + 10.0))
        done = publish(
            stage, pads, author=author, at=at, rating=1 + int(n % 3 == 1),
            title=STORIES.complaint_titles[n % len(STORIES.complaint_titles)].format_map(slots),
            body=text.format_map(slots), quality=0.7, acts=("complaint",),
        )  # fmt: skip
        if done is not None:
            drawn.append(Complaint(author, BATCH_FROM + 6.0 + 30.0 * float(stage.rng.random()), at))
            asker = stage.populace.first_name(author)
            _post(stage, done[0], STORIES.staff_short, author=staff("marek"), at=at + 0.3 + float(stage.rng.random()),
                  reply_to=done[1], quality=0.6, asker=asker)  # fmt: skip
    return drawn


def _post(
    stage: Stage, thread: int, texts: tuple[str, ...], *, author: int, at: float, reply_to: int, quality: float,
    **words: str,
) -> int | None:  # fmt: skip
    if at >= DAYS:
        return None

    def slots() -> Slots:
        return stage.slots(author, at, **words)

    body = stage.phrases.fresh(lambda: stage.phrases.one(texts).format_map(slots()))
    if author not in (*RING, NOOR) and author >= 0:
        body = stage.phrases.remark(lambda: body, slots=slots)
    return stage.archive.write(
        thread, author=author, at=at, body=body, quality=quality, appeal=0.2, reply_to=reply_to
    )  # fmt: skip
