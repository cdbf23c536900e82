"""Commands on a database that was never migrated: one plain sentence, no traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cli.site import ROOT, Site

pytestmark = pytest.mark.processes
PLACE = ROOT / "var" / f"bare-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(PLACE)
    yield made
    made.close()


def test_every_command_says_what_to_do_first(site: Site) -> None:
    (site.var / "words.jsonl").write_text('{"type": "Note", "id": "1"}\n')
    for command in (
        ("import", "activitystreams", str(site.var / "words.jsonl"), "--source", "x"),
        ("import", "list"),
        ("measure",),
        ("worker", "--until-empty"),
    ):
        done = site.agora(*command, check=False)
        assert done.returncode == 1, command
        assert "Run “agora migrate” first." in done.stderr, command
        assert "Traceback" not in done.stderr, command
