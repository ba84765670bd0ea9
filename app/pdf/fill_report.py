"""What became of each value: the report that `fill` writes. Holds no value."""

from __future__ import annotations

from typing import TypedDict

from app.pdf.composing.composer import Composed
from app.pdf.setting import FitKind


class BoxReport(TypedDict):
    """How one value fits."""

    fit: str
    size_pt: float
    note: str


class FillReport(TypedDict):
    """How all values fit, and how many pages came of it."""

    boxes: dict[str, BoxReport]
    form_pages: int
    addendum_pages: int


def fill_report(composed: Composed) -> FillReport:
    """The report of a filling."""
    boxes: dict[str, BoxReport] = {}
    for box_id, fit in composed.fits.items():
        missing = composed.missing.get(box_id, ())
        note = f"{fit.note} {_missing_note(len(missing))}".strip() if missing else fit.note
        boxes[box_id] = {"fit": fit.kind.value, "size_pt": round(fit.size_pt, 2), "note": note}
    return {"boxes": boxes, "form_pages": composed.form_pages, "addendum_pages": composed.addendum_pages}


def fit_counts(composed: Composed) -> dict[FitKind, int]:
    """How many values stand whole, shrunk, continued."""
    kinds = [fit.kind for fit in composed.fits.values()]
    return {kind: kinds.count(kind) for kind in FitKind}


def _missing_note(count: int) -> str:
    characters = "1 character is" if count == 1 else f"{count} characters are"
    return f"{characters} in no font of this program; a hollow square stands in place."
