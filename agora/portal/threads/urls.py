"""The addresses of threads."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.threads import views

urlpatterns: list[URLPattern] = [
    path("threads/<int:pk>/", views.page, name="thread"),
    path("threads/<int:pk>/replies/", views.reply, name="reply"),
    path("posts/<int:pk>/", views.post, name="post"),
]
