"""Which jobs a text is about: words weighed by rarity, and one ridge-logistic line per job.

Salton and Buckley (1988), Information Processing and Management 24, 513-523 (TF-IDF); le Cessie and van Houwelingen (1992), Applied
Statistics 41, 191-201 (ridge).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from agora_analytics.arrays import Bools, Floats, Ints, generator, number, whole
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.segments.agreement import Agreement, classifier_report

_WORD = re.compile(r"\w[\w'’-]*")
_FEWEST = 5  # texts with and without each job


@dataclass(frozen=True)
class JobClassifier:
    """Learns from labels that people gave or corrected; says each job with a probability; several may hold.

    Assumes: the words of a text, in ones and twos, tell its jobs; labels are of the same hand as later ones.
    Misleads when: few texts carry a job, or language changes: look at `held_out` and let people correct.
    Source: Salton and Buckley (1988); le Cessie and van Houwelingen (1992).

    >>> texts = ["my tyre went flat on the way", "how do I mend a flat tyre", "which lights for the dark", "bright lights"] * 5
    >>> labels = [[1, 0], [1, 0], [0, 1], [0, 1]] * 5
    >>> learnt = JobClassifier.fit(texts, labels)
    >>> (learnt.probability(["a flat tyre again", "lights for winter"]) > 0.5).tolist()
    [[True, False], [False, True]]
    """

    vocabulary: dict[str, int]
    rarity: Floats  # (words,) inverse document frequency
    weight: Floats  # (words, jobs)
    offset: Floats  # (jobs,)

    @classmethod
    def fit(cls, texts: Sequence[str], labels: ArrayLike, *, ridge: float = 1.0) -> JobClassifier:
        """Learn from texts and labels (texts, jobs) of 0 and 1; ridge: how strongly weights are held near 0.

        Raises InvalidInput for shapes or other values, NotEnoughData where a job has under five texts with it or
        without it, or no word occurs twice.
        """
        y = _labels(labels, len(texts))
        number(ridge, name="ridge", above=0)
        said = np.minimum(y.sum(axis=0), (~y).sum(axis=0))
        if (said < _FEWEST).any():
            raise NotEnoughData(
                f"job {int(said.argmin())}: {int(said.min())} texts on one side, {_FEWEST} of each needed"
            )
        words = [_words(text) for text in texts]
        seen = Counter(word for each in words for word in set(each))
        vocabulary = {word: place for place, word in enumerate(sorted(w for w, n in seen.items() if n > 1))}
        if not vocabulary:
            raise NotEnoughData("no word occurs in two texts; nothing to learn from")
        rarity = np.log((1 + len(texts)) / (1 + np.array([seen[word] for word in vocabulary]))) + 1
        x = _weighed(words, vocabulary, rarity)
        lines = np.array([_line(x, y[:, job], ridge) for job in range(y.shape[1])])
        return cls(vocabulary=vocabulary, rarity=rarity, weight=lines[:, 1:].T, offset=lines[:, 0])

    def probability(self, texts: Sequence[str]) -> Floats:
        """(texts, jobs): how likely each text is on each job. Raises nothing: words not learnt say nothing."""
        x = _weighed([_words(text) for text in texts], self.vocabulary, self.rarity)
        return np.asarray(expit(x @ self.weight + self.offset), dtype=np.float64)

    def labels(self, texts: Sequence[str], *, threshold: float = 0.5) -> Bools:
        """(texts, jobs): where the probability reaches a threshold; Raises InvalidInput for one outside 0 to 1."""
        return self.probability(texts) >= number(threshold, name="threshold", low=0, high=1)


def held_out(
    texts: Sequence[str],
    corrected: ArrayLike,
    *,
    folds: int = 5,
    ridge: float = 1.0,
    level: float = 0.95,
    seed: int = 0,
) -> Agreement:
    """How well a classifier of these texts agrees with people on texts it has not seen.

    texts; corrected (texts, jobs): labels people gave or corrected; folds: parts, each judged by what the others taught;
    ridge: as of `JobClassifier.fit`; seed: of the parting.
    Returns Agreement with kappa per job.
    Raises InvalidInput for shapes, NotEnoughData where a part leaves too few texts to learn from.
    Assumes: texts are independent of one another.
    Misleads when: near-duplicates fall into different parts: agreement then flatters.
    Source: Stone (1974), JRSS B 36, 111-147 (cross-validation); Cohen (1960).

    >>> texts = ["my flat tyre", "mend a flat tyre", "bright lights", "lights for the dark"] * 6
    >>> held_out(texts, [[1, 0], [1, 0], [0, 1], [0, 1]] * 6).kappa.tolist()
    [1.0, 1.0]
    """
    y = _labels(corrected, len(texts))
    whole(folds, name="folds", low=2, high=len(texts))
    part: Ints = generator(seed).permutation(np.arange(len(texts)) % folds)
    said = np.zeros(y.shape, dtype=np.bool_)
    for fold in range(folds):
        inside, outside = np.flatnonzero(part == fold).tolist(), np.flatnonzero(part != fold).tolist()
        learnt = JobClassifier.fit([texts[row] for row in outside], y[outside], ridge=ridge)
        said[inside] = learnt.labels([texts[row] for row in inside])
    return classifier_report(said, y, level=level)


def _labels(values: ArrayLike, texts: int) -> Bools:
    table = np.asarray(values)
    if table.ndim != 2 or table.shape[0] != texts or not np.isin(table, [0, 1]).all():
        raise InvalidInput(f"expected ({texts}, jobs) of 0 and 1, got {table.shape}", column="labels")
    if table.size == 0:
        raise NotEnoughData("no texts, or no jobs")
    return table.astype(np.bool_)


def _words(text: str) -> list[str]:
    ones = _WORD.findall(text.lower())
    return ones + [f"{a} {b}" for a, b in pairwise(ones)]


def _weighed(words: Sequence[list[str]], vocabulary: dict[str, int], rarity: Floats) -> csr_array:
    """TF-IDF rows of length 1 (1 + ln of the count, times rarity); texts without a known word are 0."""
    counts = [Counter(vocabulary[word] for word in each if word in vocabulary) for each in words]
    start = np.append(0, np.cumsum([len(count) for count in counts]))
    place = np.fromiter((word for count in counts for word in count), dtype=np.int64, count=int(start[-1]))
    times = np.fromiter((n for count in counts for n in count.values()), dtype=np.float64, count=int(start[-1]))
    value = (1 + np.log(times)) * rarity[place]
    row = np.repeat(np.arange(len(counts)), np.diff(start))
    length = np.sqrt(np.bincount(row, weights=value**2, minlength=len(counts)))
    return csr_array((value / np.maximum(length[row], 1e-300), place, start), shape=(len(counts), len(vocabulary)))


def _line(x: csr_array, y: Bools, ridge: float) -> Floats:
    sign = np.where(y, 1.0, -1.0)

    def loss(theta: Floats) -> tuple[float, Floats]:
        margin = sign * (x @ theta[1:] + theta[0])
        slope = -sign * expit(-margin)
        value = np.logaddexp(0.0, -margin).sum() + ridge * (theta[1:] @ theta[1:]) / 2
        return float(value), np.append(slope.sum(), x.T @ slope + ridge * theta[1:])

    start = np.zeros(x.shape[1] + 1)
    start[0] = np.log(y.sum() / (~y).sum())
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=np.float64)
