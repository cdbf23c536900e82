from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.commerce.models import Product
from agora.conversations.models.thread import Thread
from agora.core import text
from agora.core.models import Source
from agora.people.models import Identity


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, viewer: Viewer) -> PostQuerySet:
        """Staff see every post, others those of public threads that are neither held nor removed."""
        if staff(viewer):
            return self
        return self.filter(thread__channel__is_public=True, thread__held=None, hold=None, tombstone=None)

    def by_others(self) -> PostQuerySet:
        """Those that neither an employee nor the company said."""
        return self.filter(models.Q(author=None) | models.Q(author__is_ours=False))

    def before(self, post: Post) -> PostQuerySet:
        """Posts of its thread that came before `post`; an archive may give all one moment, then the ids say which."""
        earlier = models.Q(said_at__lt=post.said_at) | models.Q(said_at=post.said_at, pk__lt=post.pk)
        return self.filter(earlier, thread=post.thread_id)


class Post(models.Model):
    """Something that was said, here or elsewhere, by an identity, at a time."""

    class Format(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"
        PLAIN = "plain", "plain text"

    # The door for words is the only writer, and takes source, parent and import from rows it holds, so these three carry
    # no constraint of their own: at 20,000 posts a second each check is felt. Where an index below begins with the
    # column, Django's own index on the column alone is left out.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=20, default="post", help_text="post or comment, as its source counts them")
    origin_id = models.CharField(max_length=300)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts", db_index=False)
    author = models.ForeignKey(
        Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    body = models.TextField()
    form = models.CharField(max_length=10, choices=Format.choices, default=Format.MARKDOWN)
    html = models.TextField(blank=True, help_text="the body made safe by core.text")
    renderer = models.IntegerField(
        default=0, db_default=0, help_text="which state of core.text made the html; 0 while none has"
    )
    url = models.URLField(max_length=500, blank=True)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    of_import = models.ForeignKey(
        "core.Import",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="post_once")]
        indexes = [
            models.Index(fields=["thread", "said_at"]),
            models.Index(fields=["author", "-said_at"]),
            models.Index(fields=["reply_to"], condition=models.Q(reply_to__isnull=False), name="post_replies"),
            models.Index(fields=["of_import"], condition=models.Q(of_import__isnull=False), name="post_imported"),
        ]

    def __str__(self) -> str:
        return text.excerpt(self.words, length=60)

    def get_absolute_url(self) -> str:
        return f"{reverse('portal:thread', args=[self.thread_id])}#post-{self.pk}"

    @property
    def is_held(self) -> bool:
        """Whether only staff see it until it is decided."""
        return hasattr(self, "hold")

    @property
    def is_gone(self) -> bool:
        """Whether its source or author took it back."""
        return hasattr(self, "tombstone")

    @property
    def words(self) -> str:
        """The body without markup."""
        return text.plain(self.body, form=self.form)

    @property
    def shown(self) -> str:
        """The body as safe HTML, rendered now where what is stored was not made by today's renderer."""
        return self.html if self.renderer == text.RENDERER else text.rendered(self.body, form=self.form)


class Mention(models.Model):
    """A post names somebody or something."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    identity = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "identity", "product"], name="mention_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(identity__isnull=False) ^ models.Q(product__isnull=False), name="mention_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"in {self.post_id}"
