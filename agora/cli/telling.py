"""Says what an import of words brought."""

from __future__ import annotations

from typing import TextIO

from agora.cli.counting import noun
from agora.core.models import Import

SHOWN_REJECTIONS = 5


def tell(of: Import, out: TextIO) -> None:
    """Write the counts of an import, the first of its refused rows, and how to take it back."""
    out.write(f"Import {of.pk} into {of.source.slug} is done.\n")
    for name, count in of.counts.items():
        out.write(f"{count:>12,} {noun(count, name)}\n")
    if not of.counts:
        out.write("             nothing new\n")
    if of.rejected:
        out.write(f"{of.rejected:>12,} refused; the first:\n")
        for refused in of.rejections.all()[:SHOWN_REJECTIONS]:
            what = f" {refused.column} {refused.value!r}" if refused.column or refused.value else ""
            out.write(f"             line {refused.line}{what}: {refused.reason}\n")
    out.write(f"To take it back: agora import undo {of.pk}\n")
