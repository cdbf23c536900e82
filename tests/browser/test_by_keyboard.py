"""Every page by keyboard alone: Tab reaches all there is, one sees where one is, Escape closes what is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_every_page import pages, signed_in
from tests.cast import Cast
from tests.console.scene import play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 900

# What can be used, one of each group of choices; the browser gives the focus itself to what scrolls.
USABLE = """() => {
  const groups = new Set(), found = [];
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  for (const element of document.querySelectorAll(kinds)) {
    if (element.disabled || element.type === "hidden" || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.type === "radio") {
      const group = (element.form?.action ?? "") + element.name;
      const checked = (element.form ?? document).querySelector(`[name="${element.name}"]:checked`);
      if (groups.has(group) || (checked && checked !== element)) continue;
      groups.add(group);
    }
    element.dataset.stop = found.length;
    found.push(element.outerHTML.slice(0, 120));
  }
  return found;
}"""
# Where the focus is, and what is wrong with how it shows.
HERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const shown = [element, ...element.querySelectorAll("*"), element.parentElement, element.parentElement.parentElement].some((part) => {
    const look = getComputedStyle(part);
    return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1;
  });
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const wrong = !shown ? "no outline" : box.width < 4 || box.height < 4 ? "too small to see" : !inside ? "off the window" : "";
  return { stop: element.dataset.stop ?? null, wrong: wrong && `${wrong}: ${element.outerHTML.slice(0, 120)}` };
}"""


def walked(page: Page, address: str) -> list[str]:
    """Go through a page by Tab; returns what was not reached or not seen."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    usable: list[str] = page.evaluate(USABLE)
    assert len(usable) < MOST_STOPS
    reached: set[str] = set()
    said, here = [], None
    for _ in range(len(usable) + 40):
        page.keyboard.press("Tab")
        here, last = page.evaluate(HERE), here
        if here is not None and last is not None and here["stop"] == last["stop"] is not None:
            continue  # the parts of a date are stops of their own
        if here is None or here["stop"] in reached:
            break
        if here["stop"] is not None:
            reached.add(here["stop"])
        if here["wrong"]:
            said.append(f"{address}: {here['wrong']}")
    missed = [html for number, html in enumerate(usable) if str(number) not in reached]
    return said + [f"{address}: not reached: {html}" for html in missed]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("email", ["root@example.org", "cleo@example.org"])
def test_tab_reaches_everything_and_shows_where_one_is(
    chromium: Browser, live_server: Any, client: Client, email: str
) -> None:
    context = signed_in(chromium, live_server, client, email, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = [each for address in pages(client) for each in walked(page, address)]
    context.close()
    assert "\n".join(said) == ""


def test_the_first_stop_skips_to_the_content(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/questions/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    context.close()


def test_escape_closes_what_is_open_and_gives_the_focus_back(
    chromium: Browser, live_server: Any, client: Client, cast: Cast
) -> None:
    play(cast)
    context = signed_in(chromium, live_server, client, cast.root.email)
    page = context.new_page()
    page.goto("/console/conversations/")
    menu = page.locator("details[data-menu] > summary").first
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[data-menu][open]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details[data-menu][open]")).to_have_count(0)
    expect(menu).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-search]").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-list] [data-item]").first.locator("a, button").first).to_be_focused()
    context.close()
