"""The words of the demo world, read once from `texts/`: names, questions with their answers, reviews, talk, stories.

Texts carry slots in braces. Filled for every post: {city} {km} {n} {weeks} {days} {months} {years} {month}
{price} {kids} {mate} {bike} {shop}; and {product} and {asker} from the thread it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from agora.demo.typed_toml import read

FOLDER = Path(__file__).parent / "texts"
Texts = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FrequentQuestion:
    """A question people ask again and again, with answers from good to useless."""

    topics: str
    category: str
    titles: Texts
    asks: Texts
    good: Texts
    fair: Texts
    poor: Texts
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Talk:
    """A subject people discuss, with remarks that fit it; `acts` names what the opening post does."""

    topics: str
    community: str
    titles: Texts
    openings: Texts
    replies: Texts
    acts: Texts = ()


@dataclass(frozen=True, slots=True)
class Aspects:
    """What reviews of one category praise and blame, a sentence each."""

    category: str
    praise: Texts
    blame: Texts


@dataclass(frozen=True, slots=True)
class Region:
    """A country with names and towns that go together.

    `share` is its weight among the homes of customers; where it is 0 only names are taken from it.
    """

    country: str
    language: str
    share: float
    first_names: Texts
    family_names: Texts
    towns: Texts


@dataclass(frozen=True, slots=True)
class BlogPost:
    """A long post by somebody who rides, writes and never bought; `sku` is what it is about, if anything."""

    title: str
    paragraphs: Texts
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class NameTexts:
    """Names, descriptions of oneself, clubs and shops."""

    clubs: Texts
    shops: Texts
    bios: dict[str, Texts]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class QuestionTexts:
    """Questions of one field."""

    questions: tuple[FrequentQuestion, ...]


@dataclass(frozen=True, slots=True)
class OtherLanguages:
    """Questions and reviews in German, Spanish and French, by language; reviews and their titles by rating too."""

    reviews: dict[str, dict[int, Texts]]
    thanks: dict[str, Texts]
    titles: dict[str, dict[int, str]]
    questions: tuple[FrequentQuestion, ...]


@dataclass(frozen=True, slots=True)
class GoodsTexts:
    """Which products a question is about, where any of the category would not do: topics of the family → SKUs."""

    skus: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Connectives:
    """Small sentences around the core of a post."""

    circumstances: Texts
    ask_endings: Texts
    answer_leads: Texts
    answer_ends: Texts
    fair_ends: Texts
    clarify: Texts
    clarified: Texts
    thanks: Texts
    thanks_fixed: Texts
    unsolved: Texts
    me_too: Texts
    staff_answers: Texts
    tails: Texts
    tails_after_questions: Texts


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """Sentences of reviews, by rating where that matters."""

    details: Texts
    comments: Texts
    author_replies: Texts
    openings: dict[int, Texts]
    closings: dict[int, Texts]
    titles: dict[int, Texts]
    thin: dict[int, Texts]
    aspects: tuple[Aspects, ...]


@dataclass(frozen=True, slots=True)
class TalkTexts:
    """What people discuss; `open_round` are the topics of a thread for anything."""

    open_round: str
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class RemarkTexts:
    """What people throw into a discussion, by speech act, what they chat about, by community, and what staff reply."""

    agree: Texts
    remarks: dict[str, Texts]
    chat: dict[str, Texts]
    staff: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class BlogTexts:
    """Noor Vance's blog, what is said below it and what she answers."""

    comments: Texts
    answers: Texts
    posts: tuple[BlogPost, ...]


@dataclass(frozen=True, slots=True)
class StoryTexts:
    """The stories planted on purpose."""

    critic_title: str
    critic_review: str
    critic_update: str
    complaint_titles: Texts
    complaints: Texts
    staff_first: str
    staff_finding: str
    staff_correction: str
    staff_short: Texts
    resolved: Texts
    ring_titles: Texts
    ring_reviews: Texts
    ring_comments: Texts
    cleo_reviews: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class TouchTexts:
    """What staff noted after a meeting, a call, a mail or a letter: kind and note. And why people return things."""

    fleet: tuple[tuple[str, str], ...]
    customers: tuple[tuple[str, str], ...]
    return_reasons: Texts
    batch_reason: str


def _read(kind: type[T], name: str) -> T:
    return read(kind, FOLDER / f"{name}.toml")


NAMES = _read(NameTexts, "names")
QUESTIONS = tuple(
    question
    for field in ("brakes", "light", "wheels", "family", "service")
    for question in _read(QuestionTexts, f"questions_{field}").questions
)
OTHER_LANGUAGES = _read(OtherLanguages, "other_languages")
GOODS = _read(GoodsTexts, "goods")
CONNECTIVES = _read(Connectives, "connectives")
REVIEWS = _read(ReviewTexts, "reviews")
TALK = _read(TalkTexts, "talk")
REMARKS = _read(RemarkTexts, "remarks")
BLOG = _read(BlogTexts, "blog")
STORIES = _read(StoryTexts, "stories")
TOUCHES = _read(TouchTexts, "touches")
