"""Import, worker and server killed at once in the middle of an archive: nothing is lost, nothing comes twice."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.site import ROOT, Site, answers, free_port, until

pytestmark = pytest.mark.processes
PLACE = ROOT / "var" / f"words-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
DAY = "2020-05-01T12:00:00.000"
THREADS, AUTHORS, COMMENTS = 400, 50, 60

OF = "JOIN core_source s ON s.id = x.source_id WHERE s.slug = '{}'"
WHAT_CAME = f"""
SELECT (SELECT count(*) FROM conversations_post x {OF}), (SELECT count(*) FROM conversations_thread x {OF}),
       (SELECT count(*) FROM people_identity x {OF}), (SELECT count(*) FROM conversations_reaction x {OF}),
       (SELECT sum(post_count) FROM conversations_thread x {OF})
"""
TWICE = """
SELECT count(*) - count(DISTINCT (source_id, kind, origin_id)) FROM conversations_post
UNION ALL SELECT count(*) - count(DISTINCT post_id) FROM readings_reading
UNION ALL SELECT count(*) - count(DISTINCT (source_id, origin_id)) FROM conversations_reaction
"""
UNDER_WAY = """
SELECT count(*) FROM core_import i JOIN core_source s ON s.id = i.source_id WHERE i.state = 'running' AND s.slug = '{}'
AND EXISTS (SELECT FROM conversations_post p WHERE p.source_id = s.id)
"""
UNREAD = (
    "SELECT count(*) FROM conversations_post p WHERE NOT EXISTS (SELECT FROM readings_reading r WHERE r.post_id = p.id)"
)


def dump(folder: Path) -> tuple[str, str]:
    """A Stack Exchange dump: each question with its accepted answer and a vote for it; some comments."""
    of = range(THREADS)
    tables = {
        "Users": (f'<row Id="{n}" DisplayName="User {n}" CreationDate="{DAY}" />' for n in range(1, AUTHORS + 1)),
        "Posts": (
            f'<row Id="{2 * n + 1}" PostTypeId="1" AcceptedAnswerId="{2 * n + 2}" CreationDate="{DAY}" OwnerUserId="'
            f'{n % AUTHORS + 1}" Title="Squeal {n}" Tags="&lt;brakes&gt;" Body="Why does number {n} squeal?" />\n'
            f'<row Id="{2 * n + 2}" PostTypeId="2" ParentId="{2 * n + 1}" CreationDate="{DAY}" OwnerUserId="'
            f'{(n + 1) % AUTHORS + 1}" Body="Clean rim {n}." />'
            for n in of
        ),
        "Comments": (
            f'<row Id="{n}" PostId="{2 * n + 1}" Text="Thanks {n}" CreationDate="{DAY}" UserId="1" />'
            for n in range(COMMENTS)
        ),
        "Votes": (f'<row Id="{n}" PostId="{2 * n + 2}" VoteTypeId="2" CreationDate="{DAY}" />' for n in of),
    }
    folder.mkdir()
    for table, rows in tables.items():
        written = "\n".join(rows)
        (folder / f"{table}.xml").write_text(f"<{table.lower()}>\n{written}\n</{table.lower()}>")
    return ("stackexchange", str(folder))


def archive(folder: Path) -> tuple[str, str]:
    """An Activity Streams archive of the same size: every reply stands before what it answers."""
    folder.mkdir()
    file = folder / "archive.jsonl"
    with file.open("w") as lines:
        for n in range(THREADS):
            who = [f"https://a.example/{(n + more) % AUTHORS}" for more in (0, 1)]
            told = {"type": "Note", "published": f"{DAY}Z"}
            reply = {**told, "id": f"r{n}", "inReplyTo": f"n{n}", "attributedTo": who[1], "content": f"Clean rim {n}."}
            note = {**told, "id": f"n{n}", "attributedTo": who[0], "content": f"Why does number {n} squeal?"}
            liked = {"type": "Like", "id": f"l{n}", "actor": who[0], "object": f"r{n}", "published": f"{DAY}Z"}
            lines.writelines(json.dumps(one) + "\n" for one in (reply, liked, note))
    return ("activitystreams", str(file))


# Where each kind comes from, and what is in after all: posts, threads, identities, reactions, and the posts threads count.
EXPECTED = {
    "stackexchange": (2 * THREADS + COMMENTS, THREADS, AUTHORS, THREADS, 2 * THREADS + COMMENTS),
    "activitystreams": (2 * THREADS, THREADS, AUTHORS, THREADS, 2 * THREADS),
}


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(PLACE)
    made.agora("migrate")
    yield made
    made.close()


def running(site: Site, port: int) -> None:
    """Start worker and server, and wait for both."""
    site.start("worker")
    site.start("serve", "--port", str(port))
    until(lambda: answers(port, "/health/ready"))


def kill_all(site: Site) -> None:
    """Everything at once, as when the power fails."""
    for process in site.started:
        os.killpg(process.pid, signal.SIGKILL)
    for process in site.started:
        process.wait()
    site.started.clear()


def came(site: Site) -> dict[str, tuple[int, ...]]:
    """What is in of each source."""
    rows = {kind: site.ask(WHAT_CAME.replace("{}", kind))[0] for kind in EXPECTED}
    return {kind: tuple(int(str(value or 0)) for value in row) for kind, row in rows.items()}


def stop_in_the_middle(site: Site, kind: str, *arguments: str) -> None:
    """Start an import and hold it where it is once it has brought something: so the kill falls in its middle, however small."""
    importing = site.start(*arguments)
    until(lambda: site.ask(UNDER_WAY.replace("{}", kind)) == [(1,)], every=0.01)
    os.killpg(importing.pid, signal.SIGSTOP)
    assert site.ask(UNDER_WAY.replace("{}", kind)) == [(1,)]


def test_nothing_is_lost_and_nothing_comes_twice(site: Site) -> None:
    archives = (dump(site.var / "dump"), archive(site.var / "archive"))
    commands = [("import", kind, path, "--source", kind, "--public") for kind, path in archives]
    port = free_port()
    running(site, port)
    for command in commands:
        stop_in_the_middle(site, command[1], *command)
    kill_all(site)
    running(site, port)
    assert came(site) != EXPECTED
    for command in commands:
        site.agora(*command)
    assert came(site) == EXPECTED
    assert site.count("community_acceptedanswer") == THREADS
    until(lambda: site.ask(UNREAD) == [(0,)])
    assert site.ask(TWICE) == [(0,), (0,), (0,)]
    assert site.ask("SELECT DISTINCT state FROM core_import") == [("done",)]
    for command in commands:
        site.agora(*command)
    assert came(site) == EXPECTED
    assert answers(port, "/questions/")
    assert answers(port, "/discussions/")
