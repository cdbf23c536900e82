from agora.channels.models.delivery import Delivery

__all__ = ["Delivery"]
