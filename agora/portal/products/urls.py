"""The addresses of products."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.products import views

urlpatterns: list[URLPattern] = [
    path("products/", views.index, name="products"),
    path("products/<slug:slug>/", views.page, name="product"),
]
