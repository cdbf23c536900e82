"""The addresses of conversations."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.conversations import posts, views, waiting

urlpatterns: list[URLPattern] = [
    path("waiting/", waiting.page, name="waiting"),
    path("conversations/", views.listing, name="conversations"),
    path("conversations/<int:pk>/", views.one, name="conversation"),
    path("conversations/<int:pk>/replies/", views.reply, name="conversation_reply"),
    path("posts/<int:pk>/corrections/", posts.correct, name="post_correct"),
    path("corrections/<int:pk>/undoing/", posts.undo_correction, name="correction_undo"),
    path("posts/<int:pk>/hold/", posts.hold, name="post_hold"),
    path("posts/<int:pk>/release/", posts.release, name="post_release"),
    path("posts/<int:pk>/cases/", posts.open_case, name="post_case"),
]
