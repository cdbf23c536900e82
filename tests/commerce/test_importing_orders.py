from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from agora.commerce.importing import grouping, running
from agora.commerce.importing.columns import WrongMapping
from agora.commerce.importing.reading import Unreadable
from agora.commerce.models import Order, OrderLine, Product, Return, ReturnLine
from agora.core.alone import alone
from agora.core.models import Import
from agora.people.models import Person
from tests.commerce.files import HEADER, bring, refused, row, write
from tests.commerce.goods import state

pytestmark = pytest.mark.django_db


def test_lines_of_one_order_number_become_one_order(files: Path) -> None:
    of = bring(write(files, [row("1", "A1", 6, "2.55"), row("1", "B2", 2, "0.35"), row("2", "A1", 1, "2.55")]))
    assert (of.state, of.counts["orders"], of.counts["order_lines"], of.counts["products"]) == ("done", 2, 3, 2)
    order = Order.objects.get(origin_id="1")
    assert (order.total_minor, order.currency, order.country, order.buyer.origin_id) == (1600, "GBP", "GB", "17850")
    assert list(order.lines.values_list("line", "amount_minor")) == [(1, 1530), (2, 70)]


def test_two_equal_lines_in_an_order_are_two_lines(files: Path) -> None:
    bring(write(files, [row("1"), row("1")]))
    assert OrderLine.objects.count() == 2


def test_the_same_file_again_changes_nothing(files: Path) -> None:
    path = write(files, [row("1"), row("2", "B2", 3, "0.001"), row("C3", "A1", -1), row("4", buyer="")])
    bring(path)
    before = state(), list(OrderLine.objects.values()), list(Product.objects.values()), list(Person.objects.values())
    again = bring(path)
    assert (again.counts["orders"], again.counts["returns"], again.counts["products"]) == (0, 0, 0)
    assert before == (
        state(), list(OrderLine.objects.values()), list(Product.objects.values()), list(Person.objects.values())
    )  # fmt: skip


def test_a_corrected_file_corrects_the_order(files: Path) -> None:
    bring(write(files, [row("1", quantity=5), row("1", "B2")]))
    again = bring(write(files, [row("1", quantity=4)]))
    assert again.counts["changed_sales"] == 1
    assert list(OrderLine.objects.values_list("quantity", "amount_minor")) == [(4, 1000)]


def test_a_line_without_customer_is_a_sale_to_an_unknown_buyer(files: Path) -> None:
    of = bring(write(files, [row("1", buyer=""), row("1", "B2", buyer="")]))
    assert (Order.objects.get().buyer, of.counts["lines_without_buyer"]) == (None, 2)


def test_a_moment_that_lies_in_the_future_is_refused_with_its_line(files: Path) -> None:
    of = bring(write(files, [row("1"), row("2", at="2126-01-31")]))
    assert [(fault.line, fault.column, fault.reason) for fault in of.rejections.all()] == [
        (3, "InvoiceDate", "It lies in the future.")
    ]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_unicode_text_of_spreadsheets_is_read_and_without_its_mark_refused(files: Path, encoding: str) -> None:
    path = write(files, [row("1")])
    path.write_text(path.read_text(), encoding=encoding)
    if encoding == "utf-16":
        assert bring(path).counts["orders"] == 1
    else:
        with pytest.raises(Unreadable, match="say so with --encoding utf-16"):
            bring(path)


def test_a_cancelled_invoice_is_a_return_of_what_the_buyer_bought(files: Path) -> None:
    bring(write(files, [row("1", quantity=5, at="2026-03-01"), row("C2", quantity=-2, at="2026-03-04")]))
    back = Return.objects.get()
    assert (back.origin_id, back.total_minor, back.reason) == ("C2", 500, "cancelled")
    assert back.lines.get().order_line == OrderLine.objects.get(order__origin_id="1")


def test_a_negative_quantity_at_no_price_is_a_correction_of_stock(files: Path) -> None:
    of = bring(write(files, [row("1", quantity=-10, price="0.0", buyer="")]))
    assert (Return.objects.get().reason, of.counts["stock_corrections"]) == ("correction of stock", 1)


