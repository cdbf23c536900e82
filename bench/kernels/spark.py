"""local[2] against local[1] on Spark: the ledger and PageRank, each session a Java machine and Python workers of its own.

.venv/bin/python bench/measures.py spark; sizes by AGORA_BENCH_EXPOSURES and AGORA_BENCH_EDGES.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kernels.figure import Figure, seconds

REACH = 1.6
ROUNDS = 5
EXPOSURES = int(os.environ.get("AGORA_BENCH_EXPOSURES", "20_000_000"))
EDGES = int(os.environ.get("AGORA_BENCH_EDGES", "10_000_000"))
ROOT = Path(__file__).resolve().parents[2]


def figures() -> list[Figure]:
    """The works on one core and on two, in turns, on the same files."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as made:
        _write(Path(made))
        # In turns, and the quickest of each: a machine that others share is not the same for ten minutes.
        runs = [(_seconds(1, made), _seconds(2, made)) for _ in range(2)]
        one, two = ({name: min(run[side][name] for run in runs) for name in runs[0][side]} for side in (0, 1))
    named = {
        "ledger": f"Spark: ledger, {EXPOSURES:,} exposures, {EXPOSURES // 4:,} sales",
        "scattered": "The same rows in any order, so that each is sent to the part of its buyer",
        "pagerank": f"Spark: PageRank, {EDGES:,} edges, {ROUNDS} rounds",
    }
    return [
        Figure(
            work=work,
            against="local[2] against local[1]",
            ours=two[name],
            theirs=one[name],
            reach="" if name == "scattered" else f"≥ {REACH} times",
            holds=None if name == "scattered" else one[name] / two[name] >= REACH,
            note=f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when done",
        )
        for name, work in named.items()
    ]


def _write(folder: Path) -> None:
    """A world of which only the shape matters: 50 rows a buyer, authors as uneven as in life."""
    from agora_analytics.spark import write_panels

    rng = np.random.default_rng(1)
    people, sales = max(EXPOSURES // 40, 2), EXPOSURES // 4
    author = (people * rng.random(EXPOSURES) ** 3).astype(np.int32)
    panels: dict[str, dict[str, NDArray[Any]]] = {
        "sales": {
            "sale": np.arange(sales),
            "buyer": rng.integers(0, people, sales, dtype=np.int32),
            "time": rng.random(sales) * 365,
            "margin_minor": rng.integers(100, 20_000, sales),
            "base_rate": rng.random(sales) / 30,
        },
        "exposures": {
            "exposure": np.arange(EXPOSURES),
            "buyer": rng.integers(0, people, EXPOSURES, dtype=np.int32),
            "author": author,
            "content": author * 8 + rng.integers(0, 8, EXPOSURES),
            "time": rng.random(EXPOSURES) * 365,
            "strength": rng.random(EXPOSURES) / 10,
            "decay": np.full(EXPOSURES, 0.1),
        },
        "edges": {
            "source": rng.integers(0, EDGES // 10, EDGES),
            "target": (EDGES // 10 * rng.random(EDGES) ** 2).astype(np.int64),
        },
    }
    write_panels(folder, by="buyer", **panels)
    write_panels(folder / "scattered", sales=panels["sales"], exposures=panels["exposures"])


def _seconds(cores: int, folder: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.kernels.spark", str(cores), folder],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _time(cores: int, folder: str) -> dict[str, float]:
    """In a process of its own: one run to warm Java and the workers up, then the quicker of two (of one, where it is beside)."""
    from agora_analytics.errors import NotConverged
    from agora_analytics.spark import allocate, pagerank, read_parquet, session

    spark = session(f"local[{cores}]", memory="6g", **{"spark.sql.shuffle.partitions": 4})
    edges = read_parquet(spark, folder, panels=["edges"])["edges"]

    def ledger(place: str) -> None:
        made = allocate(f"{place}/sales.parquet", f"{place}/exposures.parquet", partitions=4)
        made.accounts.write.format("noop").mode("overwrite").save()

    def ranks() -> None:
        with suppress(NotConverged):
            pagerank(edges, tolerance=1e-300, iterations=ROUNDS, partitions=4)

    works: dict[str, Callable[[], None]] = {
        "ledger": lambda: ledger(folder),
        "scattered": lambda: ledger(f"{folder}/scattered"),
        "pagerank": ranks,
    }
    took = {}
    for name, work in works.items():
        # The first runs are Java's compiler at work, on whatever cores there are.
        took[name] = seconds(work, rounds=1 if name == "scattered" else 2)[0]
    spark.stop()
    return took


if __name__ == "__main__":
    print(json.dumps(_time(int(sys.argv[1]), sys.argv[2])))
