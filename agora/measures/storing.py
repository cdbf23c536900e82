"""What a run found goes in by COPY, whole or not at all; pages read it once it is shown.

Nothing is turned into Python objects row by row: blocks become Arrow tables, tables become CSV, CSV goes in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from numpy.typing import NDArray
from pyarrow import csv

from agora.core import clock
from agora.measures.models import Credit, Run, Score, Tie
from agora.measures.panels.arrow import DAY_SECONDS
from agora.measures.panels.money import SaleKind
from agora.measures.progress import Progress, silent
from agora.measures.results import CreditBlock, Result, ScoreBlock, TieBlock

KEPT_RUNS = 3
ROWS_AT_ONCE = 100_000

SCORES = "measures_score (run_id, measure, subject_kind, subject_id, label, value, low, high, basis)"
CREDITS = "measures_credit (run_id, sale_kind, sale_id, at, buyer_id, author_id, post_id, weight, amount_minor)"
TIES = "measures_tie (run_id, one_id, other_id, strength, heard, heard_by, last_at)"


@transaction.atomic
def store(run: Run, result: Result, *, progress: Progress = silent) -> None:
    """Write what the run found and mark it done; pages go on reading the run before until `show`."""
    tables = [(SCORES, score_table(run.pk, block)) for block in result.scores]
    if result.credits:
        tables.append((CREDITS, _credit_table(run.pk, result.credits)))
    if result.ties:
        tables.append((TIES, _tie_table(run.pk, result.ties)))
    stored, total = 0, sum(table.num_rows for _, table in tables)
    for target, table in tables:
        for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
            _copy(target, batch)
            stored += batch.num_rows
            progress("storing", stored, total)
    run.step("done", inputs=run.inputs | result.inputs, outcome=result.outcome, finished_at=clock.now())


@transaction.atomic
def show(runs: Iterable[Run]) -> None:
    """Make these finished runs the ones that pages read of their measures, all at once; forget old figures.

    What another round has finished and not shown stays unshown: it waits for the rest of its round.
    """
    current = {run.measure: run.pk for run in runs}
    Run.objects.filter(measure__in=current, is_current=True).exclude(pk__in=current.values()).update(is_current=False)
    Run.objects.filter(pk__in=current.values(), is_current=False).update(is_current=True)
    for measure in current:
        _forget(measure)


def score_table(run: int, block: ScoreBlock) -> pa.Table:
    """Return the rows of a block as the table has them; subjects become persons and identities."""
    size = block.ids.size
    kind = np.where(block.ids > 0, "person", "identity") if block.of == "subject" else _all(block.of, size)
    return _table(
        run,
        size,
        measure=_all(block.measure, size),
        kind=pa.array(kind, pa.string()),
        id=np.abs(block.ids),
        label=_all("", size) if block.labels is None else pa.array(block.labels, pa.string()),
        value=block.value,
        low=_bound(block.low, size),
        high=_bound(block.high, size),
        basis=objects(block.basis, size),
    )


def objects(columns: Mapping[str, Any], size: int) -> pa.Array:
    """Return one JSON object per row: `columns` are (size,) numbers, words or lists; NaN and None become null."""
    if not columns:
        return _all("{}", size)
    pieces: list[Any] = []
    for name, values in columns.items():
        pieces += [f"{',' if pieces else '{'}{json.dumps(name)}:", _values(values)]
    return pc.binary_join_element_wise(*pieces, "}", "")


def _values(values: Any) -> pa.Array:
    column = pa.array(values, from_pandas=True)
    if isinstance(column, pa.ChunkedArray):  # what Arrow makes of a long array of words
        column = column.combine_chunks()
    if pa.types.is_string(column.type) or pa.types.is_list(column.type):
        return _written(column)
    return pc.fill_null(pc.cast(column, pa.string()), "null")


def _written(column: pa.Array) -> pa.Array:
    """Words and lists, of which there are few different ones, as JSON."""
    if pa.types.is_list(column.type):
        return pa.array([json.dumps(value) for value in column.to_pylist()])
    coded = column.dictionary_encode()
    return pa.array([json.dumps(word) for word in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _credit_table(run: int, block: CreditBlock) -> pa.Table:
    kinds = np.array([kind.stored for kind in sorted(SaleKind)])
    return _table(
        run,
        block.sale_id.size,
        kind=pa.array(kinds[block.sale_kind], pa.string()),
        sale=block.sale_id,
        at=_moments(block.at),
        buyer=block.buyer,
        author=pa.array(block.author, mask=block.author == 0),
        post=block.post,
        weight=block.weight,
        amount=block.amount,
    )


def _tie_table(run: int, block: TieBlock) -> pa.Table:
    return _table(
        run,
        block.one.size,
        one=block.one,
        other=block.other,
        strength=block.strength,
        heard=block.heard,
        heard_by=block.heard_by,
        last=_moments(block.last),
    )


def _table(run: int, size: int, **columns: Any) -> pa.Table:
    return pa.table({"run": pa.array(np.full(size, run)), **columns})


def _moments(days: NDArray[np.float64]) -> pa.Array:
    return pa.array(np.round(days * DAY_SECONDS * 1e6).astype(np.int64)).cast(pa.timestamp("us", "UTC"))


def _all(word: str, size: int) -> pa.Array:
    return pa.array([word]).take(pa.array(np.zeros(size, dtype=np.int64)))


def _bound(values: NDArray[np.float64] | None, size: int) -> pa.Array:
    return pa.nulls(size, pa.float64()) if values is None else pa.array(values, from_pandas=True)


def _copy(target: str, batch: pa.RecordBatch) -> None:
    text = io.BytesIO()
    csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getbuffer())


def _forget(measure: str) -> None:
    """Keep the figures of the last runs only; the runs themselves stay as a record."""
    done = Run.objects.filter(measure=measure, state="done", is_current=False).order_by("-started_at", "-pk")
    old: Sequence[int] = list(done.values_list("pk", flat=True)[KEPT_RUNS:])
    for table in (Score, Credit, Tie):
        table._default_manager.filter(run__in=old)._raw_delete("default")
