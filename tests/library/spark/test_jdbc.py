"""Purchases straight out of the product's database, by the query that the guide gives."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from agora.commerce.models import Order
from agora_analytics.lifetime import customer_summary as summary_here
from agora_analytics.spark import customer_summary, read_jdbc
from tests.cast import Cast
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.truth, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("driver")]
START = datetime(2026, 1, 1, tzinfo=UTC)


def carry(one: socket.socket, other: socket.socket) -> None:
    """Bytes from one end to the other until it is closed."""
    with suppress(OSError):
        while taken := one.recv(65_536):
            other.sendall(taken)
        other.shutdown(socket.SHUT_WR)


def serve(door: socket.socket, path: str) -> None:
    with suppress(OSError):
        while True:
            caller, _ = door.accept()
            inside = socket.socket(socket.AF_UNIX)
            inside.connect(path)
            for ends in ((caller, inside), (inside, caller)):
                threading.Thread(target=carry, args=ends, daemon=True).start()


@pytest.fixture
def address() -> Iterator[str]:
    """Where Java reaches the tests' database: the embedded one listens at a file alone, and Java speaks TCP."""
    database = settings.DATABASES["default"]
    host, port = database["HOST"], database["PORT"] or "5432"
    if not host.startswith("/"):
        yield f"jdbc:postgresql://{host}:{port}/{connection.settings_dict['NAME']}"
        return
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        threading.Thread(target=serve, args=(door, str(Path(host) / f".s.PGSQL.{port}")), daemon=True).start()
        yield f"jdbc:postgresql://127.0.0.1:{door.getsockname()[1]}/{connection.settings_dict['NAME']}"


def query() -> str:
    """The SELECT of the guide."""
    page = (ROOT / "docs" / "how-to" / "measure-on-spark.md").read_text()
    found = re.search(r'"""\n(\s+SELECT .+?)"""', page, re.DOTALL)
    assert found
    return found[1]


def buy(cast: Cast) -> None:
    """Ada buys on four days, Ben on two, somebody unknown once, and Ada once in another currency."""
    voices = {"ada": cast.voice(cast.ada), "ben": cast.voice(cast.ben), "": None}
    bought = [("ada", 0), ("ada", 9), ("ben", 10), ("ada", 30), ("ben", 41), ("ada", 77), ("", 5)]
    for number, (who, day) in enumerate(bought):
        Order.objects.create(
            source=cast.shop, origin_id=str(number), buyer=voices[who], at=START + timedelta(days=day, hours=number),
            currency="EUR", total_minor=1_000 + number,
        )  # fmt: skip
    Order.objects.create(
        source=cast.shop, origin_id="abroad", buyer=voices["ada"], at=START, currency="USD", total_minor=5
    )


def test_the_query_of_the_guide_brings_the_purchases_of_each_person(
    spark: SparkSession, cast: Cast, address: str
) -> None:
    buy(cast)
    rows = read_jdbc(
        spark, address, query(), partition_column="place", lower=0, upper=Order.objects.count(), partitions=3,
        user="postgres",
    )  # fmt: skip
    assert rows.rdd.getNumPartitions() == 3
    table = rows.toArrow()
    assert sorted(table["amount"].to_pylist()) == [1_000, 1_001, 1_002, 1_003, 1_004, 1_005]
    end = np.datetime64("2026-04-11")
    there = {row.customer: row for row in customer_summary(rows, end=end, unit="week").collect()}
    time = np.array([at.replace(tzinfo=None) for at in table["time"].to_pylist()], dtype="datetime64[us]")
    here = summary_here(table["customer"].to_numpy(), time, table["amount"].to_numpy(), end=end, unit="week")
    assert sorted(there) == here.customer.tolist()
    assert sorted(here.frequency.tolist()) == [1, 3]
    for number, customer in enumerate(here.customer.tolist()):
        found = there[customer]
        assert (found.frequency, found.recency, found.age, found.mean_amount) == pytest.approx(
            tuple(getattr(here, name)[number] for name in ("frequency", "recency", "age", "mean_amount")), rel=1e-9
        )
