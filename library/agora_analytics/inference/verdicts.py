"""What the data say of a claim, in three words, and how good the comparison behind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Bools, number, whole
from agora_analytics.errors import InvalidInput
from agora_analytics.inference.multiple import benjamini_hochberg
from agora_analytics.inference.proportions import compare_proportions


class Design(Enum):
    """How the two groups came to differ, the best first."""

    EXPERIMENT = "experiment"  # chance decided who saw it
    MATCHED = "matched"  # alike on what is known
    BEFORE_AFTER = "before/after"  # a series or a panel around an event
    ASSOCIATION = "plain association"  # they chose themselves


class Word(Enum):
    """The three verdicts."""

    SUPPORTED = "Supported"
    CONTRADICTED = "Contradicted"
    NOT_ENOUGH = "Not enough yet"


@dataclass(frozen=True)
class Grade:
    """A to D, and why it is not better."""

    letter: str
    design: Design
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A claim judged: the word, the effect as a share and in natural frequencies, and the grade of the design."""

    word: Word
    difference: float
    low: float
    high: float
    level: float
    p_value: float  # adjusted for the other claims tested on the same data
    claims: int  # tested on the same data, this one included
    per: int
    now: int  # of `per` such customers in the first group
    instead_of: int  # in the second group
    fewest_more: int  # of `per`, by the interval; negative: fewer
    most_more: int
    grade: Grade
    sentence: str


def design_grade(
    design: Design,
    *,
    negative_control: bool | None = None,
    balanced: bool | None = None,
    pre_trend: bool | None = None,
) -> Grade:
    """Grade a comparison A to D by its design, one lower for each check that failed.

    negative_control: future exposures show nothing; balanced: the groups are alike on what is known (for an
    experiment: the split is as planned); pre_trend: both moved alike before. None: not checked. Returns a Grade.
    Raises InvalidInput for a design that is none.
    Assumes: the checks were made on the data that the claim rests on.
    Misleads when: a B is read as a weaker A; matched and before/after comparisons can be wrong by any amount.
    Source: own scale; the order of designs as in Shadish, Cook and Campbell (2002).

    >>> design_grade(Design.MATCHED).letter, design_grade(Design.MATCHED, negative_control=False).letter
    ('B', 'C')
    """
    if not isinstance(design, Design):
        raise InvalidInput(f"{design!r} is none of {[one.value for one in Design]}", column="design")
    failed = tuple(
        words
        for passed, words in (
            (negative_control, "exposures after the outcome seem to matter as well"),
            (balanced, "the groups differ on what is known"),
            (pre_trend, "the groups moved apart before"),
        )
        if passed is False
    )
    place = min(list(Design).index(design) + len(failed), 3)
    return Grade("ABCD"[place], design, failed)


def verdict(
    successes: tuple[int, int],
    trials: tuple[int, int],
    *,
    design: Design | Grade,
    least: float = 0.0,
    fewer: bool = False,
    other_claims: Sequence[float] = (),
    level: float = 0.95,
    per: int = 1000,
) -> Verdict:
    """Judge the claim that the first group does it more often than the second: Supported, Contradicted, Not enough yet.

    successes, trials: counts of both groups; least: smallest interesting difference, a share, fixed before seeing
    data; fewer: the claim says less often; other_claims: p-values of the other claims tested on the same data.
    Contradicted: the interval lies below `least`. Supported: it lies above 0, the estimate reaches `least`, and the
    p-value holds among all claims (Benjamini-Hochberg). Anything else is not enough yet.
    Raises NotEnoughData for an empty group, InvalidInput for counts or a `least` that cannot be.
    Assumes: the claim was made before looking, or on the exploration half (`confirmation_half`).
    Misleads when: read without its grade; a Supported association is still an association.
    Source: Newcombe (1998), method 10; natural frequencies: Gigerenzer and Hoffrage (1995), Psychological Review 102.

    >>> found = verdict((150, 120), (1000, 1000), design=Design.EXPERIMENT)
    >>> found.word.value, found.grade.letter
    ('Supported', 'A')
    >>> found.sentence
    'Of 1,000 such customers 150 instead of 120; between 0 and 60 more.'
    """
    number(least, name="least", low=0, below=1)
    whole(per, name="per", low=1)
    found = compare_proportions(successes, trials, level=level)
    p = float(benjamini_hochberg([found.p_value, *other_claims], rate=1 - level).adjusted[0])
    sign = -1 if fewer else 1
    low, high = sorted((sign * found.low, sign * found.high))
    few, most = _whole(found.low * per), _whole(found.high * per)
    now, instead = _whole(found.first * per), _whole(found.second * per)
    return Verdict(
        word=_word(sign * found.difference, low, high, least=least, p=p, level=level),
        difference=found.difference,
        low=found.low,
        high=found.high,
        level=level,
        p_value=p,
        claims=1 + len(other_claims),
        per=per,
        now=now,
        instead_of=instead,
        fewest_more=few,
        most_more=most,
        grade=design if isinstance(design, Grade) else design_grade(design),
        sentence=f"Of {per:,} such customers {now:,} instead of {instead:,}; {_between(few, most)}.",
    )


