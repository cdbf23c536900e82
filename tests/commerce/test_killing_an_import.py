"""Real processes on the test database: one is killed in the middle of an import, the next one finishes the work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from agora.commerce.models import Order, OrderLine
from agora.core.alone import AlreadyRunning, alone
from agora.core.database import address
from agora.core.models import Import
from tests.commerce.files import row, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
ROOT = Path(__file__).resolve().parents[2]
ORDERS, PATIENCE_SECONDS = 12_000, 60


def start(path: Path) -> subprocess.Popen[bytes]:
    """`agora import orders` in a process of its own."""
    words = [sys.executable, "-m", "agora", "import", "orders", str(path), "--currency", "GBP"]
    environment = {**os.environ, "DATABASE_URL": address(connection.settings_dict)}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for_orders(process: subprocess.Popen[bytes]) -> None:
    """Return as soon as the first batches are committed."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not Order.objects.exists():
        assert process.poll() is None, process.communicate()[0].decode()
        assert time.monotonic() < until, "nothing was recorded"
        time.sleep(0.02)


def test_an_import_that_is_killed_and_run_again_loses_nothing_and_brings_nothing_twice(files: Path) -> None:
    path = write(files, [row(str(order), f"P{line}", line + 1) for order in range(ORDERS) for line in range(2)])
    process = start(path)
    wait_for_orders(process)
    with pytest.raises(AlreadyRunning):
        alone(Import.objects.get().source, what="orders").__enter__()
    process.kill()
    process.wait()
    assert 0 < Order.objects.count() < ORDERS
    assert Import.objects.get().state == "running"
    again = start(path)
    said = again.communicate(timeout=PATIENCE_SECONDS)[0].decode()
    assert again.returncode == 0, said
    of = Import.objects.get()
    assert (of.state, of.counts["orders"], of.counts["order_lines"]) == ("done", ORDERS, 2 * ORDERS)
    assert (Order.objects.count(), OrderLine.objects.count()) == (ORDERS, 2 * ORDERS)
