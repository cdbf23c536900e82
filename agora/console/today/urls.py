"""The addresses of today."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.today import views

urlpatterns: list[URLPattern] = [
    path("", views.page, name="today"),
]
