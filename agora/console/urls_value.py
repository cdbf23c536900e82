"""The addresses of people, products and value."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console import methods, people, person, products, scores, value

urlpatterns: list[URLPattern] = [
    path("people/", people.people, name="people"),
    path("people/export", people.export, name="people_export"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/notes/", person.add_note, name="person_notes"),
    path("people/<int:pk>/notes/<int:note>/removal", person.remove_note, name="person_note_removal"),
    path("people/<int:pk>/notes/<int:note>/restoring", person.restore_note, name="person_note_restoring"),
    path("people/<int:pk>/tags/", person.add_tag, name="person_tags"),
    path("people/<int:pk>/tags/<slug:slug>/removal", person.remove_tag, name="person_tag_removal"),
    path("people/<int:pk>/tags/<slug:slug>/restoring", person.restore_tag, name="person_tag_restoring"),
    path("people/<int:pk>/consents/", person.decide, name="person_consents"),
    path("products/", products.products, name="products"),
    path("products/<int:pk>/", products.product, name="product"),
    path("measures/<slug:name>/", methods.method, name="method"),
    path("scores/<int:pk>/", scores.score, name="score"),
    path("scores/<slug:kind>/<int:pk>/<slug:measure>/", scores.score_of, name="score_of"),
    path("value/", value.value, name="value"),
    path("value/plane.json", value.plane_data, name="value_plane"),
    path("value/export", value.export, name="value_export"),
    path("value/runs/", value.run_again, name="value_runs"),
    path("value/runs/progress", value.progress, name="value_progress"),
]
