"""What a search shows: threads once each, products and, for staff, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agora.accounts.models import Viewer
from agora.commerce.models import Product
from agora.conversations.models import Post, Thread
from agora.pages.marks import Mark
from agora.portal.parts.threads import answers, solved_among
from agora.search.finding import Hit, find

MOST_HITS = 60


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One thing found, as a row: `excerpt` is safe HTML with the words that matched marked."""

    kind: str
    title: str
    href: str
    excerpt: SafeString
    when: datetime | None = None
    badges: tuple[Mark, ...] = ()
    end: tuple[str, ...] = ()


def possible_answers(title: str, *, viewer: Viewer, limit: int = 6) -> tuple[SearchResult, ...]:
    """Return the threads that may answer a question already: solved questions, then others, then talk, each best
    first.
    """
    results = search_results(title, viewer=viewer, kinds=("post",), limit=4 * limit)
    return tuple(sorted(results, key=lambda result: (result.kind != "question", not result.badges))[:limit])


def search_results(
    words: str, *, viewer: Viewer, kinds: Sequence[str] = (), limit: int = MOST_HITS
) -> tuple[SearchResult, ...]:
    """Search, and return threads once each (their best post speaks for them), products and, for staff, people."""
    hits = _visible_hits(find(words, viewer=viewer, kinds=kinds, limit=limit), viewer)
    threads = _threads(hits, viewer)
    products = _products(hits, viewer)
    questions = [pk for pk, thread in threads.items() if thread.kind == Thread.Kind.QUESTION]
    solved = solved_among(questions, viewer=viewer) if questions else set()
    results: dict[tuple[str, int], SearchResult] = {}
    for hit in hits:
        if hit.kind == "post" and hit.thread_id in threads:
            thread = threads[hit.thread_id]
            results.setdefault((hit.kind, thread.pk), _thread(thread, hit, solved=thread.pk in solved))
        elif hit.kind == "product" and hit.subject_id in products:
            product = products[hit.subject_id]
            results.setdefault(
                (hit.kind, product.pk), SearchResult("product", product.name, product.get_absolute_url(), hit.excerpt)
            )
        elif hit.kind == "person":
            href = reverse("console:person", args=[hit.subject_id])
            results.setdefault((hit.kind, hit.subject_id), SearchResult("person", hit.title, href, hit.excerpt))
    return tuple(results.values())


def _visible_hits(hits: list[Hit], viewer: Viewer) -> list[Hit]:
    """The hits without posts that were held or removed a moment ago: the index follows by a job."""
    post_ids = [hit.subject_id for hit in hits if hit.kind == "post"]
    visible_ids = (
        set(Post.objects.visible_to(viewer).filter(pk__in=post_ids).values_list("pk", flat=True)) if post_ids else set()
    )
    return [hit for hit in hits if hit.kind != "post" or hit.subject_id in visible_ids]


def _threads(hits: list[Hit], viewer: Viewer) -> dict[int, Thread]:
    thread_ids = {hit.thread_id for hit in hits if hit.thread_id}
    return Thread.objects.visible_to(viewer).in_bulk(thread_ids) if thread_ids else {}


def _products(hits: list[Hit], viewer: Viewer) -> dict[int, Product]:
    product_ids = [hit.subject_id for hit in hits if hit.kind == "product"]
    return Product.objects.visible_to(viewer).in_bulk(product_ids) if product_ids else {}


def _thread(thread: Thread, hit: Hit, *, solved: bool) -> SearchResult:
    question = thread.kind == Thread.Kind.QUESTION
    return SearchResult(
        kind=thread.kind,
        title=thread.title,
        href=reverse("portal:post", args=[hit.subject_id]),
        excerpt=hit.excerpt,
        when=hit.at,
        badges=(Mark(gettext("solved"), "good", "check"),) if solved else (),
        end=(answers(max(thread.post_count - 1, 0)),) if question else (),
    )
