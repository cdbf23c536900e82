"""The addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.people import person, views

urlpatterns: list[URLPattern] = [
    path("people/", views.people, name="people"),
    path("people/export", views.export, name="people_export"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/notes/", person.add_note, name="person_notes"),
    path("people/<int:pk>/notes/<int:note>/removal", person.remove_note, name="person_note_removal"),
    path("people/<int:pk>/notes/<int:note>/restoring", person.restore_note, name="person_note_restoring"),
    path("people/<int:pk>/tags/", person.add_tag, name="person_tags"),
    path("people/<int:pk>/tags/<slug:slug>/removal", person.remove_tag, name="person_tag_removal"),
    path("people/<int:pk>/tags/<slug:slug>/restoring", person.restore_tag, name="person_tag_restoring"),
    path("people/<int:pk>/consents/", person.decide, name="person_consents"),
]
