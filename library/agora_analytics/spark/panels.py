"""Panels come in as Parquet, one file or folder per panel, by Java or by Python's workers, or straight out of a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import ArrayLike, NDArray

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.spark.errors import SparkUnavailable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

POSTGRESQL = "org.postgresql.Driver"
# Spark reads row groups at the same time; so many rows are a few tens of megabytes.
_ROW_GROUP = 500_000


def write_panels(folder: str | Path, *, by: str | None = None, **panels: Mapping[str, ArrayLike]) -> Path:
    """Write arrays as Parquet, one file per panel, for Spark to read at the same time in many places.

    folder: made when absent; by: panels that have this column of whole numbers lie in its order, equal ones in the order
    they came, so that those who look for some of its values open a few row groups; panels: name=columns, each a mapping
    of column name to array, all of one length.
    Returns the folder.
    Raises InvalidInput for columns of unequal length, naming panel and column.
    Assumes: every machine of the cluster can read the folder; on one machine, that is any folder.
    Misleads when: a file of that name is there already: it is overwritten.
    Source: the Parquet format, parquet.apache.org.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     sorted(file.name for file in write_panels(place, sales={"sale": [0, 1], "buyer": [4, 2]}).iterdir())
    ['sales.parquet']
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, columns in panels.items():
        arrays = {column: np.asarray(values) for column, values in columns.items()}
        _check_lengths(name, arrays)
        table = pa.table({column: pa.array(values) for column, values in arrays.items()})
        if by in arrays:
            table = table.take(pc.sort_indices(table[by].combine_chunks()))
        pq.write_table(
            table, place / f"{name}.parquet", row_group_size=_ROW_GROUP, use_dictionary=False,
            write_statistics=[by] if by in arrays else False,
        )  # fmt: skip
    return place


def read_parquet(
    session: SparkSession, folder: str | Path, *, panels: Iterable[str] | None = None
) -> dict[str, DataFrame]:
    """The panels of a folder as DataFrames by name: every `<name>.parquet` in it, be it a file or a folder of files.

    folder: a path, or an address that Spark can read (`s3a://...`, `hdfs://...`); panels: the names wanted, which an
    address needs, for it cannot be listed from here.
    Returns a mapping of name to DataFrame; nothing is read until something is asked of them.
    Raises NotEnoughData for a folder without panels, InvalidInput for an address without names.
    Assumes: columns are named as the records of the library name them.
    Misleads when: files of several exports lie in one folder: they are read as one panel.
    Source: as `write_panels`.

    >>> read_parquet(spark, write_panels(folder, sales={"sale": [0, 1]}))["sales"].count()  # doctest: +SKIP
    2
    """
    place = str(folder)
    if panels is None:
        if "://" in place:
            raise InvalidInput(f"{place} cannot be listed from here; name the panels", column="panels")
        panels = sorted(path.stem for path in Path(place).glob("*.parquet"))
    names = list(panels)
    if not names:
        raise NotEnoughData(f"{place} holds no <name>.parquet; export the panels there first")
    return {name: session.read.parquet(f"{place.rstrip('/')}/{name}.parquet") for name in names}


def read_jdbc(
    session: SparkSession,
    url: str,
    query: str,
    *,
    partition_column: str | None = None,
    lower: int | None = None,
    upper: int | None = None,
    partitions: int = 8,
    fetch_size: int = 50_000,
    user: str | None = None,
    password: str | None = None,
    driver: str = POSTGRESQL,
) -> DataFrame:
    """The rows of a query as a DataFrame, read over several connections at the same time.

    url: `jdbc:postgresql://host/database`; query: one SELECT; partition_column: a whole number, date or time of its rows
    to cut by between lower and upper (rows beyond are read too, by the first and last part); without it, one connection.
    Returns a DataFrame. Raises InvalidInput for a cut without both bounds, SparkUnavailable without the driver's jar,
    which Spark gets by the setting `spark.jars` (or `--jars`).
    Assumes: values of partition_column lie evenly between the bounds.
    Misleads when: rows change meanwhile: each connection sees its own moment. Export to Parquet for one moment.
    Source: Spark SQL guide, "JDBC to other databases".

    >>> read_jdbc(spark, "jdbc:postgresql://db/agora", "SELECT 1 AS one", partition_column="one")  # doctest: +SKIP
    Traceback (most recent call last):
    agora_analytics.errors.InvalidInput: partition_column: needs lower and upper, the span to cut
    """
    options = jdbc_options(
        url, query, partition_column=partition_column, lower=lower, upper=upper, partitions=partitions,
        fetch_size=fetch_size, user=user, password=password, driver=driver,
    )  # fmt: skip
    try:
        return session.read.format("jdbc").options(**options).load()
    except Exception as raised:
        if "ClassNotFoundException" in str(raised):
            raise SparkUnavailable(
                f"the driver {driver} is not there: give its jar, session(**{{'spark.jars': '/path/to/postgresql.jar'}})"
            ) from None
        raise


def jdbc_options(
    url: str,
    query: str,
    *,
    partition_column: str | None,
    lower: int | None,
    upper: int | None,
    partitions: int,
    fetch_size: int,
    user: str | None,
    password: str | None,
    driver: str,
) -> dict[str, str]:
    """What `read_jdbc` tells Spark, by the names of Spark."""
    if not url.startswith("jdbc:"):
        raise InvalidInput("is no JDBC address; write jdbc:postgresql://host/database", column="url")
    told: dict[str, object | None] = {"url": url, "driver": driver, "fetchsize": fetch_size, "user": user}
    # A query by itself cannot be cut; as a table it can.
    told |= {"password": password, "dbtable": f"({query.strip().rstrip(';')}) AS panel"}
    if partition_column is not None:
        if lower is None or upper is None:
            raise InvalidInput("needs lower and upper, the span to cut", column="partition_column")
        told |= {"partitionColumn": partition_column, "lowerBound": lower, "upperBound": upper}
        told["numPartitions"] = partitions
    return {name: str(value) for name, value in told.items() if value is not None}


def _check_lengths(panel: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    sizes = {column: values.size for column, values in arrays.items()}
    first = next(iter(sizes.values()), 0)
    for column, size in sizes.items():
        if size != first:
            raise InvalidInput(f"has {size} rows, the columns before it {first}", column=f"{panel}.{column}")
