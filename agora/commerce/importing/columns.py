"""Which column of a file means what: told by `--map`, or guessed from the names files usually have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agora.core.models.imports import CannotImport

REQUIRED = ("order", "product", "quantity", "at", "price")
# What a field is called in the files of shops, warehouses and published data sets; letters and digits only.
KNOWN = {
    "order": "order orderid ordernumber orderno invoice invoiceno invoiceid invoicenumber transactionid receipt name",
    "product": "product productid productcode stockcode sku item itemid itemcode articlenumber lineitemsku variantsku",
    "description": "description productname productdescription itemname title lineitemname article",
    "quantity": "quantity qty units count amountordered lineitemquantity",
    "at": "at date datetime orderdate invoicedate timestamp createdat orderedat purchasedate orderpurchasetimestamp",
    "price": "price unitprice itemprice priceperunit lineitemprice unitamount",
    "buyer": "buyer buyerid customer customerid customerno customernumber clientid userid accountid",
    "name": "customername buyername clientname billingname fullname",
    "email": "email customeremail emailaddress buyeremail",
    "country": "country countrycode customercountry billingcountry shippingcountry",
    "currency": "currency currencycode ordercurrency",
    "cost": "cost unitcost costperitem costprice cogs",
    "category": "category productcategory producttype department",
}
FIELDS = tuple(KNOWN)


class WrongMapping(CannotImport):
    """The mapping names a field or column that is not there, or leaves out one that must be."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row: `at[field]` is an index; `names[field]` is the header of that column."""

    at: Mapping[str, int]
    names: Mapping[str, str]


def parse(text: str) -> dict[str, str]:
    """Return `field=column,field=column` as a mapping; WrongMapping says what is wrong with it."""
    mapping = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise WrongMapping(f"{pair!r} is not of the form field=column.")
        if name not in FIELDS:
            raise WrongMapping(f"There is no field {name!r}; choose from {', '.join(FIELDS)}.")
        mapping[name] = column
    return mapping


def guess(header: Sequence[str]) -> dict[str, str]:
    """Return field → column for the names that are known, each column for one field at most."""
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(_plain(column), column)
    found: dict[str, str] = {}
    for name, usual in KNOWN.items():
        columns = (by_name[known] for known in usual.split() if known in by_name)
        if column := next((column for column in columns if column not in found.values()), ""):
            found[name] = column
    return found


def choose(header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Return where the fields stand: as mapped, else as guessed. Raises WrongMapping."""
    lost = [column for column in mapping.values() if column not in header]
    if lost:
        raise WrongMapping(f"The file has no column {lost[0]!r}; it has {_listed(header)}.")
    guessed = {name: column for name, column in guess(header).items() if column not in mapping.values()}
    names = {**guessed, **mapping}
    if missing := [name for name in REQUIRED if name not in names]:
        raise WrongMapping(
            f"No column was found for {', '.join(missing)}; say which it is with --map {missing[0]}=COLUMN."
            f" The file has {_listed(header)}."
        )
    return Columns(at={name: header.index(column) for name, column in names.items()}, names=names)


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(column[:60]) for column in header[:30]) or "none at all"
