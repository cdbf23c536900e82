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


def test_choosing_dots_lists_the_people_behind_them(page: Page, worth: Worth) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto("/console/value/")
    page.locator("[data-plane][data-ready]").wait_for(timeout=60_000)
    box = page.locator(".plane-live").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.08)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.97, box["y"] + box["height"] * 0.9, steps=5)
    page.mouse.up()
    page.get_by_text("2 people chosen").wait_for()
    assert page.locator(".chosen-list a").all_inner_texts() == ["Cleo", "Ben"]
    assert not said


def test_nothing_of_the_first_painting_stays_at_the_edges(page: Page, worth: Worth) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/console/value/")
    page.locator("[data-plane][data-ready]").wait_for(timeout=60_000)
    canvases = page.locator(".plane-live canvas")
    canvases.first.wait_for()
    corner = "canvas => Math.max(...canvas.getContext('2d').getImageData(0, 0, 1, canvas.height).data)"
    assert canvases.evaluate_all(f"all => all.map({corner})") == [0] * canvases.count()


def test_where_the_script_cannot_be_had_the_server_s_drawing_stays(page: Page, worth: Worth) -> None:
    page.route("**/bokeh.min.js", lambda route: route.abort())
    page.goto("/console/value/", wait_until="networkidle")
    assert page.locator("svg.plane").is_visible()
    assert not page.locator(".plane-live").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_these_pages(page: Page, worth: Worth, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    score = worth.score(worth.cleo, "csv").pk
    person, product = worth.cleo.pk, worth.product.pk
    for path in ("people/", f"people/{person}/", "products/", f"products/{product}/", f"scores/{score}/", "value/"):
        page.goto(f"/console/{path}")
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}: {found.generate_report()}"
