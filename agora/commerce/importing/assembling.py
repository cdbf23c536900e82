"""The lines of one order number become an order, a return, or both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agora.commerce.batches import NewBuyer, NewLine, NewOrder, NewReturn
from agora.commerce.checking import amount_minor
from agora.commerce.importing.parsing import Fault, Line

_CANCELLED = re.compile(r"[Cc]-?\d")


@dataclass(frozen=True, slots=True)
class Sale:
    """What one order number of a file stands for; `tally` counts its lines by what became of them."""

    order: NewOrder | None
    back: NewReturn | None
    buyer: NewBuyer | None
    products: frozenset[str]
    tally: Counter[str] = field(default_factory=Counter)


def assemble(lines: Sequence[Line], *, refuse: Callable[[Fault], None]) -> Sale:
    """Make one order number's sale of its lines (at least one).

    What was bought is positive: two negative signs cancel. A negative quantity is a return. A negative price is a
    discount inside an order that stays positive, and otherwise an adjustment, which is recorded as a return.
    """
    first = lines[0]
    buyer = next((line for line in lines if line.buyer), None)
    lines = [line for line in lines if _fits(line, first, buyer, refuse)]
    bought = [line for line in lines if (line.quantity > 0) == (line.price >= 0)]
    returned = [line for line in lines if line.quantity < 0 <= line.price]
    lowered = [line for line in lines if line.price < 0 < line.quantity]
    if sum(_amount(line) for line in (*bought, *lowered)) >= 0 and bought:
        bought, discounts, adjustments = sorted((*bought, *lowered), key=lambda line: line.line), lowered, []
    else:
        discounts, adjustments = [], lowered
    back = sorted((*returned, *adjustments), key=lambda line: line.line)
    return Sale(
        order=_order(first, buyer, bought) if bought else None,
        back=_return(first, buyer, back) if back else None,
        buyer=NewBuyer(buyer.buyer, buyer.name, _iso(first.country), buyer.email) if buyer else None,
        products=frozenset(line.product for line in lines),
        tally=Counter(
            lines=len(lines),
            lines_without_buyer=0 if buyer else len(lines),
            discounts=len(discounts),
            adjustments=len(adjustments),
            stock_corrections=sum(1 for line in returned if not line.price),
        ),
    )


def _fits(line: Line, first: Line, buyer: Line | None, refuse: Callable[[Fault], None]) -> bool:
    if buyer and line.buyer and line.buyer != buyer.buyer:
        refuse(Fault(line.line, "buyer", line.buyer, f"Order {line.order} already has the buyer {buyer.buyer}."))
    elif line.currency != first.currency:
        refuse(Fault(line.line, "currency", line.currency, f"Order {line.order} is in {first.currency}."))
    else:
        return True
    return False


def _order(first: Line, buyer: Line | None, lines: Sequence[Line]) -> NewOrder:
    sold = [_line(line, -1 if line.quantity < 0 else 1) for line in lines]
    return NewOrder(first.order, first.at, first.currency, sold, buyer.buyer if buyer else None, first.country)


def _return(first: Line, buyer: Line | None, lines: Sequence[Line]) -> NewReturn:
    back = [NewLine(line.product, abs(line.quantity), -line.price if line.price < 0 else line.price) for line in lines]
    reason = _reason(first, lines)
    return NewReturn(first.order, first.at, first.currency, back, buyer.buyer if buyer else None, reason=reason)


def _reason(first: Line, lines: Sequence[Line]) -> str:
    if any(line.price < 0 for line in lines):
        return "adjustment of accounts"
    if all(not line.price for line in lines):
        return "correction of stock"
    return "cancelled" if _CANCELLED.match(first.order) else "returned"


def _line(line: Line, sign: int) -> NewLine:
    return NewLine(line.product, sign * line.quantity, sign * line.price, line.cost)


def _amount(line: Line) -> int:
    return amount_minor(line.quantity, line.price)


def _iso(country: str) -> str:
    return country if len(country) == 2 else ""
