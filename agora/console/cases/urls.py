"""The addresses of cases."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.cases import views

urlpatterns: list[URLPattern] = [
    path("cases/", views.listing, name="cases"),
    path("cases/<int:pk>/", views.one, name="case"),
    path("cases/<int:pk>/replies/", views.reply, name="case_reply"),
    path("cases/<int:pk>/notes/", views.note, name="case_note"),
    path("cases/<int:pk>/assignments/", views.assign, name="case_assign"),
    path("cases/<int:pk>/department/", views.move, name="case_move"),
    path("cases/<int:pk>/closure/", views.close, name="case_close"),
    path("cases/<int:pk>/reopening/", views.reopen, name="case_reopen"),
]
