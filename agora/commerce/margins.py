"""What is left of a sale: its margin, and what that margin rests on.

The cost of the line counts first, then the cost of its product, then the margin rate of the product, and where none of
them is known the rate of the whole company: then the row says that it rests on an assumption. A return gives back
the margin of what it takes back, by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agora.commerce.models import MarginRate

_MARGIN = """
 round(CASE WHEN {cost} IS NOT NULL THEN {amount} - {quantity} * {cost}
  WHEN p.margin_rate IS NOT NULL THEN {amount} * p.margin_rate ELSE {amount} * %(company_rate)s::numeric END)::bigint"""
_BASIS = """
 CASE WHEN {line_cost} IS NOT NULL THEN 'cost of the line' WHEN {product_cost} IS NOT NULL THEN 'cost of the product'
  WHEN p.margin_rate IS NOT NULL THEN 'rate of the product' ELSE 'rate of the company' END"""
# The cost of a product is in the currency of that product, and says nothing about a sale in another one.
_PRODUCT_COST = "CASE WHEN p.currency = {sale}.currency THEN p.unit_cost_minor END"


def _priced(*, sale: str, line_cost: str, amount: str, quantity: str) -> str:
    product_cost = _PRODUCT_COST.format(sale=sale)
    words = {"cost": f"coalesce({line_cost}, {product_cost})", "amount": amount, "quantity": quantity}
    return f"{_MARGIN.format(**words)} AS margin_minor, {_BASIS.format(line_cost=line_cost, product_cost=product_cost)} AS basis"


ORDER_LINES = f"""
SELECT 'order' AS what, l.id, o.id AS of_id, o.buyer_id, o.at, o.currency, l.product_id, l.amount_minor,
 {_priced(sale="o", line_cost="l.unit_cost_minor", amount="l.amount_minor", quantity="l.quantity")},
 NULL::bigint AS takes_back
FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id JOIN commerce_product p ON p.id = l.product_id"""
RETURN_LINES = f"""
SELECT 'return' AS what, b.id, r.id AS of_id, r.buyer_id, r.at, r.currency, b.product_id, -b.amount_minor AS amount_minor,
 {_priced(sale="r", line_cost="l.unit_cost_minor", amount="(-b.amount_minor)", quantity="(-b.quantity)")},
 b.order_line_id AS takes_back
FROM commerce_returnline b JOIN commerce_return r ON r.id = b.of_id JOIN commerce_product p ON p.id = b.product_id
LEFT JOIN commerce_orderline l ON l.id = b.order_line_id"""
_PIECES = "sign(e.amount_minor::numeric)"
SUBSCRIPTION_EVENTS = f"""
SELECT 'subscription' AS what, e.id, s.id AS of_id, s.buyer_id, e.at, s.currency, s.product_id, e.amount_minor,
 {_priced(sale="s", line_cost="NULL::numeric", amount="e.amount_minor", quantity=_PIECES)},
 NULL::bigint AS takes_back
FROM commerce_subscriptionevent e JOIN commerce_subscription s ON s.id = e.subscription_id
JOIN commerce_product p ON p.id = s.product_id WHERE e.amount_minor <> 0"""
# Every movement of money: what, id, of_id, buyer_id, at, currency, product_id, amount_minor, margin_minor, basis,
# takes_back (an order line). Returns are negative. Takes the parameter company_rate.
MOVEMENTS = f"{ORDER_LINES} UNION ALL {RETURN_LINES} UNION ALL {SUBSCRIPTION_EVENTS}"
ASSUMED = "rate of the company"


@dataclass(frozen=True, slots=True)
class CompanyRate:
    """The company-wide margin rate; `stated` is False where nobody has said it and the default is used."""

    rate: Decimal
    stated: bool

    @property
    def parameters(self) -> dict[str, Decimal]:
        """What MOVEMENTS and its parts are run with."""
        return {"company_rate": self.rate}


def company_rate() -> CompanyRate:
    """Return the company-wide margin rate of today."""
    return CompanyRate(*MarginRate.current())
