"""Pages to look at: the filled form as bytes, page images, and one box set live. Nothing here reads the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.mapping.filled import FilledForm
from app.pdf.composing.composer import AddendumHeading, BoxTitle, Composed
from app.pdf.ink.typesetter import lay_out
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.raster import Raster
from app.pdf.setting import Setting
from app.pdf.template import Box, BoxId
from app.services.prepare import Prepared
from app.services.session import Session
from app.signing.draft import Draft


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages a document has, and of what kind."""

    form: int
    addendum: int


def preview(prepared: Prepared) -> Composed:
    """The filled form as it will print, without signature: bytes, and how each value sits in its box."""
    return draft(prepared).composed()


def draft(prepared: Prepared) -> Draft:
    """The filled form as it is put before a signer; composing it gives the same bytes every time."""
    wanted = prepared.pack.signer.mark_at if prepared.pack else None
    # The office's place is for this edition's pages; one that is not there is no place.
    mark_at = wanted if wanted is not None and 1 <= wanted[0] <= len(prepared.form.template.pages) else None
    return Draft(prepared.form, prepared.filled, box_titles(prepared.filled), addendum_heading(prepared), mark_at)


def check(session: Session, prepared: Prepared, composed: Composed, values: Mapping[BoxId, str | bool]) -> None:
    """Let a finished document pass only if every value stands on it and nothing in it can be toggled or hidden.

    Raises:
        PdfProblem: a value has no ink or does not read back, or the file holds what a finished one must not.
    """
    prove(prepared.form, composed, values, session.paper)
    check_structure(session, prepared, composed.pdf)


def check_structure(session: Session, prepared: Prepared, pdf: bytes) -> None:
    """Let a file pass only if nothing in it can be toggled, run or hidden.

    Raises:
        PdfProblem: it holds what a finished document must not.
    """
    gate(pdf, session.paper, ours_from=prepared.form.first_free)


def settings(prepared: Prepared) -> Mapping[BoxId, Setting]:
    """Every printed value set into its box: what the screen draws over the blank page."""
    values = prepared.filled.values()
    return {box.id: lay_out(box, values[box.id]) for box in prepared.form.template.boxes if box.id in values}


def set_box(box: Box, value: str | bool) -> Setting:
    """One value set into its box, for drawing while it is typed."""
    return lay_out(box, value)


def page_image(session: Session, pdf: bytes, page: int, scale: float) -> Raster:
    """A page as it is seen; drawn in the worker, from any thread.

    Args:
        session: whose worker draws.
        pdf: a blank, a preview or a signed document.
        page: from 1.
        scale: 1 draws 72 dots an inch.
    """
    return session.paper.render(pdf, page, scale)


def box_titles(filled: FilledForm) -> Mapping[BoxId, BoxTitle]:
    """What the form calls each box, for the addendum."""
    return {
        fill.box: BoxTitle(section=filled.titles.get(fill.section, ""), question=fill.title)
        for fill in filled.boxes.values()
    }


def addendum_heading(prepared: Prepared) -> AddendumHeading:
    """Whose addendum it is: what a payer needs to put a loose page to its form."""
    facts = prepared.facts
    parts = (
        ("Patient", facts.value("patient.full_name")),
        ("Date of birth", facts.value("patient.dob")),
        ("Member ID", facts.value("coverage.member_id")),
    )
    title = prepared.pack.title if prepared.pack else "the form"
    lines = tuple(f"{name}: {_shown(value)}" for name, value in parts if value is not None)
    return AddendumHeading(title=f"Addendum to {title}", lines=lines)


def _shown(value: object) -> str:
    return f"{value:%m/%d/%Y}" if hasattr(value, "strftime") else str(value)
