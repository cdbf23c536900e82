"""The addresses of reviews."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.reviews import views

urlpatterns: list[URLPattern] = [
    path("products/<slug:slug>/review/", views.write, name="review"),
]
