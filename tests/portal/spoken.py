"""Words for the tests of the portal, said through the doors."""

from __future__ import annotations

from agora.commerce.models import Product
from agora.community import asking, reviewing
from agora.community.models import Question, Review
from agora.conversations import writing
from agora.conversations.models import Post
from agora.measures.models import Run, Score
from tests.cast import Cast


def question(cast: Cast, title: str = "Why do my brakes squeal?") -> Question:
    """A question by Ada."""
    return asking.ask(author=cast.voice(cast.ada), title=title, body="They squeal *when wet*.", topics=("brakes",))


def answer(cast: Cast, to: Question, body: str = "Clean the rims.") -> Post:
    """An answer by Ben."""
    return writing.write(thread=to.thread, author=cast.voice(cast.ben), body=body)


def product(cast: Cast, name: str = "Trail 29") -> Product:
    """A product of the shop."""
    slug = name.lower().replace(" ", "-")
    return Product.objects.create(
        source=cast.shop, origin_id=slug, slug=slug, name=name, category="Bicycles", currency="EUR", price_minor=89900
    )


def review(cast: Cast, of: Product, *, by: str = "ben", rating: int = 4) -> Review:
    """A review by one of the cast."""
    author = cast.voice(getattr(cast, by))
    return reviewing.write(author=author, product=of, rating=rating, title="Good value", body="Ridden for a year.")


def score(measure: str, kind: str, pk: int, **values: object) -> Score:
    """A score of a finished run."""
    run = Run.objects.filter(measure=measure, is_current=True).first()
    run = run or Run.objects.create(measure=measure, engine="test", code_version="0", state="done", is_current=True)
    return Score.objects.create(run=run, measure=measure, subject_kind=kind, subject_id=pk, **values)
