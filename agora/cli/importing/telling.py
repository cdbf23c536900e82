"""Says what an import brought."""

from __future__ import annotations

from collections.abc import Iterator

from agora.core.counts import noun
from agora.core.models import Import

SHOWN_REJECTIONS = 5
INDENT = " " * 13


def told(of: Import) -> str:
    """Return the counts of an import, the first of its refused rows, and how to take it back."""
    return "\n".join(_lines(of)) + "\n"


def _lines(of: Import) -> Iterator[str]:
    yield f"Import {of.pk} into {of.source.slug} is done."
    for name, count in of.counts.items():
        yield f"{count:>12,} {noun(count, name)}"
    if not of.counts:
        yield f"{INDENT}nothing new"
    if of.rejected:
        yield f"{of.rejected:>12,} refused; the first:"
        for refused in of.rejections.all()[:SHOWN_REJECTIONS]:
            where = f"{f', {refused.column}' if refused.column else ''}{f' {refused.value!r}' if refused.value else ''}"
            yield f"{INDENT}line {refused.line}{where}: {refused.reason}"
    if of.rejected > SHOWN_REJECTIONS:
        yield f"{INDENT}the others are listed in the console: Settings, Sources"
    yield f"To take it back: agora import undo {of.pk}"
