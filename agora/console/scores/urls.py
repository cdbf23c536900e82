"""The addresses of scores."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.scores import methods, views

urlpatterns: list[URLPattern] = [
    path("measures/<slug:name>/", methods.method, name="method"),
    path("scores/<int:pk>/", views.score, name="score"),
    path("scores/<slug:kind>/<int:pk>/<slug:measure>/", views.score_of, name="score_of"),
]
