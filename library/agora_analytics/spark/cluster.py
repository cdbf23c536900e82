"""A cluster that answers as the library does: arrays in, the library's records out; Parquet and Spark in between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import ArrayLike

from agora_analytics.arrays import Floats, Ints
from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.influence import PageRank
from agora_analytics.lifetime import BuyTillYouDie, CustomerSummary, GammaGamma
from agora_analytics.network.graph import Graph
from agora_analytics.spark import ledger as ledgers
from agora_analytics.spark import lifetime as lifetimes
from agora_analytics.spark import ranks
from agora_analytics.spark.errors import named_errors
from agora_analytics.spark.panels import read_parquet, write_panels
from agora_analytics.value import Account, Entries, Exposures, Incrementality, Ledger, Rule, Sales
from agora_analytics.value.incrementality import Factor

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_Model = TypeVar("_Model", bound=BuyTillYouDie)


@dataclass(frozen=True)
class CustomersAhead:
    """What each customer will do, in the order of the summary: expectations, (n,) each."""

    customer: Ints
    probability_alive: Floats
    expected_purchases: Floats
    discounted_purchases: Floats
    expected_amount: Floats  # empty without a model of spending
    value: Floats  # the same


class Cluster:
    """The library's functions, with the library's arguments and results, computed by a session of Spark.

    Arrays go out as Parquet into `folder`, which every machine must see (default: a temporary one of this machine, fine in
    local mode), and what was written is removed after. Results are the local ones: integers exactly, floats to 1e-9.
    """

    def __init__(
        self, session: SparkSession, *, folder: str | Path | None = None, partitions: int | None = None
    ) -> None:
        self.session, self.folder, self.partitions = session, folder, partitions

    def allocate(
        self,
        sales: Sales,
        exposures: Exposures,
        *,
        rule: Rule | str = Rule.HAZARD,
        incrementality: Factor | Incrementality = 0.4,
        horizon: float = 60.0,
        half_life: float = 7.0,
        session: float = np.inf,
        people: int | None = None,
        include: ArrayLike | None = None,
        entries: bool = True,
    ) -> Ledger:
        """The `Ledger` of `agora_analytics.value.allocate`; arguments, results and errors are of that function."""
        size = _people(sales, exposures, people)
        panels = {"sales": _sales_panel(sales, include), "exposures": _exposures_panel(exposures)}
        with self._frames(panels, by="buyer") as (_, place):
            made = ledgers.allocate(
                place / "panels" / "sales.parquet", place / "panels" / "exposures.parquet", rule=rule,
                incrementality=incrementality, horizon=horizon, half_life=half_life, session=session,
                include="include", partitions=self.partitions,
            )  # fmt: skip
            if not entries:
                return replace(made.ledger(size), sales=sales)
            lines = made.entries.select("sale", "place", "exposure", "weight", "amount_minor")
            opened = _opened(_brought(lines, place / "entries"), sales, exposures)
        return _closed(made, size, sales, opened, include)

    def pagerank(
        self,
        graph: Graph,
        *,
        damping: float = 0.85,
        personalisation: ArrayLike | None = None,
        tolerance: float = 1e-8,
        iterations: int = 500,
    ) -> PageRank:
        """The `PageRank` of `agora_analytics.influence.pagerank`; arguments, results and errors are of that function."""
        panels: dict[str, dict[str, ArrayLike]] = {"edges": {"source": graph.source, "target": graph.target}}
        if graph.weight is not None:
            panels["edges"]["weight"] = graph.weight
        if personalisation is not None:
            given = np.asarray(personalisation, dtype=np.float64)
            if given.size != graph.nodes:
                raise InvalidInput(f"expected {graph.nodes} rows, got {given.size}", column="personalisation")
            panels["restarts"] = {"node": np.arange(given.size), "weight": given}
        with self._frames(panels) as (frames, _):
            return ranks.pagerank(
                frames["edges"], nodes=graph.nodes, damping=damping, personalisation=frames.get("restarts"),
                tolerance=tolerance, iterations=iterations, partitions=self.partitions,
            ).local()  # fmt: skip

    def customer_summary(
        self,
        customer: ArrayLike,
        time: ArrayLike,
        amount: ArrayLike | None = None,
        *,
        end: Any,
        unit: float | str,
        occasion: float = 1.0,
    ) -> CustomerSummary:
        """The `CustomerSummary` of `agora_analytics.lifetime.customer_summary`, with its arguments and errors."""
        who = np.asarray(customer)
        if not who.size:
            raise NotEnoughData("no purchases: there is nobody to summarise")
        columns: dict[str, ArrayLike] = {"customer": who, "time": _moments(time)}
        if amount is not None:
            columns["amount"] = amount
        with self._frames({"transactions": columns}) as (frames, place):
            made = lifetimes.customer_summary(
                frames["transactions"], end=end, unit=unit, occasion=occasion, partitions=self.partitions
            )
            table = _brought(made, place / "summary")
        order = np.argsort(table["customer"].to_numpy())
        return CustomerSummary(**{name: table[name].to_numpy()[order] for name in table.column_names})

    def fit_buying(self, summary: CustomerSummary, model: _Model) -> _Model:
        """The model fitted to histories that Spark has counted: the same parameters as of all rows."""
        with self._frames({"summary": vars(summary)}) as (frames, _):
            return lifetimes.fit_buying(frames["summary"], model)

    def customers_ahead(
        self,
        summary: CustomerSummary,
        buying: BuyTillYouDie,
        spending: GammaGamma | None = None,
        *,
        horizon: float,
        rate: float = 0.0,
        margin: float = 1.0,
    ) -> CustomersAhead:
        """Expectations per customer by fitted models, as `agora_analytics.spark.customers_ahead` says."""
        with self._frames({"summary": vars(summary)}) as (frames, place):
            made = lifetimes.customers_ahead(
                frames["summary"], buying, spending, horizon=horizon, rate=rate, margin=margin
            )
            table = _brought(made, place / "ahead")
        order = np.argsort(table["customer"].to_numpy())
        columns = {name: table[name].to_numpy()[order] for name in table.column_names}
        return CustomersAhead(**({"expected_amount": np.zeros(0), "value": np.zeros(0)} | columns))

    @contextmanager
    def _frames(
        self, panels: Mapping[str, Mapping[str, ArrayLike]], *, by: str | None = None
    ) -> Iterator[tuple[dict[str, DataFrame], Path]]:
        """The panels as DataFrames, and the place they lie in, with room for results, while the block lasts."""
        with tempfile.TemporaryDirectory(prefix="agora-", dir=self.folder) as made, named_errors():
            place = write_panels(Path(made) / "panels", by=by, **panels)
            yield read_parquet(self.session, place), Path(made)


def _people(sales: Sales, exposures: Exposures, people: int | None) -> int:
    highest = max(int(code.max(initial=-1)) for code in (sales.buyer, exposures.buyer, exposures.author))
    if people is not None and highest >= people:
        raise InvalidInput(f"person code {highest} does not fit {people} people", column="people")
    return highest + 1 if people is None else people


def _sales_panel(sales: Sales, include: ArrayLike | None) -> dict[str, ArrayLike]:
    chosen = np.ones(sales.size, dtype=np.bool_) if include is None else np.asarray(include, dtype=np.bool_)
    if chosen.shape != (sales.size,):
        raise InvalidInput(f"expected {sales.size} marks, one per sale, got {chosen.size}", column="include")
    return {"sale": np.arange(sales.size), **vars(sales), "include": chosen}


def _exposures_panel(exposures: Exposures) -> dict[str, ArrayLike]:
    return {"exposure": np.arange(exposures.size), **vars(exposures)}


def _moments(time: ArrayLike) -> np.ndarray[Any, Any]:
    """Numbers as they are, moments in the microseconds that Spark counts."""
    array = np.asarray(time)
    return array.astype("datetime64[us]") if array.dtype.kind in "OM" else array


def _brought(frame: DataFrame, place: Path) -> pa.Table:
    """The rows of a frame by way of Parquet, written by all machines at once, past the memory of the driver."""
    frame.write.parquet(str(place), mode="overwrite", compression="snappy")
    return pq.read_table(place)


def _opened(lines: pa.Table, sales: Sales, exposures: Exposures) -> Entries:
    """Entries in the order of sales and, within a sale, of its places."""
    column = {name: lines[name] for name in lines.column_names}
    sale, place = column["sale"].to_numpy(), column["place"].to_numpy()
    weight, amount = column["weight"].to_numpy(), column["amount_minor"].to_numpy()
    own, met = place < 0, np.flatnonzero(place >= 0)
    own_weight, own_minor = np.ones(sales.size), np.zeros(sales.size, dtype=np.int64)
    own_weight[sale[own]], own_minor[sale[own]] = weight[own], amount[own]
    start = np.zeros(sales.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(sale[met], minlength=sales.size), out=start[1:])
    row = np.empty(met.size, dtype=np.int64)
    row[start[sale[met]] + place[met]] = met
    exposure = column["exposure"].fill_null(-1).to_numpy()[row]
    return Entries(
        own_weight=own_weight, own_minor=own_minor, start=start, sale=sale[row], exposure=exposure,
        author=exposures.author[exposure], content=exposures.content[exposure], kind=exposures.kind[exposure],
        weight=weight[row], amount_minor=amount[row],
    )  # fmt: skip


def _closed(made: ledgers.Allocation, people: int, sales: Sales, entries: Entries, include: ArrayLike | None) -> Ledger:
    """Accounts are sums over entries: a ledger with entries adds up its own."""
    none = np.zeros(people, dtype=np.int64)
    split = np.zeros((people, len(Account)), dtype=np.int64)
    empty = Ledger(
        made.rule, made.incrementality, own=none, given=none, received=none, net=none, gross=none,
        given_by_account=split, firm=0, unknown=0, total=0, sales=sales, entries=entries,
    )  # fmt: skip
    return empty.between(include=include)
