from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.commerce.models import OrderLine, Product
from agora.conversations.models import Post, Thread


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, viewer: Viewer) -> ReviewQuerySet:
        """As its post: staff see all, others those of public channels neither held nor removed."""
        if staff(viewer):
            return self
        return self.filter(thread__channel__is_public=True, thread__held=None, post__hold=None, post__tombstone=None)


class Review(models.Model):
    """A thread that judges a product: its rating and the opening post with the words."""

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="+")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["product", "rating"])]
        constraints = [models.CheckConstraint(condition=models.Q(rating__range=(1, 5)), name="rating_1_to_5")]

    def __str__(self) -> str:
        return f"{self.rating} stars: {self.thread}"

    @property
    def is_verified(self) -> bool:
        """Whether an order shows that the reviewer bought the product."""
        return hasattr(self, "verified")


class VerifiedPurchase(models.Model):
    """The order line that shows the reviewer bought the product before reviewing it."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="verified")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"line {self.order_line_id}"
