"""The addresses of settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from agora.console.settings import audit_log, imports, incrementality, margin, roles, routes, sources, teams, tokens

urlpatterns: list[URLPattern] = [
    path("settings/", sources.sources, name="settings"),
    path("settings/imports/<int:pk>/", imports.one, name="import"),
    path("settings/imports/<int:pk>/undoing/", imports.undo, name="import_undo"),
    path("settings/imports/<int:pk>/undoing/progress", imports.progress, name="import_progress"),
    path("settings/departments/", teams.listing, name="teams"),
    path("settings/departments/new/", teams.create, name="team_create"),
    path("settings/departments/<slug:slug>/", teams.edit, name="team"),
    path("settings/departments/<slug:slug>/members/", teams.join_named, name="team_members"),
    path("settings/departments/<slug:slug>/members/<int:pk>/joining/", teams.join, name="team_join"),
    path("settings/departments/<slug:slug>/members/<int:pk>/leaving/", teams.leave, name="team_leave"),
    path("settings/routes/", routes.listing, name="routes"),
    path("settings/routes/new/", routes.create, name="route_create"),
    path("settings/routes/<int:pk>/", routes.edit, name="route"),
    path("settings/routes/<int:pk>/switch/", routes.toggle, name="route_toggle"),
    path("settings/tokens/", tokens.listing, name="tokens"),
    path("settings/tokens/new/", tokens.issue, name="token_issue"),
    path("settings/tokens/<int:pk>/revoking/", tokens.revoke, name="token_revoke"),
    path("settings/incrementality/", incrementality.page, name="incrementality"),
    path("settings/incrementality/new/", incrementality.state, name="incrementality_state"),
    path("settings/incrementality/matched/", incrementality.take, name="incrementality_take"),
    path("settings/margin/", margin.page, name="margin"),
    path("settings/margin/new/", margin.state, name="margin_state"),
    path("settings/roles/", roles.listing, name="roles"),
    path("settings/roles/<int:pk>/", roles.edit, name="role"),
    path("settings/audit/", audit_log.listing, name="audit"),
]
