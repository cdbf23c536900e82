"""The addresses of value."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.value import views

urlpatterns: list[URLPattern] = [
    path("value/", views.value, name="value"),
    path("value/plane.json", views.plane_data, name="value_plane"),
    path("value/export", views.export, name="value_export"),
    path("value/runs/", views.run_again, name="value_runs"),
    path("value/runs/progress", views.progress, name="value_progress"),
]
