"""The addresses of segments."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.segments import views

urlpatterns: list[URLPattern] = [
    path("segments/of/<slug:of>/", views.save, name="segments"),
    path("segments/<int:pk>/deletion/", views.delete, name="segment_delete"),
    path("segments/restored/<str:sealed>/", views.restore, name="segment_restore"),
]
