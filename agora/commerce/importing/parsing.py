"""One row of text becomes a line of a sale, or a fault that names column, value and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache

from agora.commerce.checking import LARGEST_PRICE, LARGEST_QUANTITY, wrong_id
from agora.commerce.importing.columns import Columns
from agora.commerce.importing.countries import code
from agora.commerce.importing.reading import Row
from agora.core import clock
from agora.core.money import digits

_FOUR_DECIMALS = Decimal("0.0001")
_LEAST, _MOST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# Spreadsheets turn the number 17850 of a customer into 17850.0 where others are missing.
_SPREADSHEET_NUMBER = re.compile(r"(\d+)\.0+")
_OTHER_DATES = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d",
    "%d %b %Y %H:%M", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_SLASHED = {
    "day": ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"),
    "month": ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
}
_SLASHED_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")


@dataclass(frozen=True, slots=True)
class Line:
    """One row understood; quantity and price keep their sign, `price` is in minor units."""

    line: int
    order: str
    product: str
    quantity: int
    at: datetime
    price: Decimal | int
    currency: str
    description: str = ""
    buyer: str = ""
    name: str = ""
    email: str = ""
    country: str = ""
    category: str = ""
    cost: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is refused: the line it stands on, the column and value at fault, and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Habits:
    """How the file writes things: its currency where no column says it, its time zone, and what 3/4/2026 starts with."""

    currency: str
    zone: tzinfo = UTC
    dates: str = ""


class _Wrong(ValueError):
    """A cell that cannot be understood."""


class Parser:
    """Understands the rows of one file."""

    def __init__(self, columns: Columns, habits: Habits) -> None:
        self._columns, self._habits = columns, habits
        self._width = max(columns.at.values()) + 1
        self._known = [name for name in columns.at if name in ("description", "name", "email", "category")]
        self._when = lru_cache(maxsize=4096)(lambda text: moment(text, habits=habits))
        self._quantity = lru_cache(maxsize=4096)(quantity)
        self._price = lru_cache(maxsize=16384)(lambda text, currency: price_minor(text, currency=currency))

    def line(self, row: Row) -> Line | Fault:
        """Return the line, or what is wrong with it."""
        if row.problem:
            return Fault(row.line, "", "", row.problem)
        if len(row.cells) < self._width:
            reason = f"The row has {len(row.cells)} cells where at least {self._width} are needed."
            return Fault(row.line, "", "|".join(row.cells)[:200], reason)
        at = "order"
        try:
            order = self._id(row, at)
            product = self._id(row, at := "product")
            count = self._quantity(self._cell(row, at := "quantity"))
            when = self._when(self._cell(row, at := "at"))
            currency = self._currency(self._cell(row, at := "currency"))
            price = self._price(self._cell(row, at := "price"), currency)
            buyer = self._buyer(self._cell(row, at := "buyer"))
            cost = self._price(told, currency) if (told := self._cell(row, at := "cost")) else None
        except _Wrong as wrong:
            return Fault(row.line, self._columns.names.get(at, at), self._cell(row, at)[:200], str(wrong))
        words = {name: self._cell(row, name) for name in self._known}
        country = code(self._cell(row, "country"))
        return Line(
            row.line, order, product, count, when, price, currency, buyer=buyer, country=country, cost=cost, **words
        )

    def _cell(self, row: Row, name: str) -> str:
        at = self._columns.at.get(name)
        return "" if at is None else row.cells[at].strip()

    def _id(self, row: Row, name: str) -> str:
        text = self._cell(row, name)
        if reason := wrong_id(text):
            raise _Wrong("It is empty." if not text else reason)
        return text

    def _buyer(self, text: str) -> str:
        if not text or text.lower() in ("nan", "null", "none"):
            return ""
        text = number[1] if (number := _SPREADSHEET_NUMBER.fullmatch(text)) else text
        if reason := wrong_id(text):
            raise _Wrong(reason)
        return text

    def _currency(self, text: str) -> str:
        currency = text.upper() or self._habits.currency
        if not re.fullmatch("[A-Z]{3}", currency):
            raise _Wrong("It is not a currency code such as EUR.")
        return currency


def quantity(text: str) -> int:
    """Return a whole number of pieces, with its sign; ValueError says what is wrong."""
    exact = _number(text)
    number = int(exact)
    if number != exact:
        raise _Wrong("It is not a whole number of pieces.")
    if number == 0:
        raise _Wrong("Nothing was bought or returned: the quantity is zero.")
    if abs(number) > LARGEST_QUANTITY:
        raise _Wrong("It is too large.")
    return number


def price_minor(text: str, *, currency: str) -> Decimal | int:
    """Return a price in minor units, to four decimals (half to even), as an int where it is whole."""
    minor = _number(text).scaleb(digits(currency))
    if abs(minor) >= LARGEST_PRICE:
        raise _Wrong("It is too large.")
    whole = int(minor)
    return whole if whole == minor else minor.quantize(_FOUR_DECIMALS, ROUND_HALF_EVEN)


def moment(text: str, *, habits: Habits) -> datetime:
    """Return a moment, in the zone of the file if it names none; 3/4/2026 is refused until it is said how to read it."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = _other_moment(text, habits.dates)
    when = when if when.tzinfo else when.replace(tzinfo=habits.zone)
    if not _LEAST <= when < _MOST:
        raise _Wrong("The year is not between 1900 and 2199.")
    if when > clock.latest():
        raise _Wrong("It lies in the future.")
    return when.astimezone(UTC)


def date_evidence(text: str) -> str:
    """Return `day` or `month` where a date such as 31/12/2026 can only begin with that, else nothing."""
    if "/" not in text or not (parts := _SLASHED_DATE.match(text.strip())):
        return ""
    first, second = int(parts[1]), int(parts[2])
    return "day" if first > 12 >= second else "month" if second > 12 >= first else ""


def _other_moment(text: str, dates: str) -> datetime:
    for form in (*_OTHER_DATES, *_SLASHED.get(dates, ())):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    if not dates and _SLASHED_DATE.match(text):
        raise _Wrong("Day or month first? Say so with --dates day or --dates month.")
    raise _Wrong("It is not a date such as 2026-05-31 14:30." if text else "It is empty.")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(_plain_number(text))
    except InvalidOperation:
        raise _Wrong("It is not a number." if text else "It is empty.") from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise _Wrong("It is not a number that can be money.")
    return number


def _plain_number(text: str) -> str:
    """1.234,50 and 1,234.50 and 1 234,5 are the same; the last mark decides where there are two kinds of them."""
    text = text.strip("€$£ \u00a0").replace("\u00a0", "").replace(" ", "").replace("_", "x")
    if "," not in text:
        return text
    if "." in text:
        return text.replace(",", "") if text.rfind(".") > text.rfind(",") else text.replace(".", "").replace(",", ".")
    whole, _, rest = text.partition(",")
    if "," in rest or (len(rest) == 3 and whole.lstrip("+-") not in ("0", "")):
        raise _Wrong("The comma may part thousands or decimals: write it with a point.")
    return text.replace(",", ".")


def price_or_none(text: str, *, currency: str) -> int | None:
    """Return a price in whole minor units, or None where there is none to be understood."""
    try:
        return int(Decimal(price_minor(text, currency=currency)).to_integral_value(ROUND_HALF_EVEN))
    except _Wrong:
        return None
