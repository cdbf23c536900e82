"""Real processes: the demo runs and stops, kill -9 loses nothing and doubles nothing, a backup comes back whole."""

from __future__ import annotations

import os
import signal
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.site import ROOT, Site, answers, free_port, until

pytestmark = pytest.mark.processes
# Two workers that share the tests out each have a site of their own.
PLACE = ROOT / "var" / f"site-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
LINES = 40_000


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = Site(PLACE)
    made.agora("demo", "--size", "tiny", "--prepare")
    keeper = made.start("worker")  # keeps the database up between the commands of a test
    until(lambda: made.count("procrastinate_workers"))
    yield made
    keeper.kill()
    made.close()


@pytest.fixture
def orders(site: Site) -> Path:
    file = site.var / "orders.csv"
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    rows = (
        f"{900_000 + n // 4},K{n % 50},THING {n % 50},{1 + n % 3},2026-01-01 08:{n % 60:02}:00,2.5{n % 10},{n // 40},France\n"
        for n in range(LINES)
    )
    file.write_text(head + "".join(rows))
    return file


def sold(site: Site) -> tuple[object, ...]:
    return site.ask(
        "SELECT count(*), count(DISTINCT o.id), sum(l.amount_minor), sum(l.quantity) FROM commerce_orderline l"
        " JOIN commerce_order o ON o.id = l.order_id JOIN core_source s ON s.id = o.source_id WHERE s.slug = 'killed'"
    )[0]


def test_an_import_killed_in_the_middle_and_run_again_is_whole_and_nothing_comes_twice(
    site: Site, orders: Path
) -> None:
    command = ("import", "orders", str(orders), "--source", "killed", "--currency", "EUR")
    importing = site.start(*command)
    until(lambda: sold(site)[0] not in {0, LINES})
    os.killpg(importing.pid, signal.SIGKILL)
    importing.wait()
    assert 0 < int(str(sold(site)[0])) < LINES
    site.agora(*command)
    quantity = sum(1 + n % 3 for n in range(LINES))
    amount = sum((1 + n % 3) * (250 + n % 10) for n in range(LINES))
    assert tuple(int(str(value)) for value in sold(site)) == (LINES, LINES // 4, amount, quantity)
    again = sold(site)
    site.agora(*command)
    assert sold(site) == again


def test_a_killed_worker_loses_no_job_and_its_work_is_done_once(site: Site) -> None:
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    until(lambda: site.ask(waiting)[0][0] == 0)
    posts = site.count("readings_reading")
    # Every post is to be read again; the worker is killed while it does so.
    site.agora("shell", "-c", RECORD)
    second = site.start("worker")
    until(lambda: site.count("readings_reading") > posts)
    os.killpg(second.pid, signal.SIGKILL)
    second.wait()
    until(lambda: site.count("readings_reading") == posts + 600)
    assert site.ask("SELECT count(*) - count(DISTINCT post_id) FROM readings_reading") == [(0,)]


RECORD = """
from agora.conversations.batches import Batch, NewPost, NewThread
from agora.conversations.writing import record
from agora.core import clock
from agora.core.models.sources import source
for part in range(60):
    at = clock.now()
    posts = [NewPost(f"{part}-{n}", "t", f"Why does number {part}-{n} squeal?", at) for n in range(10)]
    record(Batch(source=source("killed-words", kind="api"), threads=[NewThread("t", "discussion", "T", at)], posts=posts))
"""


def test_measures_killed_in_the_middle_keep_the_last_ones_shown_and_go_on_where_they_were(site: Site) -> None:
    shown = "SELECT measure, id FROM measures_run WHERE is_current ORDER BY measure"
    newest = "SELECT max(id) FROM measures_run WHERE measure = 'helpfulness' AND state = 'done'"
    site.agora("measure")
    before, helpful = site.ask(shown), site.ask(newest)
    site.agora("shell", "-c", VOTE)  # or nothing would have changed
    measuring = site.start("measure")
    until(lambda: site.ask(newest) != helpful)
    os.killpg(measuring.pid, signal.SIGKILL)
    measuring.wait()
    helpful = site.ask(newest)
    assert site.ask(shown) == before
    site.agora("measure")
    assert site.ask(newest) == helpful  # what was done is not done again
    assert dict(site.ask(shown))["helpfulness"] == helpful[0][0]  # type: ignore[arg-type]
    assert site.ask("SELECT count(*) FROM measures_run WHERE state = 'running'") == [(0,)]
    assert len(site.ask(shown)) == len(before)


VOTE = """
from agora.conversations.models import Reaction
vote = Reaction.objects.filter(kind="helpful").earliest("pk")
vote.delete()
"""


def test_the_server_killed_comes_back_with_what_it_had(site: Site) -> None:
    port = free_port()
    serving = site.start("serve", "--port", str(port))
    until(lambda: answers(port))
    posts = site.count("conversations_post")
    os.killpg(serving.pid, signal.SIGKILL)
    serving.wait()
    site.start("serve", "--port", str(port))
    until(lambda: answers(port))
    assert site.count("conversations_post") == posts


def test_a_backup_comes_back_whole_and_the_site_works(site: Site) -> None:
    archive = site.var / "backup.tar"
    site.agora("backup", str(archive))
    other = Site(PLACE.with_name(f"{PLACE.name}-2"))
    try:
        (other.var / "secret-key").write_text((site.var / "secret-key").read_text())
        told = other.agora("restore", str(archive))
        assert "rows" in told.stdout
        assert "secret key" not in told.stderr
        port = free_port()
        other.start("serve", "--port", str(port))
        until(lambda: answers(port, "/products/"))
        kept = (
            "SELECT (SELECT count(*) FROM conversations_post), (SELECT count(*) FROM commerce_orderline),"
            " (SELECT sum(amount_minor) FROM measures_credit)"
        )
        assert other.ask(kept) == site.ask(kept)
        refused = other.agora("restore", str(archive), check=False)
        assert "This database holds data" in refused.stderr
    finally:
        other.close()


def test_what_is_no_archive_is_refused_in_words(site: Site) -> None:
    wrong = site.var / "wrong.tar"
    with tarfile.open(wrong, "w"):
        pass
    refused = site.agora("restore", str(wrong), "--replace", check=False)
    assert refused.returncode == 1
    assert "is no archive of `agora backup`" in refused.stderr


def test_the_demo_runs_refuses_a_second_one_and_stops_cleanly() -> None:
    site = Site(PLACE.with_name(f"{PLACE.name}-3"))
    port = free_port()
    try:
        demo = site.start("demo", "--size", "tiny", "--port", str(port))
        until(lambda: answers(port))
        second = site.agora("demo", "--size", "tiny", "--port", str(port), check=False)
        assert f"Agora already runs from this folder (process {demo.pid})" in second.stderr
        doctor = site.agora("doctor", check=False)
        assert "✓ The database answers" in doctor.stdout
        os.kill(demo.pid, signal.SIGINT)
        assert demo.wait(60) == 0
        assert not answers(port)
        assert not (site.var / "postgres" / "postmaster.pid").exists()
    finally:
        site.close()


def test_a_busy_port_is_named() -> None:
    import socket

    from agora.cli.hosting import CannotHost, check_port

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotHost, match=f"Port {port} on 127.0.0.1 is taken .* --port {port + 1}"):
            check_port("127.0.0.1", port)
