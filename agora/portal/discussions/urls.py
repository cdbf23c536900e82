"""The addresses of discussions."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.discussions import views

urlpatterns: list[URLPattern] = [
    path("discussions/", views.index, name="discussions"),
    path("discussions/start/", views.start, name="discuss"),
]
