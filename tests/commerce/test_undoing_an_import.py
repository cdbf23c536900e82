from __future__ import annotations

from pathlib import Path

import pytest

from agora.accounts.models import AuditEntry
from agora.commerce.batches import Batch, NewLine, NewOrder, NewProduct
from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine
from agora.commerce.recording import record
from agora.commerce.undoing import undo
from agora.core.models import Import
from agora.core.states import IllegalStep
from agora.people.consent import decide
from agora.people.models import Identity, Person
from tests.cast import NOON, Cast
from tests.commerce.files import bring, row, write
from tests.commerce.goods import shop_batch, state

pytestmark = pytest.mark.django_db
ROWS = [row("1", "A1", 5), row("1", "B2"), row("C2", "A1", -1, at="2026-03-04"), row("3", buyer="")]


@pytest.fixture
def of(files: Path) -> Import:
    return bring(write(files, ROWS))


def test_an_undone_import_leaves_nothing(of: Import) -> None:
    gone = undo(of)
    assert gone == {"orders": 2, "returns": 1, "subscriptions": 0, "products": 2, "identities": 1, "persons": 1}
    assert not any(state().values())
    assert (Identity.objects.count(), Person.objects.count(), of.state) == (0, 0, "undone")


def test_what_was_there_before_stays_as_it_was(cast: Cast, files: Path) -> None:
    record(shop_batch(cast.shop))
    before = state(), list(Person.objects.values()), list(Identity.objects.values())
    undo(bring(write(files, [*ROWS, row("7", "bell", buyer="b1"), row("8", "lamp", buyer="b9")]), shop=cast.shop))
    products = list(Product.objects.values_list("origin_id", "name"))
    assert ("bell", "THING bell") in products, "an import that renamed a product leaves it renamed"
    after = state()
    assert {noun: rows for noun, rows in after.items() if noun != "products"} == {
        noun: rows for noun, rows in before[0].items() if noun != "products"
    }
    assert (list(Person.objects.values()), list(Identity.objects.values())) == before[1:]


def test_a_product_and_a_buyer_that_others_rest_on_stay(of: Import) -> None:
    order = NewOrder("later", NOON, "GBP", [NewLine("A1", 1, 250)], "17850")
    record(Batch(source=of.source, products=[NewProduct("A1", "", "GBP")], orders=[order]))
    gone = undo(of)
    assert (gone["products"], gone["identities"], gone["persons"]) == (1, 0, 0)
    assert list(OrderLine.objects.values_list("order__origin_id", "product__origin_id")) == [("later", "A1")]


def test_a_person_of_whom_more_is_known_stays(of: Import) -> None:
    decide(Person.objects.get(), purpose="news", channel="email", given=False, how="said so on the phone")
    gone = undo(of)
    assert (gone["orders"], gone["identities"], gone["persons"]) == (2, 0, 0)
    assert Person.objects.get().identities.get().origin_id == "17850"


def test_a_return_that_hung_on_an_undone_order_looks_for_another(files: Path, of: Import) -> None:
    bring(write(files, [row("C9", "A1", -1, at="2026-03-09"), row("0", "A1", 2, at="2026-02-01")], name="later.csv"))
    line = ReturnLine.objects.get(of__origin_id="C9")
    assert line.order_line.order.origin_id == "1"
    undo(of)
    line.refresh_from_db()
    assert line.order_line.order.origin_id == "0"


def test_an_import_is_undone_once(of: Import) -> None:
    undo(of)
    with pytest.raises(IllegalStep):
        undo(of)


def test_an_import_that_was_killed_can_be_undone(of: Import) -> None:
    Import.objects.filter(pk=of.pk).update(state="running")
    undo(of)
    assert not Order.objects.exists()


def test_staff_who_undo_are_in_the_audit_log(cast: Cast, of: Import) -> None:
    undo(of, by=cast.max)
    assert (AuditEntry.objects.get().by, AuditEntry.objects.get().detail["orders"]) == (cast.max, 2)


def test_an_undone_file_can_come_in_again(files: Path, of: Import) -> None:
    before = state()
    undo(of)
    again = bring(write(files, ROWS))
    assert (again.pk != of.pk, state()) == (True, before)
    assert Return.objects.get().of_import == again
