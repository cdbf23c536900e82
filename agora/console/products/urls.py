"""The addresses of products."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.products import views

urlpatterns: list[URLPattern] = [
    path("products/", views.products, name="products"),
    path("products/<int:pk>/", views.product, name="product"),
]
