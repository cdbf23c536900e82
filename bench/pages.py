"""Person page and thread page with 10,000 and with 1 million posts: p95, queries, and how flat they are."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var" / "bench-pages"
SMALL, LARGE = 10_000, int(os.environ.get("BENCH_POSTS", "1000000"))
POSTS_A_THREAD, POSTS_AN_AUTHOR, LOOKS = 10, 40, 200
START = datetime(2020, 1, 1, tzinfo=UTC)
BODY = "The brake on my bicycle squeals on wet mornings, and cleaning the rim helped for a week. " * 3


def fill(first: int, last: int) -> None:
    """Bring posts `first` to `last` in through the door for words, with an order and a person for every author."""
    from agora.conversations.batches import Batch, NewPost, NewThread
    from agora.conversations.writing import record
    from agora.core.models.sources import portal

    for begin in range(first, last, 10_000):
        numbers = range(begin, min(begin + 10_000, last))
        authors = random.Random(begin)
        pool = max(1, last // POSTS_AN_AUTHOR)
        posts = [
            NewPost(
                origin_id=f"b{n}",
                thread=f"t{n // POSTS_A_THREAD}",
                body=f"{n}. {BODY}",
                said_at=START + timedelta(minutes=n),
                author=f"a{authors.randrange(pool)}",
                reply_to=f"b{n - 1}" if n % POSTS_A_THREAD else None,
            )
            for n in numbers
        ]
        threads = [
            NewThread(
                f"t{n // POSTS_A_THREAD}", "discussion", f"Squeal {n}", START + timedelta(minutes=n), channel="talk"
            )
            for n in numbers
            if n % POSTS_A_THREAD == 0
        ]
        record(Batch(source=portal(), threads=threads, posts=posts, author_kind="account"))
    people_and_orders()


def people_and_orders() -> None:
    """Hold every author as a person with three orders."""
    from agora.commerce.batches import Batch, NewBuyer, NewLine, NewOrder, NewProduct
    from agora.commerce.recording import record
    from agora.core.copying import fetch, run
    from agora.core.models.sources import source

    shop = source("shop", kind="orders", name="Shop")
    names = [
        name for (name,) in fetch("SELECT origin_id FROM people_identity WHERE kind = 'account' AND person_id IS NULL")
    ]
    product = NewProduct(origin_id="p", name="Brake pad", currency="EUR", price_minor=900)
    for begin in range(0, len(names), 2_000):
        part = names[begin : begin + 2_000]
        orders = [
            NewOrder(
                origin_id=f"{name}-{k}",
                at=START + timedelta(days=k),
                currency="EUR",
                buyer=name,
                lines=(NewLine(product="p", quantity=1, unit_price_minor=900),),
            )
            for name in part
            for k in range(3)
        ]
        record(
            Batch(source=shop, products=[product], buyers=[NewBuyer(name, name=name) for name in part], orders=orders)
        )
    run(
        "UPDATE people_identity w SET person_id = b.person_id FROM people_identity b"
        " WHERE w.kind = 'account' AND b.kind = 'customer' AND b.origin_id = w.origin_id AND w.person_id IS NULL"
    )
    run("ANALYZE")


def look(addresses: list[str]) -> tuple[float, int]:
    """Open the pages as a signed-in agent; returns p95 in ms and the most queries a page took."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from agora.accounts.models import Account

    agent = Account.objects.filter(email="bench@example.org").first() or Account.objects.create_user(
        "bench@example.org", name="Bench", role="agent"
    )
    client = Client()
    client.force_login(agent)
    times, queries = [], 0
    for number, address in enumerate(addresses):
        if number % 20 == 0:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(address).status_code == 200, address
            queries = max(queries, len(captured))
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(times, n=20)[-1], queries


def addresses() -> dict[str, list[str]]:
    """Random thread pages and person pages."""
    from django.urls import reverse

    from agora.core.copying import fetch

    sample = "SELECT id FROM {} ORDER BY md5(id::text) LIMIT %s"
    return {
        "thread page": [
            reverse("portal:thread", args=row) for row in fetch(sample.format("conversations_thread"), [LOOKS])
        ],
        "person page": [reverse("console:person", args=row) for row in fetch(sample.format("people_person"), [LOOKS])],
    }


def measure() -> dict[str, tuple[float, int]]:
    return {page: look(places) for page, places in addresses().items()}


def main() -> None:
    shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True)
    os.environ.update(AGORA_VAR=str(VAR), DJANGO_SETTINGS_MODULE="agora.settings", AGORA_STATIC_FROM_SOURCE="1")
    from agora.core.database import running

    with running(VAR):
        import django
        from django.core.management import call_command

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS.append("testserver")
        call_command("migrate", verbosity=0)
        fill(0, SMALL)
        small = measure()
        fill(SMALL, LARGE)
        large = measure()
    for page in small:
        (before, _), (after, queries) = small[page], large[page]
        print(
            f"{page}: p95 {before:.0f} ms at {SMALL:,} posts, {after:.0f} ms at {LARGE:,} (x{after / before:.2f}), "
            f"at most {queries} queries"
        )
    shutil.rmtree(VAR)


if __name__ == "__main__":
    sys.exit(main())
