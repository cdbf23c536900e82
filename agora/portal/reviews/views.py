"""Writing a review: stars, one line, the reasons; looked at before it is published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from agora.accounts.permissions import requires
from agora.commerce.models import Product
from agora.community import reviewing
from agora.core.text import rendered
from agora.pages.requests import within
from agora.portal.parts.forms import ReviewForm
from agora.portal.parts.speakers import speaker


@require_http_methods(["GET", "HEAD", "POST"])
@requires("take part")
@within("post", limit=60)
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Review a product once; who has done so already is led to their review."""
    product = get_object_or_404(Product.objects.visible_to(request.user), slug=slug)
    me = speaker(request)
    if earlier := reviewing.of_author(me, product=product):
        messages.info(request, gettext("This is your review of it. You can edit it here."))
        return redirect(earlier.thread.get_absolute_url())
    form = ReviewForm(request.POST or None)
    valid = form.is_valid()
    if valid and "preview" not in request.POST:
        reviewing.write(author=me, product=product, **form.cleaned_data)
        messages.success(request, gettext("Your review is published."))
        return redirect(product.get_absolute_url())
    preview = rendered(form.cleaned_data["body"]) if valid else ""
    page = {"product": product, "form": form, "preview": preview, "chosen": str(form["rating"].value() or "")}
    return render(request, "portal/reviews/write.html", page, status=422 if form.is_bound and not valid else 200)
