"""A small dump written for the tests: what each table becomes, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from agora.channels.connectors.stackexchange.reading import Unreadable, look
from agora.channels.connectors.stackexchange.running import run
from agora.channels.connectors.stackexchange.translating import Site, tags
from agora.community.models import AcceptedAnswer, Question
from agora.conversations.models import Channel, Exposure, Post, Reaction, Thread, ThreadLink, Topic
from agora.core.models import Import, Source
from agora.core.models.sources import source
from agora.people.models import Identity

pytestmark = pytest.mark.django_db
DAY = "2020-05-01T12:00:00.000"
TABLES = {
    "Users": f"""<row Id="1" DisplayName="Ada" CreationDate="{DAY}" AboutMe="&lt;p&gt;I ride.&lt;/p&gt;" WebsiteUrl="javascript:x" />
<row Id="2" DisplayName="Ben" CreationDate="{DAY}" WebsiteUrl="https://ben.example/" />""",
    "Tags": """<row Id="1" TagName="brakes" Count="1" ExcerptPostId="4" />
<row Id="2" TagName="unused" Count="0" />""",
    "Posts": f"""<row Id="2" PostTypeId="2" ParentId="3" CreationDate="{DAY}" OwnerUserId="2" Body="&lt;p&gt;Clean it.&lt;/p&gt;" />
<row Id="3" PostTypeId="1" AcceptedAnswerId="2" CreationDate="{DAY}" OwnerUserId="1" Title="Squeal" Tags="&lt;brakes&gt;" Body="Why?" />
<row Id="4" PostTypeId="4" CreationDate="{DAY}" OwnerUserId="1" Body="About brakes." />
<row Id="5" PostTypeId="1" CreationDate="{DAY}" OwnerDisplayName="user9" Title="Again" Tags="|brakes|" Body="Why, again?" />
<row Id="6" PostTypeId="6" CreationDate="{DAY}" Body="Elect me." />
<row Id="7" PostTypeId="1" CreationDate="yesterday" Title="Bad date" Body="?" />""",
    "Comments": f"""<row Id="1" PostId="2" Text="Thanks &amp;amp; bye" CreationDate="{DAY}" UserId="1" />
<row Id="2" PostId="99" Text="Lost" CreationDate="{DAY}" UserId="1" />""",
    "Votes": f"""<row Id="1" PostId="2" VoteTypeId="2" CreationDate="{DAY}" />
<row Id="2" PostId="2" VoteTypeId="1" CreationDate="2020-05-03T00:00:00.000" />
<row Id="3" PostId="3" VoteTypeId="5" UserId="2" CreationDate="{DAY}" />
<row Id="4" PostId="98" VoteTypeId="3" CreationDate="{DAY}" />
<row Id="5" PostId="3" VoteTypeId="77" CreationDate="{DAY}" />""",
    "PostLinks": f"""<row Id="1" CreationDate="{DAY}" PostId="5" RelatedPostId="3" LinkTypeId="3" />
