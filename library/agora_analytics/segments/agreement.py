"""How well a classifier agrees with the people who corrected it.

Cohen (1960), Educational and Psychological Measurement 20, 37-46; Fleiss, Cohen, Everitt (1969), Psychological Bulletin 72,
323-327, for the standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from agora_analytics.arrays import Floats, Ints, number
from agora_analytics.errors import InvalidInput, NotEnoughData


@dataclass(frozen=True)
class Agreement:
    """One row per label, said by the classifier against corrected by people; where a share has no base it is 0."""

    precision: Floats  # (labels,) of what the classifier gave the label, the share that people left
    recall: Floats  # (labels,) of what people gave the label, the share the classifier had
    f1: Floats  # (labels,)
    kappa: Floats  # (labels,) agreement beyond chance: 1 full, 0 none
    kappa_low: Floats  # (labels,)
    kappa_high: Floats  # (labels,)
    support: Ints  # (labels,) how often people gave the label
    macro_f1: float  # the mean of f1: rare labels count like common ones
    macro_kappa: float
    texts: int
    level: float


def classifier_report(said: ArrayLike, corrected: ArrayLike, *, level: float = 0.95) -> Agreement:
    """Precision, recall, F1 and Cohen's kappa of labels that people have corrected.

    said, corrected (texts, labels): 1 or True where the text carries the label; texts may carry several or none; on
    texts the classifier has not learnt from.
    Returns Agreement, kappa with its large-sample interval.
    Raises InvalidInput for shapes or other values, NotEnoughData without texts, and for a label that everybody or
    nobody carries on both sides (kappa cannot say).
    Assumes: each text was judged once, by somebody who could have changed any label.
    Misleads when: people saw the classifier's label and let it stand: agreement then flatters; have some judge blind.
    Source: Cohen (1960); Fleiss, Cohen, Everitt (1969).

    >>> said, corrected = [1] * 45 + [0] * 55, [1] * 40 + [0] * 5 + [1] * 10 + [0] * 45
    >>> found = classifier_report(said, corrected)
    >>> found.kappa.round(2).tolist(), found.f1.round(3).tolist()
    ([0.7], [0.842])
    """
    number(level, name="level", above=0, below=1)
    left, right = _labels(said, name="said"), _labels(corrected, name="corrected")
    if left.shape != right.shape:
        raise InvalidInput(f"expected {left.shape} like said, got {right.shape}", column="corrected")
    table = np.stack([(left & right), (left & ~right), (~left & right), (~left & ~right)]).sum(axis=1).astype(float)
    both, only_said, only_right, _ = table
    precision, recall = _share(both, both + only_said), _share(both, both + only_right)
    f1 = _share(2 * both, 2 * both + only_said + only_right)
    kappa, error = _kappa(table / left.shape[0], left.shape[0])
    half = ndtri((1 + level) / 2) * error
    return Agreement(
        precision=precision,
        recall=recall,
        f1=f1,
        kappa=kappa,
        kappa_low=np.maximum(kappa - half, -1.0),
        kappa_high=np.minimum(kappa + half, 1.0),
        support=right.sum(axis=0),
        macro_f1=float(f1.mean()),
        macro_kappa=float(kappa.mean()),
        texts=left.shape[0],
        level=level,
    )


def _labels(values: ArrayLike, *, name: str) -> NDArray[np.bool_]:
    raw = np.asarray(values)
    table = raw[:, None] if raw.ndim == 1 else raw
    if table.ndim != 2:
        raise InvalidInput(f"expected (texts, labels), got {raw.shape}", column=name)
    if 0 in table.shape:
        raise NotEnoughData("no texts to compare")
    wrong = ~np.isin(table, [0, 1])
    if wrong.any():
        raise InvalidInput(
            "give 1 where the label holds and 0 where not", column=name, row=int(np.argwhere(wrong)[0, 0])
        )
    return table.astype(np.bool_)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(part.size), where=whole > 0)


def _kappa(cell: Floats, texts: int) -> tuple[Floats, Floats]:
    """Kappa and its standard error from the four cells as shares, (4, labels)."""
    a, b, c, d = cell
    said, right = a + b, a + c
    agreed, chance = a + d, said * right + (1 - said) * (1 - right)
    if (chance >= 1 - 1e-12).any():
        row = int(chance.argmax())
        raise NotEnoughData(f"label {row}: everybody or nobody carries it on both sides; kappa cannot say")
    kappa = (agreed - chance) / (1 - chance)
    rest = 1 - kappa
    diagonal = a * (1 - (said + right) * rest) ** 2 + d * (1 - (2 - said - right) * rest) ** 2
    apart = rest**2 * (b * (right + 1 - said) ** 2 + c * (said + 1 - right) ** 2)
    spread = np.maximum(diagonal + apart - (kappa - chance * rest) ** 2, 0.0)
    return kappa, np.sqrt(spread / texts) / (1 - chance)
