"""The door for words: posts a second in, and again as a replay, beside a raw COPY of the same rows, in one run.

`python bench/word_door.py [posts] [posts in a batch]` starts an embedded PostgreSQL of its own in a temporary folder.
Every batch names its authors and threads, every third post replies, every twentieth was already said in the batch before.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

TARGET = 20_000
START = datetime(2026, 1, 1, tzinfo=UTC)
POSTS_PER_THREAD, POSTS_PER_AUTHOR, REPEATED = 8, 10, 20
TALK = (
    "the brake squeals when it rains and I have cleaned the rim twice but the pads still look fine so what else could "
    "it be the cable or the lever the shop said to wait for a new wheel which costs more than the bike is worth to me"
)
WORDS = TALK.split()
COLUMNS = (
    "origin_id text, kind text, thread text, author text, body text, form text, url text, said_at timestamptz,"
    " edited_at timestamptz, reply_to text, reply_to_kind text"
)


def batches(source: Any, *, posts: int, size: int) -> Iterator[Any]:
    """The same batches for the same arguments."""
    from agora.conversations.batches import Batch, NewAuthor, NewThread

    spoken: list[Any] = []
    for first in range(0, posts, size):
        said = [_post(number) for number in range(first, min(first + size, posts))]
        opened = sorted({post.thread for post in said}, key=int)
        speakers = sorted({post.author for post in said}, key=int)
        yield Batch(
            source=source,
            authors=[NewAuthor(name, name=f"Speaker {name}", first_seen_at=START) for name in speakers],
            threads=[NewThread(thread, "discussion", f"Thread number {thread}", START) for thread in opened],
            posts=[*said, *spoken[::REPEATED]],
        )
        spoken = said


def _post(number: int) -> Any:
    from agora.conversations.batches import NewPost

    thread = number // POSTS_PER_THREAD
    replies = number % 3 == 0 and number % POSTS_PER_THREAD > 0
    luck = random.Random(number)
    return NewPost(
        origin_id=str(number),
        thread=str(thread),
        body=" ".join(luck.choices(WORDS, k=luck.randint(10, 90))),
        said_at=START + timedelta(seconds=number),
        author=str(luck.randrange(number // POSTS_PER_AUTHOR + 1)),
        reply_to=str(number - 1) if replies else None,
        url=f"https://forum.example/{thread}#{number}",
    )


def time_door(made: list[Any]) -> tuple[float, int, int]:
    """Seconds to record the batches one after the other, posts created, posts edited."""
    from agora.conversations.writing import record

    start = time.perf_counter()
    recorded = [record(batch) for batch in made]
    seconds = time.perf_counter() - start
    return seconds, sum(len(one.created) for one in recorded), sum(len(one.edited) for one in recorded)


def time_copy(made: list[Any]) -> tuple[float, int]:
    """Seconds to COPY the same post rows into a table without index or constraint, and how many rows."""
    from django.db import connection, transaction

    names = ", ".join(column.split()[0] for column in COLUMNS.split(","))
    fields = [name.strip() for name in names.split(",")]
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE raw_post ({COLUMNS})")
    start = time.perf_counter()
    for batch in made:
        with transaction.atomic(), connection.cursor() as cursor:
            with cursor.copy(f"COPY raw_post ({names}) FROM STDIN") as copy:
                for post in batch.posts:
                    copy.write_row([getattr(post, field) for field in fields])
            rows += len(batch.posts)
    return time.perf_counter() - start, rows


def measure(posts: int, size: int) -> int:
    """Print the figures; returns 1 if the door is slower than its target or a replay slower than the first time."""
    from agora.core.models.sources import source

    made = list(batches(source("bench", kind="api", name="Bench"), posts=posts, size=size))
    offered = sum(len(batch.posts) for batch in made)
    seconds, created, edited = time_door(made)
    again, created_again, edited_again = time_door(made)
    copy, rows = time_copy(made)
    if (created, edited, created_again, edited_again) != (posts, 0, 0, 0):
        print(f"wrong: {created=} {edited=} {created_again=} {edited_again=}")
        return 1
    rate, replay, raw = offered / seconds, offered / again, rows / copy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{posts:,} posts in {len(made)} batches of {size:,}, {offered - posts:,} of the offered said before")
    print(f"  in      {rate:10,.0f} posts/s   (target {TARGET:,})")
    print(f"  replay  {replay:10,.0f} posts/s")
    print(f"  COPY    {raw:10,.0f} rows/s    raw, no index, the same rows")
    print(f"  ratio   {raw / rate:10.1f}   COPY / in       peak memory of this process {peak:,.0f} MB")
    return 0 if rate >= TARGET and replay >= rate else 1


def main() -> int:
    """Run on a database of its own."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory(prefix="agora-") as folder:
        os.environ |= {"AGORA_VAR": folder, "DJANGO_SETTINGS_MODULE": "agora.settings"}
        Path(folder).chmod(0o755)
        from agora.core.database import running

        with running(Path(folder)):
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0, skip_checks=True)
            return measure(posts, size)


if __name__ == "__main__":
    sys.exit(main())
