"""The complete dump of a real site: everything in the files is in the database, once."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from agora.channels.connectors.stackexchange.reading import look
from agora.channels.connectors.stackexchange.running import run
from agora.channels.connectors.stackexchange.translating import Site
from agora.community.models import AcceptedAnswer, Question
from agora.conversations import undoing
from agora.conversations.models import Exposure, Post, Reaction, Thread, ThreadLink, ThreadTopic, Topic
from agora.core.jobs import drain
from agora.core.models import Import
from agora.core.models.sources import source
from agora.people.models import Identity
from agora.recognition.models import Award
from tests.conftest import real_data

pytestmark = [pytest.mark.django_db, pytest.mark.truth]
MODELS = (Identity, Thread, Post, Reaction, ThreadLink, Topic, ThreadTopic, Question, AcceptedAnswer, Exposure, Award)


def in_files(folder: Path, table: str, pattern: str = "<row ") -> int:
    """Count by another way than the connector reads."""
    return len(re.findall(pattern, gzip.decompress((folder / f"{table}.xml.gz").read_bytes()).decode()))


def stored() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def bring(folder: Path) -> Import:
    site = source("bicycles", kind="stackexchange", name="Bicycles")
    return run(look(folder), source=site, site=Site())


def test_counts_in_the_database_equal_the_counts_in_the_files() -> None:
    folder = real_data("stackexchange-bicycles-meta")
    of = bring(folder)
    drain()
    refused = Counter(column.partition(" ")[0] for column in of.rejections.values_list("column", flat=True))
    assert Identity.objects.exclude(origin_id__startswith="deleted:").count() == in_files(folder, "Users")
    assert Post.objects.filter(kind="post").count() == in_files(folder, "Posts")
    assert Post.objects.filter(kind="comment").count() == in_files(folder, "Comments")
    assert Question.objects.count() == in_files(folder, "Posts", 'PostTypeId="1"')
    assert AcceptedAnswer.objects.count() == in_files(folder, "Posts", 'AcceptedAnswerId="')
    assert Topic.objects.count() == in_files(folder, "Tags")
    assert Reaction.objects.count() + refused["Votes"] == in_files(folder, "Votes")
    assert ThreadLink.objects.count() + refused["PostLinks"] == in_files(folder, "PostLinks")
    assert Award.objects.count() == in_files(folder, "Badges")
    assert Reaction.objects.filter(kind="up").count() == 5066
    # What is refused is exactly what points at posts that were deleted from the site.
    assert refused == {"Votes": 163, "PostLinks": 7}


def test_a_second_run_changes_nothing_and_undoing_the_first_leaves_nothing() -> None:
    folder = real_data("stackexchange-bicycles-meta")
    first = bring(folder)
    before = stored()
    posts = list(Post.objects.order_by("pk").values())
    second = bring(folder)
    assert stored() == before
    assert list(Post.objects.order_by("pk").values()) == posts
    assert set(second.counts) == {"badges_seen"}
    gone = undoing.undo(first)
    assert gone["posts"] == before["Post"]
    assert {name: count for name, count in stored().items() if count} == {"Topic": before["Topic"]}
