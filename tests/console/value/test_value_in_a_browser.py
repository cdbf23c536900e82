"""Value in a real browser: the plane is drawn under the strict policy, choosing dots lists people, nobody is shut out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.cast import Cast
from tests.console.worth import Worth, play, tied

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worth(cast: Cast) -> Worth:
    found = play(cast)
    tied(cast)
    return found


@pytest.fixture
def page(chromium: Browser, live_server: object, client: object, cast: Cast) -> Page:
    """A page signed in as the manager."""
    client.force_login(cast.max)  # type: ignore[attr-defined]
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 1200})  # type: ignore[attr-defined]
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])  # type: ignore[attr-defined]
    return context.new_page()


def opened(page: Page) -> list[str]:
    """Open the page with its script ready; return the list that takes its complaints."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/console/value/")
    page.locator("[data-plane][data-ready]").wait_for()
    return complaints


def middle(page: Page, name: str) -> tuple[float, float]:
    """Return where a named dot of the drawing is on the screen."""
    box = page.locator(f"svg.plane circle.accent:has(+ text:has-text('{name}'))").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_choosing_dots_lists_the_people_behind_them(page: Page, worth: Worth) -> None:
    complaints = opened(page)
    box = page.locator("svg.plane").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.06)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.97, box["y"] + box["height"] * 0.9, steps=5)
    page.mouse.up()
    page.get_by_text("2 people chosen").wait_for()
    assert page.locator(".chosen-list a").all_inner_texts() == ["Cleo", "Ben"]
    assert not complaints


def test_pointing_at_a_dot_names_it_and_a_click_chooses_it(page: Page, worth: Worth) -> None:
    opened(page)
    x, y = middle(page, "Cleo")
    page.mouse.move(x + 3, y)
    page.locator("[data-note]").get_by_text("bought €0.04 · carried €39.00").wait_for()
    page.mouse.click(x, y)
    page.get_by_text("One person chosen").wait_for()
    assert page.locator(".chosen-list a").all_inner_texts() == ["Cleo"]


def test_keys_go_from_one_to_the_next_and_enter_opens(page: Page, worth: Worth) -> None:
    opened(page)
    page.locator("[data-plane]").focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-note]").get_by_text("Cleo").wait_for()
    page.keyboard.press("End")
    page.locator("[data-note]").get_by_text("Ben").wait_for()
    page.keyboard.press("Home")
    page.locator("[data-note]").get_by_text("Cleo").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/people/{worth.cleo.pk}/")


def test_where_the_script_cannot_be_had_the_drawing_stays(page: Page, worth: Worth) -> None:
    page.route("**/scatter*.js", lambda route: route.abort())
    page.goto("/console/value/", wait_until="networkidle")
    assert page.locator("svg.plane").is_visible()
    assert not page.locator("[data-ready]").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_these_pages(page: Page, worth: Worth, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    score = worth.score(worth.cleo, "csv").pk
    person, product = worth.cleo.pk, worth.product.pk
    for path in ("people/", f"people/{person}/", "products/", f"products/{product}/", f"scores/{score}/", "value/"):
        page.goto(f"/console/{path}")
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}: {found.generate_report()}"
