"""The addresses of what machines read."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.crawlers import views

urlpatterns: list[URLPattern] = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
]
