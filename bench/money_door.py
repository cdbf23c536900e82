"""The door for money: the whole of Online Retail in, and again as a replay, beside a raw COPY of the same bytes, in one run.

`python bench/money_door.py [file]` starts an embedded PostgreSQL of its own in a temporary folder. The file is the
published one (CSV, 541,909 lines; see docs/how-to/import-orders.md), by default the one beside the repository.
"""

import gzip
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FILE = ROOT.parent / "shared" / "data" / "online-retail" / "online_retail.csv.gz"
LINES, TARGET_SECONDS, TARGET_MB = 541_909, 60, 500
RAW = (
    "invoice text, stock text, description text, quantity int, at timestamp, price numeric, customer text, country text"
)


def time_import(path: Path) -> tuple[float, Any]:
    """Seconds from opening the file to the finished import, both looks through the file included."""
    from agora.commerce.importing.columns import choose
    from agora.commerce.importing.parsing import Habits
    from agora.commerce.importing.reading import look
    from agora.commerce.importing.running import run
    from agora.commerce.importing.survey import survey
    from agora.core.models.sources import source

    start = time.perf_counter()
    file, habits = look(path), Habits("GBP")
    columns = choose(file.header, {})
    found = survey(file, columns=columns, habits=habits)
    shop = source("bench", kind="shop", name="Bench")
    of = run(file, source=shop, columns=columns, habits=habits, survey=found)
    return time.perf_counter() - start, of


def time_copy(path: Path) -> float:
    """Seconds to COPY the same bytes into a table without index or constraint."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE raw_line ({RAW})")
    start = time.perf_counter()
    raw = "COPY raw_line FROM STDIN (FORMAT csv, HEADER)"
    with (
        gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file,
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(raw) as copy,
    ):
        shutil.copyfileobj(file, copy, 1 << 20)
    return time.perf_counter() - start


def measure(path: Path) -> int:
    """Print the figures; returns 1 if a target is missed or a count is wrong."""
    seconds, first = time_import(path)
    again, second = time_import(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    copy = time_copy(path)
    lines = first.counts["order_lines"] + first.counts["return_lines"]
    print(f"{lines:,} lines: {first.counts['orders']:,} orders and {first.counts['returns']:,} returns")
    print(f"  in      {seconds:8.1f} s   {lines / seconds:10,.0f} lines/s   (target {TARGET_SECONDS} s)")
    print(f"  replay  {again:8.1f} s   {lines / again:10,.0f} lines/s")
    print(f"  COPY    {copy:8.1f} s   {lines / copy:10,.0f} lines/s   raw, no index, the same bytes")
    print(f"  ratio   {seconds / copy:8.1f}     in / COPY")
    print(f"  memory  {peak:8,.0f} MB  at most, of this process (target {TARGET_MB} MB)")
    right = (lines, second.counts["orders"], second.counts["returns"], first.rejected) == (LINES, 0, 0, 0)
    if not right:
        print(f"wrong: {lines=} {first.rejected=} {second.counts=}")
    return 0 if right and seconds < TARGET_SECONDS and peak < TARGET_MB else 1


def main() -> int:
    """Run on a database of its own."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    if not path.exists():
        print(f"{path} is not there; give the path of the file.")
        return 1
    with tempfile.TemporaryDirectory(prefix="agora-") as folder:
        os.environ |= {"AGORA_VAR": folder, "DJANGO_SETTINGS_MODULE": "agora.settings"}
        Path(folder).chmod(0o755)
        from agora.core.database import running

        with running(Path(folder)):
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0, skip_checks=True)
            return measure(path)


if __name__ == "__main__":
    sys.exit(main())
