from agora.commerce.models.margin import MarginRate
from agora.commerce.models.order import Order, OrderLine
from agora.commerce.models.product import Product
from agora.commerce.models.returns import Return, ReturnLine
from agora.commerce.models.subscription import Subscription, SubscriptionEvent
from agora.commerce.models.touch import Touch

__all__ = [
    "MarginRate", "Order", "OrderLine", "Product", "Return", "ReturnLine", "Subscription", "SubscriptionEvent", "Touch",
]  # fmt: skip
