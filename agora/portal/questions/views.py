"""Questions: the list, asking (what exists first), and "me too"."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agora.accounts.models import Viewer
from agora.accounts.permissions import requires
from agora.commerce.models import Product
from agora.community import asking
from agora.community.models import Question
from agora.conversations.models import Thread
from agora.core.pagination import BadCursor
from agora.core.requests import refusal
from agora.core.text import rendered
from agora.pages.requests import within
from agora.pages.tabs import Tab
from agora.portal.parts.results import SearchResult, possible_answers
from agora.portal.parts.speakers import speaker
from agora.portal.parts.threads import thread_list, threads_of
from agora.portal.questions.forms import AskForm, TitleForm

MOST_PRODUCTS = 500


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List questions: the newest, those nobody answered, those that were solved."""
    tab = request.GET.get("show", "newest")
    tab = tab if tab in {"newest", "unanswered", "solved"} else "newest"
    try:
        rows = thread_list(
            _of_tab(request.user, tab), by="-opened_at", cursor=request.GET.get("after"), viewer=request.user
        )
    except BadCursor as error:
        return refusal(request, str(error))
    page = {"threads": rows, "tabs": _tabs(tab), "tab": tab}
    return render(request, "portal/questions/index.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask in two steps: the title meets what is known already, then the rest of the question."""
    if request.method == "POST":
        return _publish(request)
    if "title" not in request.GET:
        return render(request, "portal/questions/title.html", {"form": TitleForm()})
    first = TitleForm(request.GET)
    if not first.is_valid():
        return render(request, "portal/questions/title.html", {"form": first}, status=422)
    title = first.cleaned_data["title"]
    form = _form(request, initial={"title": title, "product": request.GET.get("product", "")[:160]})
    return _details(request, form, title=title)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return what is known about a title while it is being written."""
    title = request.GET.get("title", "")[:200]
    results = possible_answers(title, viewer=request.user) if len(title.strip()) > 3 else ()
    return render(request, "portal/questions/possible_answers.html", {"results": results})


@require_POST
@requires("take part")
@within("me too", limit=120)
def me_too(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has the same question."""
    question = _question(request, pk)
    try:
        asking.join(question, identity=speaker(request))
    except asking.OwnQuestion as problem:
        return refusal(request, str(problem))
    undo = reverse("portal:me_too_undo", args=[pk])
    messages.success(request, gettext("Noted: you have this question too."), extra_tags=undo)
    return redirect(question.thread.get_absolute_url())


@require_POST
@requires("take part")
def me_too_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take "me too" back."""
    question = _question(request, pk)
    asking.leave(question, identity=speaker(request))
    messages.success(request, gettext("Taken back: you are no longer counted among those with this question."))
    return redirect(question.thread.get_absolute_url())


@requires("take part")
@within("post", limit=60)
def _publish(request: HttpRequest) -> HttpResponse:
    form = _form(request, data=True)
    if not form.is_valid():
        return _details(request, form, title=request.POST.get("title", "")[:200], status=422)
    words = form.cleaned_data
    if "preview" in request.POST:
        return _details(request, form, title=words["title"], preview=rendered(words["body"]))
    question = asking.ask(author=speaker(request), **words)
    messages.success(request, gettext("Your question is asked. Answers will stand under it."))
    return redirect(question.thread.get_absolute_url())


def _details(request: HttpRequest, form: AskForm, *, title: str, preview: str = "", status: int = 200) -> HttpResponse:
    results: tuple[SearchResult, ...] = () if preview else possible_answers(title, viewer=request.user)
    page = {"form": form, "title": title, "results": results, "preview": preview}
    return render(request, "portal/questions/ask.html", page, status=status)


def _form(request: HttpRequest, *, data: bool = False, initial: dict[str, str] | None = None) -> AskForm:
    form = AskForm(request.POST if data else None, initial=initial)
    products = Product.objects.visible_to(request.user)
    named = (request.POST if data else request.GET).get("product", "")[:160]
    # A long catalogue does not fit a list: then the product comes from its own page.
    few = products.order_by("name")[: MOST_PRODUCTS + 1]
    many = len(few) > MOST_PRODUCTS
    choices = products.filter(slug=named) if many else products.order_by("name")
    form.fields["product"].queryset = choices  # type: ignore[attr-defined]
    return form


def _question(request: HttpRequest, pk: int) -> Question:
    questions = Question.objects.visible_to(request.user).select_related("thread__opened_by")
    return get_object_or_404(questions, pk=pk)


def _of_tab(viewer: Viewer, tab: str) -> QuerySet[Thread]:
    threads = threads_of(viewer, Thread.Kind.QUESTION)
    if tab == "unanswered":
        return threads.filter(post_count__lte=1)
    if tab == "solved":
        return threads.filter(pk__in=Question.objects.visible_to(viewer).answered().values("pk"))
    return threads


def _tabs(tab: str) -> list[Tab]:
    names = {"newest": gettext("Newest"), "unanswered": gettext("Without an answer"), "solved": gettext("Solved")}
    address = reverse("portal:questions")
    return [Tab(label, f"{address}?show={name}", current=name == tab) for name, label in names.items()]
