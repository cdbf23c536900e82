"""The addresses of search."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.search import views

urlpatterns: list[URLPattern] = [
    path("search/", views.page, name="search"),
]
