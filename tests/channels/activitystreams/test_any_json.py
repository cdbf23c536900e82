"""Whatever JSON an archive holds, it is taken or refused with a reason; nothing breaks the import."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agora.channels.connectors.activitystreams.running import run
from agora.channels.connectors.activitystreams.translating import Told, members, told
from agora.channels.intake import Fault
from agora.core.models.sources import source

TYPES = (
    "Create", "Update", "Delete", "Note", "Article", "Question", "Like", "Dislike", "Announce", "Tombstone", "Person",
    "Collection", "as:Note", "Hashtag", "Mention", "Travel",
)  # fmt: skip
FIELDS = (
    "id", "type", "actor", "object", "attributedTo", "content", "contentMap", "name", "summary", "published", "updated",
    "deleted", "inReplyTo", "context", "conversation", "tag", "url", "href", "items", "orderedItems", "mediaType", "attachment",
    "preferredUsername",
)  # fmt: skip
words = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*TYPES, "n1", "n2", "https://a.example/x", "2026-06-01T12:00:00Z", "0001-01-01T00:00:00+14:00"]),
    st.sampled_from(["9999-12-31T23:59:59-12:00", "a\x00b", "\ud800", "text/markdown", "http://[", "x" * 700]),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | words, inner, max_size=6),
    max_leaves=25,
)
objects = st.dictionaries(st.sampled_from(FIELDS), values, max_size=10)
likely = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES), "id": words, "published": st.sampled_from(["2026-06-01T12:00:00Z", "0001-01-01"])},
    optional={name: values for name in FIELDS if name not in {"type", "id", "published"}},
)


@given(objects | likely)
@settings(max_examples=300, deadline=None)
def test_any_object_is_translated_or_refused(value: dict[str, Any]) -> None:
    for one in members(value):
        try:
            assert isinstance(told(one), Told)
        except Fault as fault:
            assert fault.reason.endswith(".")


@pytest.mark.django_db
class TestAnyArchive(TestCase):
    @given(st.lists(objects | likely, max_size=6))
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_any_archive_is_read_to_its_end(self, archive: list[dict[str, Any]]) -> None:
        place = source("social", kind="activitystreams", name="Social")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "any.jsonl"
            path.write_text("\n".join(map(json.dumps, archive)))
            self.assertEqual(run(path, source=place).state, "done")
