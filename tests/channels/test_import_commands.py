from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agora.conversations.models import Channel, Post
from agora.core.models import Import, Source
from tests.channels.stackexchange.test_stack_exchange_dumps import TABLES, write

pytestmark = pytest.mark.django_db


def agora_import(*words: object) -> str:
    out = StringIO()
    call_command("import", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_dump_comes_in_by_command_and_goes_by_command(files: Path) -> None:
    told = agora_import("stackexchange", write(files, TABLES), "--source", "Bikes", "--site", "https://bikes.example/")
    assert "2 users" in told and "5 refused; the first:" in told and "Votes Id '4'" in told
    source = Source.objects.get()
    assert (source.slug, source.kind, source.url) == ("bikes", "stackexchange", "https://bikes.example")
    assert Post.objects.get(kind="post", origin_id="2").url == "https://bikes.example/a/2"
    undone = agora_import("undo", Import.objects.get().pk)
    assert "removed" in undone
    assert not Post.objects.exists()


def test_an_archive_comes_in_by_command_and_may_be_public(files: Path) -> None:
    path = files / "archive.jsonl"
    path.write_text(json.dumps({"type": "Note", "id": "1", "published": "2026-06-01", "content": "Hello"}))
    assert "1 post\n" in agora_import("activitystreams", path, "--source", "social", "--public")
    assert Channel.objects.get().is_public
    assert "nothing new" in agora_import("activitystreams", path, "--source", "social")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stackexchange", "nowhere"), "nowhere is not a folder"),
        (("activitystreams", "nowhere.jsonl", "--source", "x"), "There is no file nowhere.jsonl"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        agora_import(*words)
