"""An import of a dump from first table to last: in batches, safe to kill and run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

from agora.channels.connectors.stackexchange import translating
from agora.channels.connectors.stackexchange.reading import Dump, Row
from agora.channels.connectors.stackexchange.translating import ANSWER, EXCERPT, QUESTION, WIKI, Site
from agora.channels.intake import Fault, Intake, Place, Progress, channel, taking_in
from agora.community.questions import Acceptance, accept_many
from agora.conversations.batches import Batch, NewAuthor, NewPost, NewThread
from agora.conversations.models import Post, Reaction
from agora.core.models import Import, Source

KIND = "stackexchange"
ROWS_PER_BATCH = 5_000
Made = TypeVar("Made")


def run(dump: Dump, *, source: Source, site: Site, public: bool = False, progress: Progress | None = None) -> Import:
    """Record every row of the dump; returns the import with its counts.

    Posts are read three times, so that an answer may stand before its question in the file: openings, answers, and which
    answers were accepted. Raises AlreadyRunning, and Unreadable for a broken file, which leaves the import `failed` with
    what was recorded until then.
    """
    label = dump.folder.resolve().name
    with taking_in(kind=KIND, source=source, label=label, mapping={"site": site.url}, progress=progress) as intake:
        channel(source, slug="main", name=source.name, public=public)
        channel(source, slug="tag-wikis", name=f"{source.name}: tags", public=public)
        _Reading(dump, intake, site).all()
    return intake.of


class _Reading:
    """One reading of a dump into an import, table by table."""

    def __init__(self, dump: Dump, intake: Intake, site: Site) -> None:
        self._dump, self._intake, self._site = dump, intake, site
        self._source = intake.source
        self._tag_of: dict[str, str] = {}

    def all(self) -> None:
        """Read the tables in the order in which they refer to each other."""
        for rows in self._pieces("Users"):
            self._users(rows)
        for rows in self._pieces("Tags"):
            self._tags(rows)
        for rows in self._pieces("Posts"):
            self._openings(rows)
        for rows in self._pieces("Posts"):
            self._answers([row for row in rows if row.get("PostTypeId") == ANSWER])
        for table, take in (
            ("Comments", self._comments), ("Votes", self._votes), ("Posts", self._acceptances), ("PostLinks", self._links),
            ("Badges", self._badges),
        ):  # fmt: skip
            for rows in self._pieces(table):
                take(rows)

    def _users(self, rows: list[Row]) -> None:
        users = self._made(rows, translating.author)
        self._count(users=self._intake.record(self._batch(authors=users), places={}).authors)

    def _tags(self, rows: list[Row]) -> None:
        names = self._made(rows, lambda row: row.text("TagName"))
        for row in rows:
            for post in (row.get("ExcerptPostId"), row.get("WikiPostId")):
                if post:
                    self._tag_of[post] = row.values.get("TagName", "")
        self._intake.record(self._batch(topics=names), places={})

    def _openings(self, rows: list[Row]) -> None:
        opened = self._made([row for row in rows if row.get("PostTypeId") != ANSWER], self._opening)
        recorded = self._intake.record(
            self._batch(
                authors=_departed(rows), threads=[thread for thread, _ in opened], posts=[post for _, post in opened]
            ),
            places=_places("post", rows),
        )
        self._count(threads=recorded.threads, opening_posts=len(recorded.created))

    def _opening(self, row: Row) -> tuple[NewThread, NewPost]:
        kind = row.text("PostTypeId")
        if kind == QUESTION:
            return translating.question(row, self._site)
        if kind in {EXCERPT, WIKI}:
            return translating.wiki(row, tag=self._tag_of.get(row.text("Id")))
        what = translating.OTHER_POSTS.get(kind, "of a type Agora does not know")
        raise Fault(
            f"This post is {what}; only questions, answers and tag wikis come in.", row.column("PostTypeId"), kind
        )

    def _answers(self, rows: list[Row]) -> None:
        answers = self._made(rows, partial(translating.answer, site=self._site))
        batch = self._batch(authors=_departed(rows), posts=answers)
        self._count(answers=len(self._intake.record(batch, places=_places("post", rows)).created))

    def _comments(self, rows: list[Row]) -> None:
        threads = self._threads_of(row.get("PostId") for row in rows)
        said = self._made(
            rows, lambda row: translating.comment(row, thread=threads.get(row.text("PostId")), site=self._site)
        )
        departed = _departed(rows, number="UserId", name="UserDisplayName")
        recorded = self._intake.record(self._batch(authors=departed, posts=said), places=_places("post", rows))
        self._count(comments=len(recorded.created))

    def _votes(self, rows: list[Row]) -> None:
        votes = self._made(rows, translating.vote)
        recorded = self._intake.record(self._batch(reactions=votes), places=_places("reaction", rows))
        self._count(votes=recorded.reactions)

    def _acceptances(self, rows: list[Row]) -> None:
        asked = {row.values["AcceptedAnswerId"]: row for row in rows if row.get("AcceptedAnswerId") and row.get("Id")}
        days = dict(
            Reaction.objects.filter(
                source=self._source, origin_kind=translating.ACCEPTED, post__kind="post", post__origin_id__in=asked
            ).values_list("post__origin_id", "at")
        )
        accepted = accept_many(
            self._source, [Acceptance(row.text("Id"), answer, days.get(answer)) for answer, row in asked.items()]
        )
        for lost in accepted.lost:
            fault = Fault("The accepted answer is not in the dump.", "Posts AcceptedAnswerId", lost.post)
            self._intake.refuse(asked[lost.post].line, fault)
        self._count(accepted_answers=accepted.created)

    def _links(self, rows: list[Row]) -> None:
        threads = self._threads_of(row.get(name) for row in rows for name in ("PostId", "RelatedPostId"))
        links = self._made(rows, lambda row: translating.link(row, threads=threads))
        self._count(links=self._intake.record(self._batch(links=links), places={}).links)

    def _badges(self, rows: list[Row]) -> None:
        awards = self._made(rows, translating.award)
        self._intake.announce(awards)
        self._count(badges_seen=len(awards))

    def _threads_of(self, posts: Iterable[str | None]) -> dict[str, str]:
        known = Post.objects.filter(source=self._source, kind="post", origin_id__in={post for post in posts if post})
        return dict(known.values_list("origin_id", "thread__origin_id"))

    def _made(self, rows: Iterable[Row], make: Callable[[Row], Made]) -> list[Made]:
        made = []
        for row in rows:
            try:
                made.append(make(row))
            except Fault as fault:
                self._intake.refuse(row.line, fault)
        return made

    def _batch(self, **parts: object) -> Batch:
        return Batch(source=self._source, of_import=self._intake.of, **parts)  # type: ignore[arg-type]

    def _count(self, **counts: int) -> None:
        self._intake.counts.update(counts)

    def _pieces(self, table: str) -> Iterator[list[Row]]:
        rows = self._dump.rows(table)
        while piece := list(islice(rows, ROWS_PER_BATCH)):
            yield piece
            self._intake.read(len(piece))


def _departed(rows: Iterable[Row], *, number: str = "OwnerUserId", name: str = "OwnerDisplayName") -> list[NewAuthor]:
    """Those who left the site: the only authors a row itself tells the name of."""
    spoke = (translating.speaker(row, number=number, name=name) for row in rows)
    return list({author.origin_id: author for author in spoke if author and author.name}.values())


def _places(what: str, rows: Iterable[Row]) -> dict[tuple[str, str], Place]:
    return {(what, row.values.get("Id", "")): Place(row.line, row.column("Id")) for row in rows}
