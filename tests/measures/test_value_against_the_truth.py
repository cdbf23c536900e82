"""What the value run finds in a world whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from django.db.models import Sum
from scipy.stats import spearmanr

from agora.conversations.models import Post
from agora.measures import explaining, scores
from agora.measures.models import Credit, Score
from tests.measures.conftest import Town

pytestmark = pytest.mark.django_db


def test_social_value_ranks_people_as_their_true_influence_does(town: Town) -> None:
    found, true = town.social_values(), town.world.truth.true_influence_minor
    keys = sorted(found)
    agreement = spearmanr([true.get(key, 0) for key in keys], [found[key] for key in keys])
    assert agreement.statistic > 0.5


def test_the_ten_cent_reviewer_is_at_the_top_of_social_value_with_next_to_no_own_value(town: Town) -> None:
    leaders = [row.name for row in scores.top(town.ana, "csv", limit=3)]
    assert "Cleo Marsh" in leaders
    assert 0 < town.score("own", "Cleo Marsh").value <= 10
    assert town.score("csv", "Cleo Marsh").value > 100 * town.score("own", "Cleo Marsh").value


def test_the_silent_big_spender_leads_own_value_and_has_no_social_value(town: Town) -> None:
    assert scores.top(town.ana, "own", limit=1)[0].name == "Anton Brandt"
    assert town.score("csv", "Anton Brandt").value == 0


def test_the_blogger_who_never_bought_is_held_and_has_social_value(town: Town) -> None:
    noor = town.person("Noor Vance")
    assert noor.reason == "influence"
    assert noor.because
    assert town.score("own", "Noor Vance").value == 0
    assert town.score("csv", "Noor Vance").value > 0


def test_net_values_the_company_and_unknown_buyers_add_up_to_the_margin(town: Town) -> None:
    totals = town.runs["value"].outcome["totals"]
    net = Score.objects.current().filter(measure="net").aggregate(all=Sum("value"))["all"]
    assert net == totals["net"]
    assert totals["net"] + totals["company"] + totals["unknown_buyers"] == totals["margin"]
    assert totals["given"] + totals["company"] == totals["received"]


def test_the_entries_of_the_ledger_add_up_to_what_words_were_given(town: Town) -> None:
    run = town.runs["value"]
    entries = Credit.objects.filter(run=run)
    assert entries.filter(author=None).aggregate(all=Sum("amount_minor"))["all"] == run.outcome["totals"]["company"]
    given = entries.exclude(author=None).aggregate(all=Sum("amount_minor"))["all"]
    assert given == run.outcome["totals"]["given"]


def test_every_sale_refund_and_payment_of_the_world_is_counted(town: Town) -> None:
    lines = sum(len(order.lines) for order in town.world.orders)
    money = sum(event.amount_minor != 0 for contract in town.world.subscriptions for event in contract.events)
    back = sum(len(back.lines) for back in town.world.returns)
    assert town.runs["value"].inputs["sales"] == lines + money + back


def test_nobody_earns_from_their_own_reading(town: Town) -> None:
    for buyer, author in Credit.objects.values_list("buyer__person", "author__person").exclude(author=None):
        assert buyer is None or buyer != author


def test_votes_of_the_ring_count_nothing(town: Town) -> None:
    ring = set(town.world.truth.ring)
    author = {post.key: post.author for post in town.world.posts}
    from_outside: dict[str, int] = {key: 0 for key, who in author.items() if who in ring}
    for vote in town.world.votes:
        if vote.post_key in from_outside and vote.voter not in ring:
            from_outside[vote.post_key] += 1
    posts = Post.objects.filter(origin_id__in=from_outside)
    assert posts.exists()
    for post in posts:
        score = Score.objects.current().filter(measure="helpfulness", subject_id=post.pk).first()
        assert (score.basis["votes"] if score else 0) <= from_outside[post.origin_id]
    assert town.runs["helpfulness"].outcome["votes_exchanged"] >= len(ring)


def test_the_parts_of_every_explanation_add_up_to_the_score(town: Town) -> None:
    money = Score.objects.current().filter(measure__in=("own", "csv", "recv"), subject_kind="person")
    for score in money.order_by("-value")[:40]:
        opened = explaining.explain(score, town.ana, limit=5)
        parts = sum(part.amount_minor for part in opened.parts)
        assert parts + opened.rest_minor + opened.changed_minor == opened.total_minor == score.value
        assert opened.changed_minor == 0


def test_a_net_value_opens_to_its_accounts(town: Town) -> None:
    opened = explaining.explain(town.score("net", "Cleo Marsh"), town.ana)
    assert sum(amount for _, amount in opened.accounts) == opened.total_minor


def test_intervals_contain_their_values_and_the_rules_their_band(town: Town) -> None:
    rows = Score.objects.current().filter(measure="csv")
    values = np.array(list(rows.values_list("low", "value", "high")))
    assert (values[:, 0] <= values[:, 1]).all()
    assert (values[:, 1] <= values[:, 2]).all()
    for row in rows:
        assert row.basis["rule_low"] <= row.value <= row.basis["rule_high"]


def test_too_few_repeat_customers_for_a_lifetime_value_are_said(town: Town) -> None:
    run = town.runs["lifetime"]
    assert not Score.objects.filter(run=run).exists()
    assert "cannot be learnt" in run.outcome["cannot_say"][0]
    assert scores.equity(town.ana) is None
