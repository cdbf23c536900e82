"""The addresses of a member's own page."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.me import views

urlpatterns: list[URLPattern] = [
    path("me/", views.page, name="me"),
    path("me/name/", views.name, name="me_name"),
    path("me/consents/", views.consents, name="me_consents"),
    path("me/export/", views.download, name="me_export"),
    path("me/sign-out-everywhere/", views.leave_everywhere, name="leave_everywhere"),
]
