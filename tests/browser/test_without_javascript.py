"""The main tasks of members and of staff in a browser that runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from agora.accounts.models import Account, Team
from agora.community.models import Question, Review
from agora.conversations.models import Reaction
from agora.desk.models import Case, CaseClosure, CaseReply
from agora.people.models import Consent
from agora.search.indexing import mend
from tests.browser.doors import HOME, code, confirmed, sign_in, sign_out, window
from tests.cast import PASSWORD, Cast
from tests.console.scene import play
from tests.portal.spoken import product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with window(chromium, live_server.url, java_script_enabled=False) as plain:
        yield plain


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").first.fill(words)
    page.get_by_role("searchbox").first.press("Enter")


def test_joining_by_mail(page: Page) -> None:
    page.goto("/")
    follow(page, "Join")
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The name others will see").fill("Nora New")
    press(page, "Join")
    page.get_by_label("Code").fill(code())
    press(page, "Confirm")
    expect(page).to_have_url(HOME)
    assert Account.objects.get().name == "Nora New"


def test_a_product_is_found_reviewed_and_the_review_voted_on(page: Page, cast: Cast) -> None:
    product(cast, "Trail 29")
    sign_in(page, confirmed(cast.ada))
    mend()
    search(page, "trail")
    follow(page, "Trail 29")
    follow(page, "Write the first review")
    page.get_by_label("4 stars").check()
    page.get_by_label("In one line").fill("Climbs like a goat")
    page.get_by_label("Your experience").fill("A year of *mud* and no complaint.")
    press(page, "Preview")
    expect(page.locator("em")).to_have_text("mud")
    press(page, "Publish the review")
    expect(page.get_by_role("main")).to_contain_text("Climbs like a goat")
    sign_out(page)
    sign_in(page, confirmed(cast.ben))
    page.goto("/products/trail-29/")
    press(page, "Helpful")
    assert Reaction.objects.get().kind == "helpful"
    assert Review.objects.get().rating == 4
    press(page, "Helpful")
    expect(page.get_by_role("main")).to_contain_text("Nobody has voted yet")
    assert not Reaction.objects.exists()


def test_a_question_is_asked_answered_and_its_answer_accepted(page: Page, cast: Cast) -> None:
    sign_in(page, confirmed(cast.ada))
    follow(page, "Ask")
    page.get_by_label("Your question").fill("Which tyres for snow?")
    press(page, "Continue")
    page.get_by_label("The details").fill("It snows here until May.")
    press(page, "Ask")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which tyres for snow?")
    thread = page.url
    sign_out(page)
    sign_in(page, confirmed(cast.ben))
    page.goto(thread)
    page.locator("#reply textarea").fill("Those with studs.")
    press(page, "Publish")
    sign_out(page)
    sign_in(page, cast.ada)
    page.goto(thread)
    press(page, "Accept this answer")
    assert Question.objects.answered().count() == 1


def test_what_one_allows_is_changed_and_taken_back(page: Page, cast: Cast) -> None:
    sign_in(page, confirmed(cast.ada))
    page.goto("/me/")
    page.locator("input[name=allow]").first.check()
    press(page, "Save what I allow")
    assert Consent.objects.filter(given=True).exists()
    page.get_by_label("Name").fill("Ada L.")
    press(page, "Save")
    assert Account.objects.get(email=cast.ada.email).name == "Ada L."


def test_a_case_is_opened_from_the_inbox_assigned_answered_and_closed(page: Page, cast: Cast) -> None:
    scene = play(cast)
    sign_in(page, confirmed(cast.ines))
    page.goto("/console/")
    follow(page, "Conversations")
    follow(page, scene.praise.thread.title)
    page.locator("summary", has_text="Act").first.click()
    page.get_by_label("because", exact=True).first.fill("Thank him")
    press(page, "Make it a case")
    press(page, "Take it")
    page.get_by_label("Your reply").fill("Thank you, Ben.")
    press(page, "Reply")
    assert CaseReply.objects.count() == 1
    page.locator("summary", has_text="Close it").click()
    page.get_by_label("How did it end?").select_option(index=1)
    press(page, "Close the case")
    assert CaseClosure.objects.get().case == Case.objects.latest("pk")


def test_a_manager_changes_a_setting(page: Page, cast: Cast) -> None:
    sign_in(page, confirmed(cast.max))
    page.goto("/console/settings/")
    follow(page, "Departments")
    page.get_by_label("Name").fill("Workshop")
    press(page, "Set it up")
    expect(page.get_by_role("main")).to_contain_text("Workshop")
    assert Team.objects.get(slug="workshop").name == "Workshop"
