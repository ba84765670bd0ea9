"""What every page of a document gets, signed or to be signed with a pen: its foot line and its square code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.pdf.ink.lines import Ink
from app.pdf.template import Rect
from app.signing.blank import PageInk
from app.signing.block import is_partly_reserved
from app.signing.foot import (
    LEAST_QR_PT,
    FootPlace,
    code_ink,
    foot_ink,
    foot_text,
    place_for_foot,
    place_for_qr,
)
from app.signing.manifest import Manifestation


@dataclass(slots=True)
class Plan:
    """Ink by page (from 1) while it is being placed."""

    pages: Mapping[int, PageInk]
    texts: tuple[str, ...]
    ink: dict[int, list[Ink]] = field(default_factory=dict)
    marks: list[tuple[int, Rect]] = field(default_factory=list)
    placed: dict[int, list[Rect]] = field(default_factory=dict)
    feet: dict[int, FootPlace] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, number: int, ink: tuple[Ink, ...]) -> None:
        """Add ink to a page."""
        self.ink.setdefault(number, []).extend(ink)


def find_feet(plan: Plan, words: Manifestation) -> None:
    """The place of every page's foot line."""
    for number, page in plan.pages.items():
        place = place_for_foot(page, words)
        if place is None:
            plan.notes.append(f"Page {number} has no blank margin for the document number.")
        else:
            plan.feet[number] = place


def place_codes(plan: Plan, words: Manifestation, total: int) -> None:
    """The square code of every page that has blank paper for it, as large as there is room for."""
    for number, page in plan.pages.items():
        foot = plan.feet.get(number)
        taken = (*plan.placed.get(number, ()), *(() if foot is None else (foot.band,)))
        place = place_for_qr(page, words, taken, only_bare=is_partly_reserved(plan.texts[number - 1]))
        if place is None:
            plan.notes.append(f"Page {number} has no blank place for the square code.")
            continue
        if place.width < LEAST_QR_PT:
            plan.notes.append(f"The square code on page {number} is small: a fax of standard quality may lose it.")
        plan.put(number, (code_ink(place, words, number, total, page.frame),))


def put_feet(plan: Plan, words: Manifestation, total: int) -> None:
    """The foot line of every page that has room for it."""
    for page, foot in plan.feet.items():
        text = foot_text(words, page, total, is_short=foot.is_short)
        plan.put(page, foot_ink(foot.band, text, plan.pages[page].frame))
