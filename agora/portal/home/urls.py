"""The addresses of home."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.home import views

urlpatterns: list[URLPattern] = [
    path("", views.page, name="home"),
]
