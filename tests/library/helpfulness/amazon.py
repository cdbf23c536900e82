"""Amazon reviews of musical instruments, in the order of time; tests that need them skip where they are absent."""

import ast
import csv
import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from agora_analytics.arrays import Floats, Ints
from agora_analytics.helpfulness import review_features

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "reviews" / "amazon_musical_instruments.csv.gz"


@dataclass(frozen=True)
class Amazon:
    """One row per review."""

    author: Ints
    product: Ints
    rating: Floats
    day: Floats
    text: list[str]
    helpful: Ints
    votes: Ints
    features: Floats


@cache
def amazon() -> Amazon:
    if not FILE.exists():
        pytest.skip(f"REAL REVIEWS NOT CHECKED: {FILE.name} is absent, put it at ../shared/data/reviews")
    with gzip.open(FILE, "rt", encoding="utf-8") as source:
        rows = sorted(csv.reader(source), key=lambda row: int(row[7]))
    author, product = (np.unique([row[at] for row in rows], return_inverse=True)[1] for at in (0, 1))
    rating, text = np.array([float(row[5]) for row in rows]), [row[4] for row in rows]
    helpful, votes = np.array([ast.literal_eval(row[3]) for row in rows]).T
    count, total = np.zeros((2, len(rows)))
    so_far, written = np.zeros((2, product.max() + 1)), np.zeros(author.max() + 1)
    earlier = np.zeros(len(rows))
    for row in range(len(rows)):  # only what was known before
        total[row], count[row], earlier[row] = *so_far[:, product[row]], written[author[row]]
        so_far[:, product[row]] += rating[row], 1
        written[author[row]] += 1
    usual = (total + 3 * rating.mean()) / (count + 3)
    features = review_features(text, rating=rating, usual_rating=usual, author_reviews=earlier)
    day = np.array([int(row[7]) for row in rows]) / 86400
    return Amazon(author, product, rating, day, text, helpful, votes, features)
