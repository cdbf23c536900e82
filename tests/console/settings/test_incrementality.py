"""What the data say that words caused, on the page where the share is set and beside the value: offered, taken, refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agora.accounts.models import Account, AuditEntry
from agora.measures.models import Incrementality, Run
from tests.cast import Cast
from tests.console.worth import play, run_of

PAGE = "/console/settings/incrementality/"
TAKE = PAGE + "matched/"
CONTROL = {"kappa": 0.02, "low": -0.2, "high": 0.19, "pairs": 1100, "passes": True}
ESTIMATE = {
    "kappa": 0.2318, "low": 0.1149, "high": 0.3541, "sure_low": 0.08, "naive": 0.6, "pairs": 1204, "bought": 301,
    "bought_beside": 231, "gamma": 1.31, "e_value": 1.92, "imbalance": 0.03, "control": CONTROL, "tells": True, "why": "",
}  # fmt: skip
FAILING = ESTIMATE | {
    "control": CONTROL | {"passes": False},
    "tells": False,
    "why": "The negative control does not pass.",
}


def measured(estimate: dict[str, Any]) -> Run:
    """A finished run of incrementality that pages read."""
    run = run_of("incrementality", all=estimate, kinds={"read": estimate, "vote": {"cannot_say": "Too few."}})
    run.parameters = {"days": 14.0}
    run.save()
    return run


def seen(client: Client, account: Account) -> str:
    client.force_login(account)
    return client.get(PAGE).content.decode()


def test_before_the_first_run_the_page_says_so(client: Client, cast: Cast) -> None:
    assert "Not calculated yet" in seen(client, cast.max)


def test_the_estimate_stands_there_with_what_speaks_for_it(client: Client, cast: Cast) -> None:
    run = measured(ESTIMATE)
    page = seen(client, cast.max)
    for words in (
        "23%", "between 11% and 35%", "1,204 pairs; the negative control passes", "301 were followed by buying it within 14 days",
        "finds 2% (−20% to 19%)", "multiply the odds of meeting words by 1.3", "only an experiment can",
        "no, too few bought", "The run that made it", "Take 23% as the share in force", f'name="run" value="{run.pk}"',
        'href="/console/measures/incrementality/"',
    ):  # fmt: skip
        assert words in page
    assert "an assumption: nobody has stated it yet" in page


def test_what_is_taken_is_in_force_and_audited(client: Client, cast: Cast) -> None:
    run = measured(ESTIMATE)
    client.force_login(cast.max)
    page = client.post(TAKE, {"run": run.pk}, follow=True).content.decode()
    stated = Incrementality.objects.in_force()
    assert (stated.share, stated.low, stated.high, stated.origin) == (0.23, 0.11, 0.35, "matched")
    assert stated.because == f"Our own record, run {run.pk}: 1,204 pairs."
    assert stated.by == cast.max
    assert AuditEntry.objects.get(action="state incrementality").detail == {"share": 0.23, "origin": "matched"}
    assert "This is the share in force." in page
    assert "Take 23%" not in page


def test_another_share_stated_later_takes_its_place(client: Client, cast: Cast) -> None:
    run = measured(ESTIMATE)
    client.force_login(cast.max)
    client.post(TAKE, {"run": run.pk})
    client.post(PAGE + "new/", {"share": "40", "origin": "assumed"})
    assert Incrementality.objects.in_force().share == 0.4
    assert "Take 23% as the share in force" in client.get(PAGE).content.decode()


def test_where_the_control_fails_nothing_is_offered_nor_taken(client: Client, cast: Cast) -> None:
    run = measured(FAILING)
    page = seen(client, cast.max)
    assert "The data cannot tell; the share in force stays." in page
    assert "The negative control does not pass." in page
    assert "301 were followed" in page
    assert "23%" not in page
    assert TAKE not in page
    assert "not offered any more" in client.post(TAKE, {"run": run.pk}, follow=True).content.decode()
    assert not Incrementality.objects.exists()


def test_where_too_few_bought_the_page_says_so(client: Client, cast: Cast) -> None:
    measured({"cannot_say": "Too few bought a product."})
    page = seen(client, cast.max)
    assert "Too few bought a product." in page
    assert TAKE not in page


@pytest.mark.parametrize("told", [{}, {"run": "999999"}, {"run": "x"}])
def test_an_estimate_that_was_not_the_one_shown_is_not_taken(client: Client, cast: Cast, told: dict[str, str]) -> None:
    measured(ESTIMATE)
    client.force_login(cast.max)
    assert "Look again" in client.post(TAKE, told, follow=True).content.decode()
    assert not Incrementality.objects.exists()


def test_who_may_not_configure_sees_it_without_the_offer(client: Client, cast: Cast) -> None:
    run = measured(ESTIMATE)
    page = seen(client, cast.ines)
    assert "1,204 pairs" in page
    assert TAKE not in page
    assert client.post(TAKE, {"run": run.pk}).status_code == 403


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (ESTIMATE, ("23% (11%–35%)", "1,204 pairs; the negative control passes")),
        (FAILING, ("cannot say", "The negative control does not pass.")),
        ({"cannot_say": "Too few bought a product."}, ("cannot say", "Too few bought a product.")),
    ],
)
def test_the_value_page_shows_it_beside_the_share_in_force(
    client: Client, cast: Cast, estimate: dict[str, Any], words: tuple[str, str]
) -> None:
    play(cast)
    measured(estimate)
    client.force_login(cast.ana)
    page = client.get("/console/value/").content.decode()
    for said in ("assumed, not measured", *words, f'href="{PAGE}#matched"'):
        assert said in page


def test_the_page_costs_few_queries(client: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    measured(ESTIMATE)
    client.force_login(cast.max)
    with django_assert_max_num_queries(9):
        client.get(PAGE)
