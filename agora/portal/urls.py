"""The addresses of the portal, noun by noun."""

from __future__ import annotations

from django.urls import URLPattern

from agora.portal.crawlers import urls as crawlers
from agora.portal.discussions import urls as discussions
from agora.portal.home import urls as home
from agora.portal.me import urls as me
from agora.portal.posts import urls as posts
from agora.portal.products import urls as products
from agora.portal.profiles import urls as profiles
from agora.portal.questions import urls as questions
from agora.portal.reviews import urls as reviews
from agora.portal.search import urls as search
from agora.portal.threads import urls as threads

app_name = "portal"
urlpatterns: list[URLPattern] = [
    *home.urlpatterns,
    *search.urlpatterns,
    *questions.urlpatterns,
    *discussions.urlpatterns,
    *threads.urlpatterns,
    *posts.urlpatterns,
    *products.urlpatterns,
    *reviews.urlpatterns,
    *profiles.urlpatterns,
    *me.urlpatterns,
    *crawlers.urlpatterns,
]
