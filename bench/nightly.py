"""The whole nightly run against the sum of its kernels: 1 million people, 10 million posts, 10 million order lines.

The rows are made inside the database, past the doors: what is timed is reading, calculating, storing and showing.
`BENCH_PEOPLE=20000 bin/bench nightly` tries it small.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import time
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var" / "bench-nightly"
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1000000"))
POSTS, ORDERS, READINGS, VOTES, REVIEWS = 10 * PEOPLE, 5 * PEOPLE, 20 * PEOPLE, 5 * PEOPLE, PEOPLE // 5
TABLES = (
    "people_person", "people_identity", "conversations_thread", "conversations_post", "conversations_exposure",
    "conversations_reaction", "community_review", "commerce_order", "commerce_orderline",
)  # fmt: skip
# Everybody is born on a day of the first 200 and stays a while: repeat buying fades as it does.
LIFE = """
CREATE UNLOGGED TABLE life AS SELECT n AS id, (n::bigint * 7919 %% 200)::float8 AS born,
 least(20 - ln(1 - random()) * 200, 365 - n::bigint * 7919 %% 200) AS days FROM generate_series(1, {people}) n"""
SOMEBODY = "1 + floor({people} * power(random(), {skew}))::bigint"
MADE = {
    "people": """
INSERT INTO people_person (id, name, reason, because, country, created_at)
SELECT n, 'Person ' || n, 'bought', '', '', '2025-01-01' FROM generate_series(1, {people}) n""",
    "identities": """
INSERT INTO people_identity (id, source_id, kind, origin_id, handle, name, url, about, person_id, is_ours, first_seen_at)
SELECT id, {source}, 'account', id::text, '', 'Person ' || id, '', '', id, false, timestamptz '2025-01-01' + born * interval '1 day'
FROM life""",
    "threads": """
INSERT INTO conversations_thread (id, source_id, kind, origin_id, channel_id, title, url, opened_at, last_post_at, post_count, opened_by_id)
SELECT n, {source}, CASE WHEN n <= {reviews} THEN 'review' WHEN n %% 3 = 0 THEN 'question' ELSE 'discussion' END, n::text,
 {channel}, 'Thread ' || n, '', '2025-01-01', '2025-12-31', 10, """
    + SOMEBODY.format(people="{people}", skew=1)
    + """
FROM generate_series(1, {people}) n""",
    "posts": """
INSERT INTO conversations_post (id, source_id, kind, origin_id, thread_id, author_id, body, form, html, url, said_at, recorded_at)
SELECT n, {source}, 'post', n::text, (n - 1) / 10 + 1, """
    + SOMEBODY.format(people="{people}", skew=3)
    + """,
 'It squeals', 'plain', 'It squeals', '', timestamptz '2025-01-01' + random() * interval '365 days', '2025-12-31'
FROM generate_series(1, {posts}) n""",
    "reviews": """
INSERT INTO community_review (thread_id, post_id, product_id, rating)
SELECT n, (n - 1) * 10 + 1, {product}, 1 + n %% 5 FROM generate_series(1, {reviews}) n""",
    "readings": """
INSERT INTO conversations_exposure (reader_id, post_id, author_id, kind, at, day)
SELECT e.reader, e.post, p.author_id, 'read', p.said_at + e.after, (p.said_at + e.after)::date
FROM (SELECT """
    + SOMEBODY.format(people="{people}", skew=1.5)
    + """ AS reader, 1 + floor({posts} * random())::bigint AS post,
 random() * interval '40 days' AS after FROM generate_series(1, {readings})) e
JOIN conversations_post p ON p.id = e.post WHERE p.author_id <> e.reader""",
    "votes": """
INSERT INTO conversations_reaction (source_id, kind, origin_kind, origin_id, post_id, actor_id, at)
SELECT {source}, CASE WHEN random() < 0.8 THEN 'helpful' ELSE 'unhelpful' END, 'reaction', n::text,
 1 + floor({posts} * power(random(), 2))::bigint, """
    + SOMEBODY.format(people="{people}", skew=1)
    + """, '2025-12-01'
