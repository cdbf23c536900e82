"""A session of Spark with settings that suit the measures, and a plain word where Spark or Java is absent."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agora_analytics.spark.errors import SparkUnavailable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

OLDEST_JAVA = 17
_LOCAL = re.compile(r"local(\[(?P<cores>\d+|\*)(,.*)?\])?$")
# Batches of so many rows cross between Java and Python; the default of 10,000 spends its time on the crossing.
_BATCH = 131_072


def session(
    master: str | None = "local[*]", *, name: str = "agora", memory: str = "4g", **settings: object
) -> SparkSession:
    """A session of Spark for the measures: Arrow between Java and Python, UTC, quiet, no web pages.

    master: `local[n]` (n cores of this machine), a cluster's address, or None where `spark-submit` says it; memory: of
    the driver, counted only by the session that starts Java (in local mode all work is done there); settings: by the
    names of Spark, `session(**{"spark.jars": "/opt/postgresql.jar"})`, and they win over ours.
    Returns the session, or the one that is open already, with what can still be changed changed.
    Raises SparkUnavailable without PySpark, pandas (PySpark asks for it) or Java 17.
    Assumes: Python and this package are on every machine of the cluster.
    Misleads when: called twice with another master; there is one session per process, and the first one stays.
    Source: Spark's configuration reference; docs/how-to/measure-on-spark.md.

    >>> session("local[2]").conf.get("spark.sql.session.timeZone")  # doctest: +SKIP
    'UTC'
    """
    check_installed()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(name)
    for key, value in (_settings(master, memory) | settings).items():
        builder = builder.config(key, str(value).lower() if isinstance(value, bool) else str(value))
    if _is_local(master):
        # Else Spark takes the first python3 of the path, which need not be this one.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return builder.getOrCreate()


def check_installed() -> None:
    """Raise SparkUnavailable, with what to install, unless PySpark, pandas and Java 17 are there."""
    for package in ("pyspark", "pandas"):
        try:
            __import__(package)
        except ImportError as absent:
            raise SparkUnavailable(f"{package} is not installed: pip install 'agora-analytics[spark]'") from absent
    found = java_version()
    if found is None:
        raise SparkUnavailable(f"no Java found: install Java {OLDEST_JAVA} and put it on the PATH, or set JAVA_HOME")
    if found < OLDEST_JAVA:
        raise SparkUnavailable(f"Java {found} is too old for PySpark 4: install Java {OLDEST_JAVA} and set JAVA_HOME")


def java_version() -> int | None:
    """The major version of the Java that Spark would start, or None."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return None
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def in_arrow(
    frame: DataFrame, work: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]], schema: str
) -> DataFrame:
    """The rows that `work` makes of the record batches of each partition."""
    with warnings.catch_warnings():
        # PySpark warns of pandas 3 whenever it makes such a function, though none of pandas is used by it.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        return frame.mapInArrow(work, schema)


def shuffle_parts(spark: SparkSession, partitions: int | None) -> int:
    """How many partitions to cut into: as told, or as the session says."""
    if partitions is not None:
        return max(int(partitions), 1)
    told: Any = spark.conf.get("spark.sql.shuffle.partitions")
    return int(told)


@lru_cache(maxsize=16)
def part_labels(spark: SparkSession, partitions: int) -> NDArray[np.int32]:
    """Numbers that `repartition` by them sends to different partitions each, so that no two parts share one."""
    from pyspark.sql import functions as F

    numbers = spark.range(64 * partitions).select(F.col("id").cast("int").alias("label"))
    sent = numbers.repartition(partitions, "label").groupBy(F.spark_partition_id()).agg(F.min("label"))
    return np.sort(np.array([label for _, label in sent.collect()], dtype=np.int32))


@contextmanager
def steady_plans(spark: SparkSession, partitions: int) -> Iterator[None]:
    """Plans that keep the partitions they were given, so that rounds of joins move no edge twice."""
    wanted = {
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.sql.shuffle.partitions": str(partitions),
    }
    before = {key: spark.conf.get(key) for key in wanted}
    try:
        for key, value in wanted.items():
            spark.conf.set(key, value)
        yield
    finally:
        for key, old in before.items():
            spark.conf.set(key, str(old))


def _is_local(master: str | None) -> bool:
    return master is not None and _LOCAL.match(master) is not None


def _settings(master: str | None, memory: str) -> dict[str, object]:
    common: dict[str, object] = {
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": True,
        "spark.sql.execution.arrow.maxRecordsPerBatch": _BATCH,
        "spark.sql.execution.arrow.maxBytesPerBatch": "64m",
        "spark.python.worker.reuse": True,
        "spark.driver.memory": memory,
    }
    if master is not None:
        common["spark.master"] = master
    if _is_local(master):
        # Python and Java speak by way of a file here, not of the network: a third less work for what passes between them.
        common["spark.python.unix.domain.socket.enabled"] = os.name == "posix"
        # Two tasks per core even out what one of them had more of; nothing is reached from outside.
        common |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        common |= {"spark.sql.shuffle.partitions": 2 * _cores(master or ""), "spark.sql.files.maxPartitionBytes": "32m"}
    return common


def _cores(master: str) -> int:
    found = _LOCAL.match(master)
    told = found["cores"] if found else None
    return (os.cpu_count() or 1) if told == "*" else int(told or 1)
