"""The addresses of posts."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.posts import views

urlpatterns: list[URLPattern] = [
    path("posts/<int:pk>/vote/", views.vote, name="vote"),
    path("posts/<int:pk>/vote/undo/", views.unvote, name="unvote"),
    path("posts/<int:pk>/acceptance/", views.accept, name="accept"),
    path("posts/<int:pk>/acceptance/undo/", views.unaccept, name="unaccept"),
    path("posts/<int:pk>/flag/", views.flag, name="flag"),
    path("posts/<int:pk>/edit/", views.edit, name="edit"),
]
