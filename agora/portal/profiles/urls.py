"""The addresses of profiles."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.profiles import views

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/", views.page, name="profile"),
]
