"""How our own printed sheets look: faces, sizes, rules, tick squares. Black on white, legible after a fax."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, PolyLine, Rect
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from app.pdf.fonts import chain, face_path
from app.pdf.template import Family

PAGE: Final = letter
MARGIN_PT: Final = 46.0
HAIRLINE_PT: Final = 0.6
REGULAR: Final = "LiberationSans-Regular"
BOLD: Final = "LiberationSans-Bold"

#: The smallest letters on a sheet: below this a standard fax loses them.
SMALL_PT: Final = 9.0
TEXT_PT: Final = 9.5


def square(*, ticked: bool = False, size_pt: float = 9.0) -> Drawing:
    """An empty square for a person to tick by hand, or a ticked one."""
    drawing = Drawing(size_pt, size_pt)
    drawing.add(Rect(0, 0, size_pt, size_pt, fillColor=None, strokeColor=black, strokeWidth=0.9))
    if ticked:
        points = [size_pt * part for part in (0.2, 0.5, 0.42, 0.22, 0.82, 0.82)]
        drawing.add(PolyLine(points, strokeColor=black, strokeWidth=1.5))
    return drawing


def text(
    words: str, *, bold: bool = False, size_pt: float = TEXT_PT, align: int = 0, leading: float = 1.26
) -> Paragraph:
    """A paragraph; characters that the face lacks come from another bundled one."""
    register(BOLD)
    return Paragraph(_marked_up(words, bold=bold), _style(bold, size_pt, align, leading))


def mixed(*parts: tuple[str, bool], size_pt: float = TEXT_PT) -> Paragraph:
    """A paragraph of parts, each plain or bold."""
    register(BOLD)
    marked = "".join(_marked_up(words, bold=bold, wrap=True) for words, bold in parts)
    return Paragraph(marked, _style(False, size_pt, 0, 1.26))


def register(face: str) -> str:
    """Make a bundled face known to reportlab; returns its name."""
    if face not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face, str(face_path(face))))
    return face


def sheet_pdf(story: Callable[[], list[Flowable]], *, title: str, foot: str) -> bytes:
    """A document of our own: the same bytes for the same story, and nothing of who made it or when.

    Args:
        story: gives the content; asked twice, since the foot says how many pages there are.
        title: general, such as "Submission checklist"; stands in the file's properties.
        foot: stands on every page, before "page 1 of 2".
    """
    pages = _built(story(), title, foot, 0)[1]
    return _built(story(), title, foot, pages)[0]


def _built(story: list[Flowable], title: str, foot: str, pages: int) -> tuple[bytes, int]:
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=PAGE,
        leftMargin=MARGIN_PT,
        rightMargin=MARGIN_PT,
        topMargin=40,
        bottomMargin=52,
        invariant=1,
        pageCompression=1,
        initialFontName=register(REGULAR),
    )

    def on_page(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas._doc.info = _PlainInfo(title)
        _write_foot(canvas, f"{foot} · page {canvas.getPageNumber()} of {pages}")

    document.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return out.getvalue(), document.page


def _write_foot(canvas: Canvas, words: str) -> None:
    canvas.setLineWidth(HAIRLINE_PT)
    canvas.line(MARGIN_PT, 40, PAGE[0] - MARGIN_PT, 40)
    foot = text(words, size_pt=SMALL_PT, align=1)
    foot.wrapOn(canvas, PAGE[0] - 2 * MARGIN_PT, 20)
    foot.drawOn(canvas, MARGIN_PT, 26)


class _PlainInfo:
    """A document information dictionary that holds a general title, and nothing else."""

    invariant = 1

    def __init__(self, title: str) -> None:
        self._title = title

    def format(self, document: Any) -> bytes:
        """As reportlab writes it."""
        written = self._title.replace("\\", "").replace("(", "").replace(")", "")
        return f"<< /Title ({written}) /Producer (PA Desk) >>".encode("ascii", "replace")


@lru_cache(maxsize=64)
def _style(bold: bool, size_pt: float, align: int, leading: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"sheet-{bold}-{size_pt}-{align}-{leading}",
        fontName=register(BOLD if bold else REGULAR),
        fontSize=size_pt,
        leading=size_pt * leading,
        alignment=align,
        splitLongWords=1,
    )


def _marked_up(words: str, *, bold: bool, wrap: bool = False) -> str:
    runs = ((name, "".join(chars)) for name, chars in groupby(words, lambda char: _face_of(char, bold)))
    own = register(BOLD if bold else REGULAR)
    marked = [
        escape(part) if name == own and not wrap else f'<font name="{register(name)}">{escape(part)}</font>'
        for name, part in runs
    ]
    return "".join(marked)


@lru_cache(maxsize=4096)
def _face_of(char: str, bold: bool) -> str:
    found = chain(Family.SANS, bold, False).pick(char)
    return found.name if found else (BOLD if bold else REGULAR)
