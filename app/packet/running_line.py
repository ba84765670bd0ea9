"""The line that every page of a fax carries: which page of the whole it is, and whose member number it belongs to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.packet._sheet import BOLD, plain_info, register

#: Bold letters of this size survive a standard fax.
SIZE_PT: Final = 7.5
#: The room that the line takes, with what must be bare above and below it.
HEIGHT_PT: Final = 11.0
_RISE_PT: Final = 3.0
_SPARE_PT: Final = 2.0


def line_text(page: int, pages: int, member_id: str) -> str:
    """`Page 3 of 12 · Member ID W123456789`; without a number only the page."""
    return f"Page {page} of {pages}" + (f" · Member ID {member_id}" if member_id else "")


def line_room_pt(text: str) -> float:
    """How wide the bare place for a line must be."""
    return float(stringWidth(text, register(BOLD), SIZE_PT)) + 2 * _SPARE_PT


def lines_pdf(texts: Sequence[str]) -> bytes:
    """A page for each line, as large as the line's room: to be laid over the pages that it is for."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, initialFontName=register(BOLD))
    canvas._doc.info.format = partial(plain_info, "Lines")
    canvas._doc._catalog.PageMode = None
    for text in texts:
        canvas.setPageSize((line_room_pt(text), HEIGHT_PT))
        canvas.setFont(BOLD, SIZE_PT)
        canvas.drawString(_SPARE_PT, _RISE_PT, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
