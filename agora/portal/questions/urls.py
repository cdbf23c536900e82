"""The addresses of questions."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.portal.questions import views

urlpatterns: list[URLPattern] = [
    path("questions/", views.index, name="questions"),
    path("questions/ask/", views.ask, name="ask"),
    path("questions/ask/known/", views.suggestions, name="ask_known"),
    path("questions/<int:pk>/me-too/", views.me_too, name="me_too"),
    path("questions/<int:pk>/me-too/undo/", views.me_too_undo, name="me_too_undo"),
]
