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
from agora.portal.parts.marks import Mark
from agora.portal.parts.threads import answers, solved_among
from agora.search.finding import Hit, find

MOST_HITS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, as a row: `excerpt` is safe HTML with the words that matched marked."""

    kind: str
    title: str
    href: str
    excerpt: SafeString
    when: datetime | None = None
    badges: tuple[Mark, ...] = ()
    end: tuple[str, ...] = ()


def known_answers(title: str, *, viewer: Viewer, limit: int = 6) -> tuple[Found, ...]:
    """Return the threads that may answer a question already: solved questions, then others, then talk, each best first."""
    found = found_for(title, viewer=viewer, kinds=("post",), limit=4 * limit)
    return tuple(sorted(found, key=lambda one: (one.kind != "question", not one.badges))[:limit])


def found_for(words: str, *, viewer: Viewer, kinds: Sequence[str] = (), limit: int = MOST_HITS) -> tuple[Found, ...]:
    """Search, and return threads once each (their best post speaks for them), products and, for staff, people."""
    hits = _still_shown(find(words, viewer=viewer, kinds=kinds, limit=limit), viewer)
    threads = _threads(hits, viewer)
    products = _products(hits, viewer)
    questions = [pk for pk, thread in threads.items() if thread.kind == Thread.Kind.QUESTION]
    solved = solved_among(questions, viewer=viewer) if questions else set()
    seen: dict[tuple[str, int], Found] = {}
    for hit in hits:
        if hit.kind == "post" and hit.thread_id in threads:
            thread = threads[hit.thread_id]
            seen.setdefault((hit.kind, thread.pk), _thread(thread, hit, solved=thread.pk in solved))
        elif hit.kind == "product" and hit.subject_id in products:
            product = products[hit.subject_id]
            seen.setdefault(
                (hit.kind, product.pk), Found("product", product.name, product.get_absolute_url(), hit.excerpt)
            )
        elif hit.kind == "person":
            href = reverse("console:person", args=[hit.subject_id])
            seen.setdefault((hit.kind, hit.subject_id), Found("person", hit.title, href, hit.excerpt))
    return tuple(seen.values())


def _still_shown(hits: list[Hit], viewer: Viewer) -> list[Hit]:
    """The hits without posts that were held or removed a moment ago: the index follows by a job."""
    wanted = [hit.subject_id for hit in hits if hit.kind == "post"]
    shown = set(Post.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [hit for hit in hits if hit.kind != "post" or hit.subject_id in shown]


def _threads(hits: list[Hit], viewer: Viewer) -> dict[int, Thread]:
    wanted = {hit.thread_id for hit in hits if hit.thread_id}
    return Thread.objects.visible_to(viewer).in_bulk(wanted) if wanted else {}


def _products(hits: list[Hit], viewer: Viewer) -> dict[int, Product]:
    wanted = [hit.subject_id for hit in hits if hit.kind == "product"]
    return Product.objects.visible_to(viewer).in_bulk(wanted) if wanted else {}


def _thread(thread: Thread, hit: Hit, *, solved: bool) -> Found:
    question = thread.kind == Thread.Kind.QUESTION
    return Found(
        kind=thread.kind,
        title=thread.title,
        href=reverse("portal:post", args=[hit.subject_id]),
        excerpt=hit.excerpt,
        when=hit.at,
        badges=(Mark(gettext("solved"), "good", "check"),) if solved else (),
        end=(answers(max(thread.post_count - 1, 0)),) if question else (),
    )
