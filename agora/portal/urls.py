"""The addresses of the portal."""

from __future__ import annotations

from django.urls import path

from agora.portal import (
    crawlers,
    discussions,
    home,
    me,
    posts,
    products,
    profiles,
    questions,
    reviews,
    searching,
    threads,
)

app_name = "portal"
urlpatterns = [
    path("", home.page, name="home"),
    path("search/", searching.page, name="search"),
    path("questions/", questions.index, name="questions"),
    path("questions/ask/", questions.ask, name="ask"),
    path("questions/ask/known/", questions.suggestions, name="ask_known"),
    path("questions/<int:pk>/me-too/", questions.me_too, name="me_too"),
    path("questions/<int:pk>/me-too/undo/", questions.me_too_undo, name="me_too_undo"),
    path("discussions/", discussions.index, name="discussions"),
    path("discussions/start/", discussions.start, name="discuss"),
    path("threads/<int:pk>/", threads.page, name="thread"),
    path("threads/<int:pk>/replies/", threads.reply, name="reply"),
    path("posts/<int:pk>/", threads.post, name="post"),
    path("posts/<int:pk>/vote/", posts.vote, name="vote"),
    path("posts/<int:pk>/vote/undo/", posts.unvote, name="unvote"),
    path("posts/<int:pk>/acceptance/", posts.accept, name="accept"),
    path("posts/<int:pk>/acceptance/undo/", posts.unaccept, name="unaccept"),
    path("posts/<int:pk>/flag/", posts.flag, name="flag"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit"),
    path("products/", products.index, name="products"),
    path("products/<slug:slug>/", products.page, name="product"),
    path("products/<slug:slug>/review/", reviews.write, name="review"),
    path("people/<int:pk>/", profiles.page, name="profile"),
    path("me/", me.page, name="me"),
    path("me/name/", me.name, name="me_name"),
    path("me/consents/", me.consents, name="me_consents"),
    path("me/export/", me.download, name="me_export"),
    path("me/sign-out-everywhere/", me.leave_everywhere, name="leave_everywhere"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("favicon.ico", crawlers.favicon, name="favicon"),
]
