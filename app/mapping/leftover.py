"""Rows of the ledger that a form's table has no room for: they are never dropped without a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.facts import Facts, Origin
from app.domain.vocabulary import Rows
from app.mapping.evaluate import evaluate
from app.mapping.model import PackBox, Source, SourceKind
from app.mapping.references import reference

#: The only table that the vocabulary has.
LEDGER = "prior"
_ROW = "{prior[#].drug}[ {prior[#].dose}][, {prior[#].dates}][: {prior[#].outcome}][, {prior[#].reason}]"
_HEADING = "Further therapies: "


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One therapy that is not in the form's table.

    Attributes:
        text: drug, dose, dates, outcome and reason in one line.
    """

    row: int
    text: str
    keys: tuple[str, ...]
    origins: tuple[Origin, ...]


def left_over(boxes: Iterable[PackBox], facts: Facts) -> tuple[LeftOver, ...]:
    """The therapies beyond the last row of the table; none where the form has no table."""
    last = max((_row(key) for box in boxes for key in box.source.keys), default=0)
    if last == 0:
        return ()
    return tuple(found for row in range(last + 1, facts.rows(LEDGER) + 1) if (found := _therapy(row, facts)))


def as_text(rest: Iterable[LeftOver]) -> str:
    """All of them, for a box that takes what the table has no room for."""
    return _HEADING + "; ".join(item.text for item in rest) + "."


def _row(key: str) -> int:
    ref = None if "*" in key else reference(key)
    return ref.row or 0 if ref is not None and ref.spec.rows is Rows.ONLY_ROWS else 0


def _therapy(row: int, facts: Facts) -> LeftOver | None:
    source = Source(SourceKind.COMPOSE, pattern=_ROW.replace("#", str(row)))
    written = evaluate(source, facts, is_check=False)
    return LeftOver(row, written.value, written.keys, written.origins) if isinstance(written.value, str) else None
