"""The shapes in which texts are written down.

Texts carry slots in braces. Filled for every post: {city} {km} {n} {weeks} {days} {months} {years} {month}
{price} {kids} {mate} {bike} {shop}; and {product} and {asker} from the thread it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question people ask again and again, with answers from good to useless."""

    topics: str
    category: str
    titles: tuple[str, ...]
    asks: tuple[str, ...]
    good: tuple[str, ...]
    fair: tuple[str, ...]
    poor: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Talk:
    """A subject people discuss, with remarks that fit it; `acts` names what the opening post does."""

    topics: str
    community: str
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    replies: tuple[str, ...]
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspects:
    """What reviews of one category praise and blame, a sentence each."""

    category: str
    praise: tuple[str, ...]
    blame: tuple[str, ...]
