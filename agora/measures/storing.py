"""A finished run goes in by COPY and becomes the current one in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from django.db import connection, transaction

from agora.core import clock
from agora.measures.models import Credit, Run, Score, Tie
from agora.measures.panels.arrow import moment_of
from agora.measures.panels.money import SaleKind
from agora.measures.results import CreditBlock, Result, ScoreBlock, TieBlock

KEPT_RUNS = 3

SCORES = "measures_score (run_id, measure, subject_kind, subject_id, label, value, low, high, basis)"
CREDITS = "measures_credit (run_id, sale_kind, sale_id, at, buyer_id, author_id, post_id, weight, amount_minor)"
TIES = "measures_tie (run_id, one_id, other_id, strength, exchanges, last_at)"


@transaction.atomic
def store(run: Run, result: Result) -> None:
    """Write what the run found and make it the current run of its measure; the one before loses the place."""
    for block in result.scores:
        _copy(SCORES, score_rows(run.pk, block))
    if result.credits:
        _copy(CREDITS, _credit_rows(run.pk, result.credits))
    if result.ties:
        _copy(TIES, _tie_rows(run.pk, result.ties))
    Run.objects.filter(measure=run.measure, is_current=True).update(is_current=False)
    run.step(
        "done",
        inputs=result.inputs,
        outcome=result.outcome,
        parameters=run.parameters | result.parameters,
        finished_at=clock.now(),
        is_current=True,
    )
    _forget(run.measure)


def score_rows(run: int, block: ScoreBlock) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a block as the table has them; subjects become persons and identities."""
    basis = block.basis if block.basis is not None else ({},) * block.ids.size
    labels = block.labels if block.labels is not None else ("",) * block.ids.size
    low, high = _bounds(block.low, block.ids.size), _bounds(block.high, block.ids.size)
    columns = (block.ids.tolist(), labels, block.value.tolist(), low, high, basis)
    for subject, label, value, lowest, highest, rests in zip(*columns, strict=True):
        kind = block.of if block.of != "subject" else ("person" if subject > 0 else "identity")
        yield run, block.measure, kind, abs(subject), label, value, lowest, highest, _json(rests)


def _bounds(values: Any, size: int) -> list[float | None]:
    return [None] * size if values is None else values.tolist()


def _credit_rows(run: int, block: CreditBlock) -> Iterator[tuple[Any, ...]]:
    kinds = {kind.value: kind.stored for kind in SaleKind}
    columns = (
        block.sale_kind,
        block.sale_id,
        block.at,
        block.buyer,
        block.author,
        block.post,
        block.weight,
        block.amount,
    )
    for kind, sale, at, buyer, author, post, weight, amount in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield run, kinds[kind], sale, moment_of(at), buyer, author or None, post, weight, amount


def _tie_rows(run: int, block: TieBlock) -> Iterator[tuple[Any, ...]]:
    columns = (block.one, block.other, block.strength, block.exchanges, block.last)
    for one, other, strength, exchanges, last in zip(*(column.tolist() for column in columns), strict=True):
        yield run, one, other, strength, exchanges, moment_of(last)


def _copy(target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{value!r} is no JSON value")


def _forget(measure: str) -> None:
    """Keep the figures of the last runs only; the runs themselves stay as a record."""
    done = Run.objects.filter(measure=measure, state="done", is_current=False).order_by("-started_at", "-pk")
    old = list(done.values_list("pk", flat=True)[KEPT_RUNS:])
    for table in (Score, Credit, Tie):
        table._default_manager.filter(run__in=old)._raw_delete("default")
