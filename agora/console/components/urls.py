"""The addresses of components."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.components import views

urlpatterns: list[URLPattern] = [
    path("components/", views.page, name="components"),
]