FROM generate_series(1, {votes}) n""",
    "orders": """
INSERT INTO commerce_order (id, source_id, kind, origin_id, buyer_id, at, currency, total_minor, country)
SELECT o.n, {source}, 'order', o.n::text, l.id, timestamptz '2025-01-01' + (l.born + random() * l.days) * interval '1 day',
 'EUR', 2000, '' FROM (SELECT n, """
    + SOMEBODY.format(people="{people}", skew=2)
    + """ AS buyer FROM generate_series(1, {orders}) n) o
JOIN life l ON l.id = o.buyer""",
    "lines": """
INSERT INTO commerce_orderline (order_id, line, product_id, quantity, unit_price_minor, amount_minor)
SELECT n, line, {product}, 1, 1000, (500 + random() * 9500)::bigint FROM generate_series(1, {orders}) n, generate_series(1, 2) line""",
}


def fill() -> None:
    """Make the rows with the indexes put aside, then the indexes again."""
    from agora.core.copying import fetch, run

    named = {
        "people": PEOPLE,
        "posts": POSTS,
        "orders": ORDERS,
        "readings": READINGS,
        "votes": VOTES,
        "reviews": REVIEWS,
    }
    named |= beginnings()
    run("SELECT setseed(0.5)")
    run(LIFE.format(people=PEOPLE))
    held = fetch(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('f', 'u')"
        " AND conrelid::regclass::text = ANY(%s)", [list(TABLES)],
    )  # fmt: skip
    for table, constraint in held:
        run(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    indexes = fetch(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE NOT indisunique"
        " AND indrelid::regclass::text = ANY(%s)", [list(TABLES)],
    )  # fmt: skip
    for index, _ in indexes:
        run(f"DROP INDEX {index}")
    for what, sql in MADE.items():
        begun = time.perf_counter()
        count = run(sql.format(**named))
        print(f"  {what}: {count:,} in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    for _, definition in indexes:
        run(definition)
    run("DROP TABLE life")
    run("ANALYZE")


def beginnings() -> dict[str, int]:
    """One source, channel and product that everything hangs on."""
    from agora.commerce.models import Product
    from agora.conversations.models import Channel
    from agora.core.models.sources import portal

    source = portal()
    channel = Channel.objects.create(source=source, slug="talk", name="Talk")
    product = Product.objects.create(
        source=source, kind="product", origin_id="pad", slug="pad", name="Brake pad", currency="EUR", price_minor=900
    )
    return {"source": source.pk, "channel": channel.pk, "product": product.pk}


class Clock:
    """Adds up the seconds of every step it hears of, and says them as they end."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", time.perf_counter()

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        if step != self._step:
            print(f"  {self._step}: {self.seconds.get(self._step, 0.0):.1f} s", file=sys.stderr)
        self._step, self._since = step, now


def measure() -> None:
    """Run the night once and say what it took."""
    from agora.measures import running

    clock = Clock()
    begun = time.perf_counter()
    running.measure(progress=clock)
    clock("")
    whole = time.perf_counter() - begun
    around = sum(took for step, took in clock.seconds.items() if step.endswith((": reading", ": storing")))
    kernels = sum(clock.seconds.values()) - around
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{PEOPLE:,} people, {POSTS:,} posts, {2 * ORDERS:,} order lines, {READINGS:,} readings: whole run {whole:.0f} s, "
        f"its kernels {kernels:.0f} s (x{whole / kernels:.2f}), at most {peak:.1f} GB"
    )


def main() -> None:
    shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True)
    os.environ.update(AGORA_VAR=str(VAR), DJANGO_SETTINGS_MODULE="agora.settings", AGORA_STATIC_FROM_SOURCE="1")
    from agora.core.database import running

    with running(VAR):
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        fill()
        measure()
    shutil.rmtree(VAR)


if __name__ == "__main__":
    sys.exit(main())