def test_a_negative_price_alone_is_an_adjustment(files: Path) -> None:
    of = bring(write(files, [row("A1", "B", 1, "-11062.06", buyer="")]))
    assert (Return.objects.get().reason, Return.objects.get().total_minor) == ("adjustment of accounts", 1106206)
    assert of.counts["adjustments"] == 1


def test_a_negative_price_in_an_order_that_stays_positive_is_a_discount(files: Path) -> None:
    of = bring(write(files, [row("1", price="10"), row("1", "DISCOUNT", 1, "-1.50")]))
    assert (Order.objects.get().total_minor, of.counts["discounts"]) == (850, 1)


def test_goods_bought_and_given_back_under_one_number_are_an_order_and_a_return(files: Path) -> None:
    bring(write(files, [row("1", "A1", 2), row("1", "B2", -1)]))
    assert (Order.objects.get().total_minor, Return.objects.get().total_minor) == (500, 250)
    assert ReturnLine.objects.get().product.origin_id == "B2"


@pytest.mark.parametrize("rows_per_part", [1, 50_000])
def test_scattered_lines_of_an_order_come_together(
    files: Path, monkeypatch: pytest.MonkeyPatch, rows_per_part: int
) -> None:
    monkeypatch.setattr(running, "LINES_PER_BATCH", 2)
    monkeypatch.setattr(grouping, "ROWS_PER_PART", rows_per_part)
    rows = [row(str(order), f"P{line}") for line in range(4) for order in range(5)]
    bring(write(files, [*rows, row("whole", "P1"), row("whole", "P2")]))
    lines = OrderLine.objects.order_by("order__origin_id", "line").values_list("order__origin_id", "product__origin_id")
    assert list(lines) == [
        *((str(order), f"P{line}") for order in range(5) for line in range(4)),
        ("whole", "P1"),
        ("whole", "P2"),
    ]


def test_a_product_bears_its_commonest_name(files: Path) -> None:
    names = ["?", "LAMP", "LAMP", "damaged", ""]
    bring(write(files, [row(str(number), description=name) for number, name in enumerate(names)]))
    assert Product.objects.get().name == "LAMP"


@pytest.mark.parametrize(
    ("bad", "column", "value", "reason"),
    [
        (row(""), "InvoiceNo", "", "It is empty."),
        (row("9", quantity="two"), "Quantity", "two", "It is not a number."),
        (row("9", quantity="0"), "Quantity", "0", "Nothing was bought or returned: the quantity is zero."),
        (row("9", quantity="1.5"), "Quantity", "1.5", "It is not a whole number of pieces."),
        (row("9", price="free"), "UnitPrice", "free", "It is not a number."),
        (row("9", price="1e15"), "UnitPrice", "1e15", "It is too large."),
        (row("9", at="yesterday"), "InvoiceDate", "yesterday", "It is not a date such as 2026-05-31 14:30."),
        (
            row("9", at="3/4/2026"),
            "InvoiceDate",
            "3/4/2026",
            "Day or month first? Say so with --dates day or --dates month.",
        ),
        (["9", "A1"], "", "9|A1", "The row has 2 cells where at least 8 are needed."),
    ],
)
def test_a_bad_row_goes_to_the_report_and_the_good_ones_are_in(
    files: Path, bad: list[str], column: str, value: str, reason: str
) -> None:
    of = bring(write(files, [row("1"), bad, row("2")]))
    assert (refused(of), of.rejected) == ([(3, column, value, reason)], 1)
    assert set(Order.objects.values_list("origin_id", flat=True)) == {"1", "2"}


def test_a_second_buyer_in_an_order_is_refused(files: Path) -> None:
    of = bring(write(files, [row("1"), row("1", "B2", buyer="12")]))
    assert refused(of) == [(3, "CustomerID", "12", "Order 1 already has the buyer 17850.")]


def test_what_only_the_door_can_refuse_is_in_the_report_too(files: Path) -> None:
    of = bring(write(files, [row("1"), row("2", quantity=10**12, price="99999999999")]))
    assert [(line, value) for line, _, value, _ in refused(of)] == [(3, "2")]
    assert Order.objects.get().origin_id == "1"


