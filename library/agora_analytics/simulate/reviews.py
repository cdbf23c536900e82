"""Reviews whose true helpfulness is known: votes that depend on the place, and a planted ring of accounts."""

from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Bools, Floats, Ints, generator, number, whole

_BAD = "broken after two days and the seller never answered although I wrote three times and sent pictures"
_GOOD = "sturdy light easy fit battery lasts bright frame smooth brakes saddle comfortable worth price recommend"
_PLAIN = "the a my it on for with and this bike ride road hill rain winter city week month then again really quite"
_TEMPLATE = "best product ever I love it so much everyone should buy it now you will not regret it at all"


@dataclass(frozen=True)
class SimReviews:
    """Reviews (n,) with their truth, and a table (m,) of where each was shown, viewed and voted on."""

    author: Ints  # (n,) codes
    product: Ints  # (n,)
    rating: Floats  # (n,) 1 to 5
    time: Floats  # (n,) days
    account_since: Floats  # (n,) day the author's account began
    text: tuple[str, ...]  # (n,)
    verified: Bools  # (n,)
    images: Ints  # (n,)
    quality: Floats  # (n,) truth: chance that one who looks finds it helpful
    planted: Bools  # (n,) truth: written by the ring
    review: Ints  # (m,) which review was shown
    position: Ints  # (m,) where, from 1
    impressions: Ints  # (m,) how often
    helpful: Ints  # (m,) helpful votes
    examination: Floats  # (positions,) truth: chance that a position is looked at


def simulate_reviews(
    *,
    reviews: int = 2000,
    products: int = 40,
    ring: int = 8,
    days: int = 365,
    views: int = 400,
    steepness: float = 1.0,
    jitter: float = 0.3,
    seed: int,
) -> SimReviews:
    """Make reviews of known quality, voted on by readers who look less the lower a review stands.

    reviews, products: honest reviews and what they are about; ring: planted accounts, each reviewing the same few
    products within days, all praise, in the words of one template; days: length of the record; views: page views per
    product and era, of four; steepness: position k is looked at with chance k to the power -steepness; jitter: how far
    the order strays from that of the votes so far. Returns SimReviews.
    Raises InvalidInput for numbers that cannot be.
    Assumes: quality shows in length and proof of purchase, as in the models it serves to test.
    Misleads when: taken for evidence about real rings; they adapt.
    Source: own construction; examination as in Craswell et al. (2008), WSDM.

    >>> world = simulate_reviews(reviews=200, products=10, seed=1)
    >>> world.author.size, int(world.planted.sum()), world.examination[:2].tolist()
    (232, 32, [1.0, 0.5])
    """
    sizes = {"reviews": reviews, "products": products, "days": days, "views": views, "ring": ring}
    least = {"products": 5, "ring": 0}  # a ring praises four products of them
    for name, size in sizes.items():
        whole(size, name=name, low=least.get(name, 1))
    number(steepness, name="steepness", low=0)
    number(jitter, name="jitter", low=0)
    rng = generator(seed)
    honest = _honest(reviews, products, days, rng)
    rings = _ring(ring, products, days, int(honest["author"].max()) + 1, rng)
    column = {name: np.concatenate([honest[name], rings[name]]) for name in honest}
    text = tuple(_words(*row, rng) for row in zip(column["quality"], column["rating"], column["planted"], strict=True))
    product = column["product"].astype(np.int64)
    deepest = int(np.bincount(product).max())
    examination: Floats = np.arange(1, deepest + 1, dtype=np.float64) ** -steepness
    shown = _shown(product, column["quality"], examination, views=views, jitter=jitter, rng=rng)
    return SimReviews(
        author=column["author"].astype(np.int64),
        product=product,
        rating=column["rating"],
        time=column["time"],
        account_since=column["account_since"],
        text=text,
        verified=column["verified"] > 0,
        images=column["images"].astype(np.int64),
        quality=column["quality"],
        planted=column["planted"] > 0,
        review=shown[:, 0],
        position=shown[:, 1],
        impressions=shown[:, 2],
        helpful=shown[:, 3],
        examination=examination,
    )


def _honest(n: int, products: int, days: int, rng: np.random.Generator) -> dict[str, Floats]:
    authors = max(n // 3, 1)
    author = rng.integers(0, authors, n)
    since = -rng.exponential(300, authors)
    quality = rng.beta(2, 4, n)
    taste, merit = rng.normal(0, 0.6, authors), rng.normal(3.8, 0.6, products)
    product = rng.integers(0, products, n)
    rating = np.clip(np.round(merit[product] + taste[author] + rng.normal(0, 0.9, n)), 1, 5)
    return {
        "author": author.astype(np.float64),
        "product": product.astype(np.float64),
        "rating": rating,
        "time": rng.uniform(0, days, n),
        "account_since": since[author],
        "verified": (rng.random(n) < 0.3 + 0.6 * quality).astype(np.float64),
        "images": rng.poisson(1.5 * quality).astype(np.float64),
        "quality": quality,
        "planted": np.zeros(n),
    }


def _ring(accounts: int, products: int, days: int, first: int, rng: np.random.Generator) -> dict[str, Floats]:
    """Every account praises the same four products, all within two days of a start, days after it was opened."""
    chosen = rng.choice(products, 4, replace=False)
    n = 4 * accounts
    start = rng.uniform(0.2 * days, 0.8 * days)
    time = start + rng.uniform(0, 2, n)
    return {
        "author": np.repeat(np.arange(first, first + accounts), 4).astype(np.float64),
        "product": np.tile(chosen, accounts).astype(np.float64),
        "rating": np.full(n, 5.0),
        "time": time,
        "account_since": np.repeat(start - rng.uniform(0.5, 20, accounts), 4),
        "verified": np.zeros(n),
        "images": np.zeros(n),
        "quality": rng.beta(1, 12, n),
        "planted": np.ones(n),
    }


def _words(quality: float, rating: float, planted: float, rng: np.random.Generator) -> str:
    if planted:
        words = _TEMPLATE.split()
        words[int(rng.integers(len(words)))] = "truly"
        return " ".join(words)
    size = 4 + int(rng.poisson(5 + 90 * quality))
    ours, plain = (_GOOD if rating >= 3.5 else _BAD).split(), _PLAIN.split()
    telling = rng.random(size) < 0.2 + 0.5 * quality
    which = rng.random(size)
    drawn = [
        (ours if one else plain)[int(at * len(ours if one else plain))] for one, at in zip(telling, which, strict=True)
    ]
    return " ".join(drawn) + "."


def _shown(
    product: Ints, quality: Floats, examination: Floats, *, views: int, jitter: float, rng: np.random.Generator
) -> Ints:
    """Rows (review, position, impressions, helpful) over four eras, each ordered by the votes so far and some chance."""
    rows = []
    votes: Floats = np.zeros(product.size)
    for _ in range(4):
        for one in range(int(product.max()) + 1):
            members = np.flatnonzero(product == one)
            liked = np.log1p(votes[members])
            standing = liked + jitter * rng.normal(size=members.size) * (1 + liked)
            order = members[np.argsort(-standing, kind="stable")]
            cast = rng.binomial(views, examination[: order.size] * quality[order])
            rows.append(np.column_stack([order, np.arange(1, order.size + 1), np.full(order.size, views), cast]))
        shown = np.concatenate(rows).astype(np.int64)
        votes = np.bincount(shown[:, 0], weights=shown[:, 3], minlength=product.size).astype(np.float64)
    return shown
