"""Texts that are nearly the same, found without comparing each with each.

Broder (1997), On the resemblance and containment of documents, SEQUENCES, 21-29.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from agora_analytics.arrays import Floats, Ints, compiled, generator, number, whole

Hashes = NDArray[np.uint64]
_SIZE = 128
_BAND = 4  # rows a band holds: texts alike by a half meet in some band with near certainty


@dataclass(frozen=True)
class NearDuplicates:
    """Pairs of texts that are alike, (pairs,), first < second, and the estimated share of word runs in common."""

    first: Ints
    second: Ints
    similarity: Floats


def near_duplicates(
    text: Sequence[str], *, least: float = 0.7, run: int = 3, fewest_words: int = 8, seed: int = 0
) -> NearDuplicates:
    """Pairs of texts that share most of their runs of words, by MinHash and locality-sensitive bands.

    text (n,): words, case and punctuation do not count; least: smallest Jaccard similarity of the sets of runs to
    report; run: words in a run; fewest_words: shorter texts are passed over, they are alike by chance. Time O(n).
    Returns NearDuplicates; within a crowd of like texts each is paired with its neighbours, not each with each.
    Raises InvalidInput for a similarity outside 0.4 to 1 (bands miss what is less alike) or a run below 1.
    Assumes: words are parted by spaces or punctuation.
    Misleads when: a template or quotation makes honest texts alike; similarity is estimated, to about 0.04.
    Source: Broder (1997), SEQUENCES, 21-29; Jindal and Liu (2008), WSDM, on duplicate reviews.

    >>> one = "This light is bright and easy to fit and I can only recommend it to you all"
    >>> found = near_duplicates([one, "Bad. It broke on the third day and nobody answered my letters", one + "!"])
    >>> found.first.tolist(), found.second.tolist(), found.similarity.tolist()
    ([0], [2], [1.0])
    """
    number(least, name="least", low=0.4, high=1)
    whole(run, name="run", low=1)
    whole(fewest_words, name="fewest_words", low=0)
    kept = []
    runs: list[Hashes] = []
    for row, one in enumerate(text):
        words = _words(one)
        if len(words) >= max(fewest_words, run):
            kept.append(row)
            runs.append(_runs(words, run))
    if len(kept) < 2:
        none = np.empty(0, dtype=np.int64)
        return NearDuplicates(none, none, np.empty(0))
    start = np.concatenate([[0], np.cumsum([one.size for one in runs])]).astype(np.int64)
    rng = generator(seed)
    turns = rng.integers(1, 2**63, size=(2, _SIZE), dtype=np.uint64) | np.uint64(1)
    signature = _signatures(np.concatenate(runs), start, turns)
    rows = np.array(kept, dtype=np.int64)
    first, second, alike = _meet(signature, least)
    return NearDuplicates(rows[first], rows[second], alike)


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()


def _runs(words: list[str], run: int) -> Hashes:
    made = {" ".join(words[at : at + run]) for at in range(len(words) - run + 1)}
    digests = b"".join(blake2b(one.encode(), digest_size=8).digest() for one in made)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


@compiled
def _signatures(runs: Hashes, start: Ints, turns: Hashes) -> Hashes:
    """For each text and each of the turned orders of all hashes, the smallest one."""
    made = np.full((start.size - 1, turns.shape[1]), np.uint64(0xFFFFFFFFFFFFFFFF))
    for text in range(start.size - 1):
        for at in range(start[text], start[text + 1]):
            for turn in range(turns.shape[1]):
                mixed = (runs[at] ^ turns[0, turn]) * turns[1, turn]
                mixed ^= mixed >> np.uint64(29)
                mixed *= np.uint64(0xBF58476D1CE4E5B9)
                mixed ^= mixed >> np.uint64(32)
                made[text, turn] = min(made[text, turn], mixed)
    return made


def _meet(signature: Hashes, least: float) -> tuple[Ints, Ints, Floats]:
    """Neighbours in the sorted order of some band whose signatures agree enough."""
    found = [_band(signature[:, at : at + _BAND]) for at in range(0, _SIZE, _BAND)]
    pairs = np.unique(np.concatenate(found), axis=0)
    alike = np.mean(signature[pairs[:, 0]] == signature[pairs[:, 1]], axis=1)
    enough = alike >= least
    return pairs[enough, 0], pairs[enough, 1], alike[enough]


def _band(columns: Hashes) -> Ints:
    order = np.lexsort((np.arange(columns.shape[0]), *columns.T))
    same = np.all(columns[order[1:]] == columns[order[:-1]], axis=1)
    one, other = order[:-1][same], order[1:][same]
    return np.column_stack([np.minimum(one, other), np.maximum(one, other)]).astype(np.int64)