def test_months_first_are_found_out_where_one_date_shows_it(files: Path) -> None:
    bring(write(files, [row("1", at="3/4/2026 8:26"), row("2", at="12/31/2026 8:26")]))
    assert str(Order.objects.get(origin_id="1").at) == "2026-03-04 08:26:00+00:00"


def test_other_names_of_columns_are_mapped(files: Path) -> None:
    header = ["Nr", "Artikel", "Menge", "Am", "Preis", "Wer"]
    path = write(files, [["1", "A1", "2", "31.03.2026", "1.234,50", "k7"]], header=header)
    bring(path, mapping="order=Nr, product=Artikel, quantity=Menge, at=Am, price=Preis, buyer=Wer", currency="EUR")
    assert (Order.objects.get().total_minor, Order.objects.get().buyer.origin_id) == (246900, "k7")


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("order=Nope", "The file has no column 'Nope'"),
        ("colour=StockCode", "There is no field 'colour'"),
        ("order", "'order' is not of the form field=column."),
    ],
)
def test_a_mapping_that_cannot_be_says_what_is_wrong(files: Path, mapping: str, said: str) -> None:
    with pytest.raises(WrongMapping, match=said):
        bring(write(files, [row("1")]), mapping=mapping)


def test_a_missing_column_is_named(files: Path) -> None:
    with pytest.raises(WrongMapping, match="No column was found for price"):
        bring(write(files, [row("1")[:5]], header=HEADER[:5]))


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", b"PAR1 broken"])
def test_a_file_that_is_none_is_refused(files: Path, content: bytes) -> None:
    (files / "orders.csv").write_bytes(content)
    with pytest.raises(Unreadable):
        bring(files / "orders.csv")


def test_old_encodings_and_semicolons_and_packed_files_are_read(files: Path) -> None:
    text = "order;sku;quantity;date;price;description\n1;A1;1;2026-03-01;2,50;Gl\xfchlampe\n"
    (files / "old.csv").write_bytes(text.encode("cp1252"))
    bring(files / "old.csv")
    assert (Product.objects.get().name, Order.objects.get().total_minor) == ("Glühlampe", 250)
    bring(write(files, [row("2")], name="orders.csv.gz"))
    assert Order.objects.count() == 2


def test_parquet_is_read_as_csv_is(files: Path) -> None:
    rows = [row("1", "A1", 6, "2.55"), row("C2", "A1", -1, "2.55"), row("3", buyer="")]
    bring(write(files, rows))
    before = state()
    columns = dict(zip(HEADER, zip(*rows, strict=True), strict=True))
    table = pa.table({
        **columns,
        "Quantity": pa.array([int(cell) for cell in columns["Quantity"]]),
        "UnitPrice": pa.array([float(cell) for cell in columns["UnitPrice"]]),
        "InvoiceDate": pa.array(columns["InvoiceDate"]).cast(pa.timestamp("us")),
        "CustomerID": pa.array([float(cell) if cell else None for cell in columns["CustomerID"]]),
    })  # fmt: skip
    pq.write_table(table, files / "orders.parquet")
    again = bring(files / "orders.parquet")
    assert (state(), again.counts["orders"], again.rejected) == (before, 0, 0)


def test_an_import_that_broke_is_taken_up_again(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(files, [row(str(number)) for number in range(6)] + [row("bad", quantity="?")])
    monkeypatch.setattr(running, "LINES_PER_BATCH", 2)
    broken = Import.begin(kind="orders", source=bring(write(files, [row("0")], name="x.csv")).source, label=path.name)
    broken.fail("The disk was full.")
    of = bring(path)
    assert (of.pk, of.state, of.counts["orders"], of.rejected) == (broken.pk, "done", 5, 1)


def test_a_failure_leaves_the_import_failed_with_its_problem(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(files, [row("1")])

    def full(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(running._Work, "counts", full)
    with pytest.raises(OSError, match="full"):
        bring(path)
    assert (Import.objects.get().state, Import.objects.get().problem) == ("failed", "The disk is full.")


def test_the_lock_is_free_again_after_an_import(files: Path) -> None:
    of = bring(write(files, [row("1")]))
    with alone(of.source, what="orders"):
        pass
