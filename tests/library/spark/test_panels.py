"""Panels as Parquet, what JDBC is asked, and plain words where something is absent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.spark import SparkUnavailable, read_parquet, write_panels
from agora_analytics.spark.panels import jdbc_options
from agora_analytics.spark.sessions import java_version

ALONE = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"pyspark", "py4j", "pandas", "django"}:
            raise ImportError(f"no {name} here")

sys.meta_path.insert(0, Refuse())
from agora_analytics import spark
try:
    spark.session("local[1]")
except spark.SparkUnavailable as absent:
    print(absent)
"""
ASKED: dict[str, Any] = {
    "partition_column": None, "lower": None, "upper": None, "partitions": 4, "fetch_size": 10, "user": None,
    "password": None, "driver": "org.postgresql.Driver",
}  # fmt: skip


def test_the_room_opens_without_pyspark_and_says_what_to_install() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "pyspark is not installed: pip install 'agora-analytics[spark]'", done.stderr


def test_java_is_looked_for_and_its_age_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agora_analytics.spark import session

    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java_version() is None
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n")
    java.chmod(0o755)
    assert java_version() == 8
    pytest.importorskip("pyspark")
    with pytest.raises(SparkUnavailable, match="Java 8 is too old for PySpark 4: install Java 17"):
        session("local[1]")


def test_panels_are_written_in_row_groups_that_can_be_read_apart(tmp_path: Path) -> None:
    place = write_panels(tmp_path / "new", sales={"sale": np.arange(1_200_000, dtype=np.int32)})
    file = pq.ParquetFile(place / "sales.parquet")
    assert file.metadata.num_row_groups == 3
    assert file.read()["sale"].to_numpy()[-1] == 1_199_999
    with pytest.raises(InvalidInput, match=r"sales\.buyer: has 1 rows, the columns before it 2"):
        write_panels(tmp_path, sales={"sale": [1, 2], "buyer": [1]})


def test_panels_that_have_the_column_lie_in_its_order(tmp_path: Path) -> None:
    place = write_panels(tmp_path, by="buyer", sales={"sale": [0, 1, 2], "buyer": [4, -1, 4]}, edges={"source": [2, 1]})
    assert pq.read_table(place / "sales.parquet").to_pydict() == {"sale": [1, 0, 2], "buyer": [-1, 4, 4]}
    assert pq.read_table(place / "edges.parquet")["source"].to_pylist() == [2, 1]


def test_a_folder_without_panels_and_an_address_without_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotEnoughData, match="holds no <name>"):
        read_parquet(None, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="name the panels"):
        read_parquet(None, "s3a://bucket/panels")  # type: ignore[arg-type]


def test_a_database_is_asked_over_as_many_connections_as_there_are_parts() -> None:
    cut = ASKED | {"partition_column": "id", "lower": 0, "upper": 900, "user": "reader"}
    told = jdbc_options("jdbc:postgresql://db/agora", "SELECT id FROM sales;", **cut)
    assert told == {
        "url": "jdbc:postgresql://db/agora", "driver": "org.postgresql.Driver", "fetchsize": "10", "user": "reader",
        "dbtable": "(SELECT id FROM sales) AS panel", "partitionColumn": "id", "lowerBound": "0", "upperBound": "900",
        "numPartitions": "4",
    }  # fmt: skip
    assert "numPartitions" not in jdbc_options("jdbc:postgresql://db/agora", "SELECT 1", **ASKED)
    with pytest.raises(InvalidInput, match="needs lower and upper"):
        jdbc_options("jdbc:postgresql://db/agora", "SELECT 1", **(cut | {"upper": None}))
    with pytest.raises(InvalidInput, match="is no JDBC address"):
        jdbc_options("postgresql://db/agora", "SELECT 1", **ASKED)
