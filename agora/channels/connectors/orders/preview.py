"""A preview in words, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from agora.commerce.batches import NewOrder, NewReturn
from agora.commerce.importing.preview import Preview
from agora.core.counts import listed
from agora.core.money import Money

SHOWN_LINES = 3


def described(preview: Preview) -> str:
    """Return the mapping, the first sales and the first refused rows."""
    return "\n".join(_lines(preview)) + "\n"


def _lines(preview: Preview) -> Iterator[str]:
    yield "Columns:"
    for field, column in preview.mapping.items():
        yield f"  {field:<12} {column}"
    yield f"  not used     {', '.join(preview.unused) or 'none'}\n"
    yield f"The first {preview.rows:,} rows would become: {listed(preview.tally, 'nothing')}."
    for sale in preview.sales:
        yield from _sale(sale, preview.names)
    yield f"\nRefused: {preview.refused:,}"
    for fault in preview.faults:
        yield f"  line {fault.line}, {fault.column} {fault.value!r}: {fault.reason}"
    yield "Nothing was written. Without --preview the whole file is recorded."


def _sale(sale: NewOrder | NewReturn, names: dict[str, str]) -> Iterator[str]:
    what = "order" if isinstance(sale, NewOrder) else f"return ({sale.reason})"
    yield f"\n  {sale.at:%Y-%m-%d %H:%M}  {what} {sale.origin_id}  buyer {sale.buyer or 'unknown'}"
    for line in sale.lines[:SHOWN_LINES]:
        price = Money(round(line.unit_price_minor), sale.currency).shown()
        yield f"    {line.quantity:>6} × {names.get(line.product) or line.product} at {price}"
    if len(sale.lines) > SHOWN_LINES:
        yield f"    and {len(sale.lines) - SHOWN_LINES} more"
