"""The tiny demo world, for the tests that go through every page."""

from __future__ import annotations

from datetime import UTC

import pytest

from agora.accounts.models import Account, Team
from agora.conversations.models import Post
from agora.core import clock, jobs
from agora.demo.bicycles import world
from agora.demo.loading import load
from agora.desk import cases
from agora.measures import running


@pytest.fixture
def town(transactional_db: None) -> None:
    """Made, read, indexed and measured, with a case opened by hand."""
    today = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    load(world("tiny", seed=1, ended=today))
    jobs.drain()
    post = Post.objects.filter(author__is_ours=False, thread__kind="question").latest("pk")
    ines = Account.objects.get(email="ines@example.org")
    cases.open_by_hand(post, team=Team.objects.get(slug="service"), reason="Asked at the counter, too", by=ines)
    running.measure()
