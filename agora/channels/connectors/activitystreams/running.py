"""An import of an archive, in two readings: first everything that was said, then what answers it, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from agora.channels.connectors.activitystreams.placing import placed, threads_of
from agora.channels.connectors.activitystreams.reading import lines
from agora.channels.connectors.activitystreams.translating import Said, Told, members, told
from agora.channels.intake import Fault, Intake, Place, Progress, channel, taking_in
from agora.conversations.attaching import attach
from agora.conversations.batches import Batch, NewMention
from agora.core.models import Import, Source

KIND = "activitystreams"
OBJECTS_PER_BATCH = 5_000


def run(path: Path, *, source: Source, public: bool = False, progress: Progress | None = None) -> Import:
    """Record every object of the archive; returns the import with its counts.

    Raises AlreadyRunning, and Unreadable for a file that breaks off, which leaves the import `failed` with what was recorded
    until then; it is taken up by running the file again.
    """
    with taking_in(kind=KIND, source=source, label=path.name, progress=progress) as intake:
        channel(source, slug="main", name=source.name, public=public)
        reading = _Reading(path, intake)
        for piece in reading.pieces(refusing=True):
            reading.said(piece)
        for piece in reading.pieces(refusing=False):
            reading.answered(piece)
    return intake.of


@dataclass(frozen=True, slots=True)
class _Object:
    """What one object told, and the line it was on."""

    line: int
    told: Told


class _Reading:
    """One reading of an archive into an import."""

    def __init__(self, path: Path, intake: Intake) -> None:
        self._path, self._intake, self._source = path, intake, intake.source

    def pieces(self, *, refusing: bool) -> Iterator[list[_Object]]:
        """Read the archive, so many objects at a time; what is refused is reported in one of the readings only."""
        objects = self._objects(refusing=refusing)
        while piece := list(islice(objects, OBJECTS_PER_BATCH)):
            yield piece
        self._intake.report()

    def said(self, objects: list[_Object]) -> None:
        """Record authors and posts."""
        said = [one for each in objects for one in each.told.said]
        threads, posts = placed(self._source, said)
        recorded = self._intake.record(
            Batch(
                source=self._source,
                of_import=self._intake.of,
                authors=[author for each in objects for author in each.told.authors],
                threads=threads,
                posts=posts,
                mentions=[NewMention(one.post.origin_id, name) for one in said for name in one.mentions],
            ),
            places=_places(objects),
        )
        self._intake.counts.update(authors=recorded.authors, threads=recorded.threads, posts=len(recorded.created))

    def answered(self, objects: list[_Object]) -> None:
        """Record reactions and removals, and join replies to parents that came in after them."""
        self._join([one for each in objects for one in each.told.said if one.above])
        removals = [gone for each in objects for gone in each.told.removals]
        known = threads_of(self._source, (gone.post for gone in removals))
        recorded = self._intake.record(
            Batch(
                source=self._source,
                of_import=self._intake.of,
                reactions=[one for each in objects for one in each.told.reactions],
                removals=[gone for gone in removals if gone.post in known],
            ),
            places=_places(objects),
        )
        for each in objects:
            for gone in each.told.removals:
                if gone.post not in known:
                    self._intake.refuse(each.line, Fault("The deleted post is unknown.", value=gone.post))
        self._intake.counts.update(reactions=recorded.reactions)

    def _join(self, replies: list[Said]) -> None:
        homes = threads_of(self._source, (one.post.origin_id for one in replies))
        own = {one.post.origin_id: one.above for one in replies if homes.get(one.post.origin_id) == one.post.origin_id}
        self._intake.counts.update(attached_replies=attach(self._source, own.items()))
        # The others share a thread with their parents already; the door joins known posts that were offered again.
        rest = [one.post for one in replies if one.post.origin_id in homes and one.post.origin_id not in own]
        again = [replace(post, thread=homes[post.origin_id]) for post in rest]
        self._intake.record(Batch(source=self._source, posts=again), places={})

    def _objects(self, *, refusing: bool) -> Iterator[_Object]:
        for line in lines(self._path):
            self._intake.read(1)
            if line.fault and refusing:
                self._intake.refuse(line.number, line.fault)
            for value in members(line.value) if not line.fault else ():
                try:
                    yield _Object(line.number, told(value))
                except Fault as fault:
                    if refusing:
                        self._intake.refuse(line.number, fault)


def _places(objects: list[_Object]) -> dict[tuple[str, str], Place]:
    posts = {("post", one.post.origin_id): Place(each.line) for each in objects for one in each.told.said}
    return posts | {
        ("reaction", one.origin_id): Place(each.line, "object") for each in objects for one in each.told.reactions
    }
