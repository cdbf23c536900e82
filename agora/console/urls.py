"""The addresses of the console, noun by noun."""

from __future__ import annotations

from django.urls import URLPattern

from agora.console.cases import urls as cases
from agora.console.components import urls as components
from agora.console.conversations import urls as conversations
from agora.console.people import urls as people
from agora.console.products import urls as products
from agora.console.scores import urls as scores
from agora.console.search import urls as search
from agora.console.segments import urls as segments
from agora.console.settings import urls as settings
from agora.console.today import urls as today
from agora.console.value import urls as value

app_name = "console"
urlpatterns: list[URLPattern] = [
    *today.urlpatterns,
    *conversations.urlpatterns,
    *search.urlpatterns,
    *components.urlpatterns,
    *segments.urlpatterns,
    *cases.urlpatterns,
    *settings.urlpatterns,
    *people.urlpatterns,
    *products.urlpatterns,
    *scores.urlpatterns,
    *value.urlpatterns,
]