<row Id="2" CreationDate="{DAY}" PostId="5" RelatedPostId="97" LinkTypeId="1" />""",
    "Badges": f"""<row Id="1" UserId="1" Name="Student" Date="{DAY}" Class="3" TagBased="False" />""",
}


def write(folder: Path, tables: dict[str, str], *, packed: bool = False) -> Path:
    for table, rows in tables.items():
        whole = f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n<{table.lower()}>\n{rows}\n</{table.lower()}>'.encode()
        (folder / f"{table}.xml{'.gz' * packed}").write_bytes(gzip.compress(whole) if packed else whole)
    return folder


@pytest.fixture
def bikes(db: None) -> Source:
    return source("bikes", kind="stackexchange", name="Bikes")


@pytest.fixture
def dump(files: Path) -> Path:
    return write(files, TABLES)


def bring(folder: Path, to: Source, *, public: bool = False) -> Import:
    return run(look(folder), source=to, site=Site("https://bikes.example"), public=public)


def test_users_become_identities_with_words_about_themselves(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    ada, ben = (Identity.objects.get(origin_id=number) for number in ("1", "2"))
    assert (ada.kind, ada.name, ada.about, ada.url, ada.person) == ("handle", "Ada", "I ride.", "", None)
    assert ben.url == "https://ben.example/"


def test_a_question_is_a_thread_and_its_answer_may_stand_before_it_in_the_file(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    thread = Thread.objects.get(origin_id="3")
    assert (thread.kind, thread.title, thread.url, thread.post_count) == (
        "question", "Squeal", "https://bikes.example/q/3", 3,
    )  # fmt: skip
    answer = Post.objects.get(kind="post", origin_id="2")
    assert (answer.thread, answer.reply_to.origin_id, answer.form) == (thread, "3", "html")
    assert [topic.slug for topic in thread.topics.all()] == ["brakes"]
    assert Question.objects.filter(thread=thread).exists()


def test_a_comment_replies_to_its_post_and_its_text_is_plain(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    comment = Post.objects.get(kind="comment")
    assert (comment.body, comment.form, comment.reply_to.origin_id) == ("Thanks &amp; bye", "plain", "2")
    assert Exposure.objects.filter(reader__origin_id="1", author__origin_id="2", kind="reply").exists()


def test_an_accepted_answer_is_accepted_by_the_asker_on_the_day_of_the_vote(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    accepted = AcceptedAnswer.objects.get()
    assert (accepted.post.origin_id, accepted.by.origin_id, accepted.at.date().isoformat()) == ("2", "1", "2020-05-03")


def test_votes_keep_what_their_source_calls_them(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    assert dict(Reaction.objects.values_list("origin_kind", "kind")) == {
        "UpMod": "up", "AcceptedByOriginator": "other", "Favorite": "favorite", "77": "other",
    }  # fmt: skip
    assert Reaction.objects.get(origin_kind="Favorite").actor.name == "Ben"


def test_links_join_threads_and_tags_without_threads_are_topics(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    link = ThreadLink.objects.get()
    assert (link.kind, link.thread.origin_id, link.other.origin_id) == ("duplicate", "5", "3")
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["brakes", "unused"]


def test_the_wiki_of_a_tag_is_a_discussion_apart(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    wiki = Thread.objects.get(origin_id="tag:brakes")
    assert (wiki.kind, wiki.channel.slug, wiki.posts.get().body) == ("discussion", "tag-wikis", "About brakes.")


def test_somebody_who_left_speaks_under_the_name_left_on_the_words(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    asker = Post.objects.get(kind="post", origin_id="5").author
    assert (asker.origin_id, asker.name) == ("deleted:user9", "user9")


def test_refused_rows_are_reported_with_file_line_and_reason(dump: Path, bikes: Source) -> None:
    of = bring(dump, bikes)
    assert sorted((r.column, r.line, r.value) for r in of.rejections.all()) == [
        ("Comments PostId", 4, "99"),
        ("PostLinks RelatedPostId", 4, "97"),
        ("Posts CreationDate", 8, "yesterday"),
        ("Posts PostTypeId", 7, "6"),
        ("Votes Id", 6, "4"),
    ]
    assert (of.state, of.rejected) == ("done", 5)


def test_an_archive_is_only_listened_to_unless_it_is_made_public(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    assert not Channel.objects.filter(is_public=True).exists()
    bring(dump, bikes, public=True)
    assert not Channel.objects.filter(is_public=False).exists()


def test_edits_in_the_file_update_words_titles_tags_and_people(dump: Path, bikes: Source) -> None:
    bring(dump, bikes)
    changed = {
        "Users": TABLES["Users"].replace('"Ada"', '"Ada L."'),
        "Posts": TABLES["Posts"].replace("Clean it.", "Clean the rim.").replace("Squeal", "Squealing").replace(
            "&lt;brakes&gt;", "&lt;noise&gt;"
        ),
    }  # fmt: skip
    of = bring(write(dump, changed), bikes)
    assert of.counts["edited_posts"] == 1
    assert Post.objects.get(kind="post", origin_id="2").words == "Clean the rim."
    thread = Thread.objects.get(origin_id="3")
    assert (thread.title, [topic.slug for topic in thread.topics.all()]) == ("Squealing", ["noise"])
    assert Identity.objects.get(origin_id="1").name == "Ada L."


def test_gzipped_tables_are_read_and_a_folder_without_posts_is_refused(files: Path, bikes: Source) -> None:
    (files / "empty").mkdir()
    with pytest.raises(Unreadable, match=r"no Users\.xml .* and no Posts\.xml"):
        look(files / "empty")
    assert bring(write(files, TABLES, packed=True), bikes).counts["answers"] == 1


def test_a_file_that_breaks_off_fails_the_import_and_mended_it_is_taken_up(dump: Path, bikes: Source) -> None:
    whole = (dump / "Comments.xml").read_bytes()
    (dump / "Comments.xml").write_bytes(whole[:200])
    with pytest.raises(Unreadable, match=r"Comments\.xml is broken at line"):
        bring(dump, bikes)
    failed = Import.objects.get()
    assert failed.state == "failed" and "Comments.xml" in failed.problem
    (dump / "Comments.xml").write_bytes(whole)
    assert bring(dump, bikes).pk == failed.pk
    assert Post.objects.filter(kind="comment").count() == 1


def test_a_file_with_entities_is_refused(dump: Path, bikes: Source) -> None:
    bomb = '<!DOCTYPE users [<!ENTITY a "aaaa">]><users><row Id="1" DisplayName="&a;" /></users>'
    (dump / "Users.xml").write_text(bomb)
    with pytest.raises(Unreadable, match="document type"):
        bring(dump, bikes)


def test_both_ways_of_writing_tags_are_read() -> None:
    assert tags("<a><b-c>") == tags("|a|b-c|") == ("a", "b-c")
    assert tags(None) == ()
