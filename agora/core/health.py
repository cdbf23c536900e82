"""Is it alive, is it ready, and figures for Prometheus."""

from __future__ import annotations

import ipaddress

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from agora.core import tables

RELAYED = {"HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"}
_WAITING = Gauge("agora_jobs", "Jobs in the queue by state", ["state"])


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too, and its tables are those of the code; 503 if not."""
    try:
        problem = tables.lacking()
    except DatabaseError:
        problem = "The database does not answer."
    if problem:
        return JsonResponse({"ready": False, "problem": problem}, status=503)
    return JsonResponse({"ready": True})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for callers on this machine only, and not by way of a proxy."""
    if not _from_here(request):
        return HttpResponseForbidden("Metrics are read from this machine only.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        for state, count in cursor.fetchall():
            _WAITING.labels(state).set(count)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _from_here(request: HttpRequest) -> bool:
    # A proxy on this machine has a loopback address too, but it says for whom it asks.
    if any(name.startswith("HTTP_X_FORWARDED") or name in RELAYED for name in request.META):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
