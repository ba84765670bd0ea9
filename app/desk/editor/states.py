"""How the state of a box looks and is said: on the page, in the table, to a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt

from app.desk.look.tokens import LIGHT
from app.mapping.drafting.model import BoxState, DraftBox, Standing
from app.mapping.drafting.plain import sureness
from app.mapping.model import Importance


@dataclass(frozen=True, slots=True)
class Look:
    """One state.

    Attributes:
        sign: one character that stands for it.
        color: of its frame on the white page.
        role: token of its words in the table.
    """

    words: str
    sign: str
    color: str
    line: Qt.PenStyle
    tint: int
    role: str


LOOKS: Mapping[BoxState, Look] = {
    BoxState.ACCEPTED: Look("settled", "✓", LIGHT.good, Qt.PenStyle.SolidLine, 22, "good"),
    BoxState.QUESTION: Look("question", "?", LIGHT.accent, Qt.PenStyle.SolidLine, 22, "accent"),
    BoxState.NOT_OURS: Look("not for the office", "×", LIGHT.edge, Qt.PenStyle.SolidLine, 34, "quiet"),
    BoxState.BY_HAND: Look("typed by hand", "–", LIGHT.edge, Qt.PenStyle.SolidLine, 14, "quiet"),
    BoxState.SUGGESTED: Look("suggested", "○", LIGHT.warn, Qt.PenStyle.DashLine, 30, "warn"),
    BoxState.OPEN: Look("not understood", "•", LIGHT.bad, Qt.PenStyle.DotLine, 30, "bad"),
}


def sure_words(box: DraftBox) -> str:
    """How sure the offer is, or how the box is settled."""
    if box.standing in (Standing.MOVED, Standing.NEW, Standing.DOUBTFUL) and box.is_open:
        return box.standing.value
    if box.state is BoxState.SUGGESTED:
        return sureness(box.confidence)
    return LOOKS[box.state].words


def spoken(box: DraftBox, meaning: str) -> str:
    """The box for a screen reader."""
    must = f", {box.importance.value}" if box.importance is not Importance.OPTIONAL else ""
    return f"{box.label or 'Box without a label'}: {meaning or 'no meaning yet'}, {sure_words(box)}{must}"
