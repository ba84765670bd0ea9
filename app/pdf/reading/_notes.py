"""What a person should know of a form before filling it, as plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from app.pdf.reading._objects import items, whole
from app.pdf.template import Box, BoxKind

_SIGNATURES_EXIST = 1


def notes_of(
    pdf: pikepdf.Pdf, boxes: Sequence[Box], form: pikepdf.Dictionary | None, *, repaired: bool, beside_pages: int = 0
) -> tuple[str, ...]:
    """The sentences, the most urgent first.

    Args:
        pdf: the document, before anything is taken away.
        boxes: of the form.
        form: the document's `/AcroForm` dictionary, or None.
        repaired: whether the file had to be repaired.
        beside_pages: how many boxes lie where no page shows them.
    """
    found = []
    if repaired:
        found.append("The file was damaged and has been repaired. Compare the pages with the payer's original.")
    filled = sum(1 for box in boxes if box.prefilled.strip())
    if filled:
        found.append(f"{filled} of its boxes come already filled in.")
    if beside_pages:
        found.append(_beside(beside_pages))
    if _is_signed(form, boxes):
        found.append("The file carries a digital signature, which does not survive filling.")
    found.extend(_permissions(pdf))
    if form is not None and "/XFA" in form:
        found.append("Its extra data for Adobe programs (XFA) is left out; the pages are the same.")
    return tuple(found)


def _beside(count: int) -> str:
    if count == 1:
        return "One of its boxes lies outside its page: it is seen neither here nor on paper, and left out."
    return f"{count} of its boxes lie outside their pages: they are seen neither here nor on paper, and left out."


def _is_signed(form: pikepdf.Dictionary | None, boxes: Sequence[Box]) -> bool:
    if form is None or not any(box.kind is BoxKind.SIGNATURE for box in boxes):
        return False
    return bool(whole(form.get("/SigFlags")) & _SIGNATURES_EXIST) and any(
        isinstance(field, pikepdf.Dictionary) and field.get("/FT") == "/Sig" and "/V" in field
        for field in items(form.get("/Fields"))
    )


def _permissions(pdf: pikepdf.Pdf) -> list[str]:
    if not pdf.is_encrypted:
        return []
    allowed = pdf.allow
    if not allowed.modify_form and not allowed.modify_annotation:
        return ["The publisher does not allow this form to be filled in on a computer."]
    if not allowed.modify_other:
        return ["The publisher allows filling and printing, but no other changes."]
    return []
