"""What every archive of words needs on its way in: one import at a time, batches through the door, refusals in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from agora.channels.events import BadgesSeen
from agora.community import questions
from agora.conversations.batches import Batch, Recorded
from agora.conversations.events import ChannelOpened
from agora.conversations.models import Channel
from agora.conversations.writing import record
from agora.core.alone import alone
from agora.core.events import publish
from agora.core.models import Import, Rejection, Source

AWARDS_PER_EVENT = 1_000
Progress = Callable[[int], None]


class Fault(Exception):
    """A row that cannot be taken: the reason in plain words, the column, and its value."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.value = reason, column, value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was: its line, and its file or column if there are several."""

    line: int
    column: str = ""


class Intake:
    """One import: what it records and refuses, and the count of both."""

    def __init__(self, of: Import, progress: Progress | None = None) -> None:
        self.of, self.source = of, of.source
        self.counts: Counter[str] = Counter()
        self._progress, self._read = progress, 0
        self._refused: list[Rejection] = []

    def read(self, rows: int) -> None:
        """Note that so many more rows were read."""
        self._read += rows
        if self._progress:
            self._progress(self._read)

    def refuse(self, line: int, fault: Fault) -> None:
        """Keep a row that is refused for the report."""
        self._refused.append(
            Rejection(
                of=self.of,
                line=line,
                column=_kept(fault.column, 120),
                value=_kept(fault.value, 200),
                reason=_kept(fault.reason, 400),
            )
        )

    @transaction.atomic
    def record(self, batch: Batch, *, places: Mapping[tuple[str, str], Place]) -> Recorded:
        """Put a batch through the door; `places` tells where (what, origin id) was, for rows the door refuses."""
        recorded = record(batch)
        if recorded.created:
            questions.establish(self.source, posts=recorded.created)
        for refusal in recorded.refusals:
            place = places.get((refusal.what, refusal.origin_id), Place(0))
            self.refuse(place.line, Fault(refusal.reason, place.column, refusal.origin_id))
        self.counts["edited_posts"] += len(recorded.edited)
        self.report()
        return recorded

    def announce(self, awards: list[list[str]]) -> None:
        """Tell those above which badges were given; rows as in BadgesSeen."""
        for first in range(0, len(awards), AWARDS_PER_EVENT):
            piece = awards[first : first + AWARDS_PER_EVENT]
            publish(BadgesSeen(source_id=self.source.pk, awards=piece, import_id=self.of.pk))

    def report(self) -> None:
        """Write the refused rows into the report."""
        if self._refused:
            self.of.reject(self._refused)
            self._refused = []


@contextmanager
def taking_in(
    *, kind: str, source: Source, label: str, mapping: dict[str, str] | None = None, progress: Progress | None = None
) -> Iterator[Intake]:
    """Have an import run while the block does, and end it `done` or `failed`.

    An import of the same thing that was killed is taken up again: the door is idempotent. Raises AlreadyRunning.
    """
    with alone(source, what="words"):
        intake = Intake(_begin(kind=kind, source=source, label=label, mapping=mapping or {}), progress)
        try:
            yield intake
            intake.report()
        except Exception as problem:
            intake.of.fail(str(problem) or type(problem).__name__)
            raise
        intake.of.finish({name: count for name, count in intake.counts.items() if count})


def channel(source: Source, *, slug: str, name: str, public: bool) -> str:
    """Make the source's channel `slug`, or make a known one public if asked; returns the slug."""
    known, created = Channel.objects.get_or_create(
        source=source, slug=slug, defaults={"name": name[:200], "is_public": public}
    )
    if public and not created and not known.is_public:
        _open(known)
    return slug


@transaction.atomic
def _open(known: Channel) -> None:
    known.is_public = True
    known.save(update_fields=["is_public"])
    publish(ChannelOpened(channel_id=known.pk))


def _begin(*, kind: str, source: Source, label: str, mapping: dict[str, str]) -> Import:
    broken = Import.objects.filter(kind=kind, source=source, label=label[:300], state__in=("running", "failed"))
    of = broken.select_related("source").order_by("-pk").first()
    if not of:
        return Import.begin(kind=kind, source=source, label=label, mapping=mapping)
    with transaction.atomic():
        of.rejections.all().delete()
        of.step("running", rejected=0, problem="", finished_at=None, mapping=mapping)
    return of


def _kept(value: str, length: int) -> str:
    return value.replace("\x00", "␀").encode("utf-8", "replace").decode()[:length]