def judge(estimate: float, low: float, high: float, *, least: float = 0.0) -> Word:
    """The word for any effect with its interval, such as a matched kappa or a difference in differences.

    estimate, low, high: in one unit, positive in the direction of the claim; least: smallest interesting effect.
    Returns the word.
    Raises InvalidInput where the numbers are not finite or not in order.
    Assumes: the interval is not one of many looks or claims; else widen it first.
    Misleads when: the interval leaves out bias; look at the grade beside it.
    Source: as for `verdict`.

    >>> judge(0.2, 0.1, 0.3).value, judge(0.2, -0.1, 0.5).value, judge(0.01, 0.0, 0.02, least=0.05).value
    ('Supported', 'Not enough yet', 'Contradicted')
    """
    number(estimate, name="estimate", low=number(low, name="low"), high=number(high, name="high"))
    number(least, name="least", low=0)
    return _word(estimate, low, high, least=least, p=0.0, level=0.95)


def confirmation_half(customer: ArrayLike, *, salt: str, share: float = 0.5) -> Bools:
    """Which customers belong to the half that confirms; ideas are looked for in the others only.

    customer (n,): ids, whole numbers or words; salt: a name for the split, fixed with the claim; share: of customers
    that confirm. Returns booleans (n,), the same for the same id and salt, everywhere and for ever.
    Raises InvalidInput for a share outside 0 to 1 or ids that are neither whole numbers nor words.
    Assumes: an id is a customer; merged customers keep one id.
    Misleads when: customers influence each other across the halves.
    Source: Cox (1975), Biometrika 62, 441-444, on splitting data; BLAKE2b as the hash.

    >>> half = confirmation_half(np.arange(10_000), salt="reviews help")
    >>> bool(abs(half.mean() - 0.5) < 0.02)
    True
    """
    number(share, name="share", above=0, below=1)
    ids: NDArray[np.generic] = np.asarray(customer)
    if ids.ndim != 1 or (ids.size and ids.dtype.kind not in "iuUSO"):
        raise InvalidInput("one column of whole numbers or words is needed", column="customer")
    distinct, place = np.unique(ids, return_inverse=True)
    key = blake2b(salt.encode(), digest_size=32).digest()
    limit = int(share * 2**64)
    drawn = [_drawn(str(one), key) < limit for one in distinct.tolist()]
    made: Bools = np.array(drawn, dtype=np.bool_)[place]
    return made


def _drawn(name: str, key: bytes) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8, key=key).digest(), "big")


def _word(estimate: float, low: float, high: float, *, least: float, p: float, level: float) -> Word:
    if high < least or high < 0:
        return Word.CONTRADICTED
    if low > 0 and estimate >= least and p <= 1 - level:
        return Word.SUPPORTED
    return Word.NOT_ENOUGH


def _whole(number: float) -> int:
    return int(np.floor(number + 0.5))


def _between(few: int, most: int) -> str:
    if few >= 0:
        return f"between {few:,} and {most:,} more"
    if most <= 0:
        return f"between {-most:,} and {-few:,} fewer"
    return f"between {-few:,} fewer and {most:,} more"
