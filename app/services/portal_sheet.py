"""The portal sheet: the answers of a form in its order, to be typed or pasted into a payer's portal."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ids import RequestId
from app.mapping.filled import BoxFill
from app.services.checks import as_signed
from app.services.prepare import Prepared, prepare
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One answer.

    Attributes:
        section: of the form, empty without one.
        asked: what the form asks.
        answer: as it stands on the form; of ticks, the words of the box that is ticked.
        page: of the form, from 1.
    """

    section: str
    asked: str
    answer: str
    page: int


def portal_sheet(session: Session, request_id: RequestId) -> tuple[PortalRow, ...]:
    """The answers that stand on the form, in its order; what is not confirmed is not among them.

    Raises:
        NoFormChosen: the request has no form yet.
    """
    session.allow(Act.EXPORT)
    return rows_of(prepare(session, request_id))


def rows_of(prepared: Prepared) -> tuple[PortalRow, ...]:
    """The same of a request at hand."""
    filled = as_signed(prepared)
    rows: dict[tuple[str, str, str], PortalRow] = {}
    for box in prepared.form.template.boxes:
        fill = filled.boxes.get(box.id)
        if fill is None or not fill.is_printed:
            continue
        answer = _answer(fill)
        if not answer:
            continue
        asked = _asked(prepared, fill)
        section = filled.titles.get(fill.section, "")
        # The same thing asked again on a later page is answered once.
        rows.setdefault((section, asked, answer), PortalRow(section, asked, answer, fill.page))
    return tuple(rows.values())


def _answer(fill: BoxFill) -> str:
    if isinstance(fill.value, str):
        return fill.value.strip()
    if fill.value is not True:
        return ""
    return _parted(fill.title)[1] or "Yes"


def _parted(title: str) -> tuple[str, str]:
    """What a tick box asks, and what its tick says: `Sex: Female`, `Is it new? Yes`."""
    words = " ".join(title.split())
    if "?" in words:
        asked, _, says = words.rpartition("?")
        return f"{asked}?", says.strip()
    asked, colon, says = words.partition(": ")
    return (asked, says) if colon else (words, "")


def _asked(prepared: Prepared, fill: BoxFill) -> str:
    question = prepared.pack.question(fill.question) if prepared.pack is not None and fill.question else None
    words = question.wording if question is not None else fill.title
    if question is None and fill.value is True:
        words = _parted(words)[0]
    return " ".join(words.split()) or f"Box on page {fill.page}"
