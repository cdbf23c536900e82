from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from agora.accounts import providers
from agora.api.urls import api
from agora.core import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("agora.portal.urls")),
    path("console/", include("agora.console.urls")),
    path("api/", api.urls),
    # Before allauth's own of the same name and address.
    path("account/oidc/<str:provider_id>/login/", providers.enter, name="openid_connect_login"),
    path("account/", include("allauth.urls")),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/metrics", health.metrics, name="health_metrics"),
]

handler400 = "agora.pages.refusals.bad_request"
handler403 = "agora.pages.refusals.forbidden"
handler404 = "agora.pages.refusals.not_found"
handler500 = "agora.pages.refusals.broken"
