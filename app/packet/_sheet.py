"""How our own printed sheets look: faces, sizes, rules, tick squares. Black on white, legible after a fax."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.pdf.ink.fonts import chain, face_path
from app.pdf.template import Family

PAGE: Final = letter
MARGIN_PT: Final = 46.0
HAIRLINE_PT: Final = 0.6
_FRAME_PADDING_PT: Final = 6.0
WIDTH_PT: Final = PAGE[0] - 2 * MARGIN_PT
_SQUARE: Final = 20.0
_WHERE: Final = 170.0
REGULAR: Final = "LiberationSans-Regular"
BOLD: Final = "LiberationSans-Bold"

#: The smallest letters on a sheet: below this a standard fax loses them.
SMALL_PT: Final = 9.0
TEXT_PT: Final = 9.5


def square(*, ticked: bool = False) -> Paragraph:
    """An empty square for a person to tick by hand, or a ticked one."""
    return text("☑" if ticked else "☐", size_pt=13, leading=0.82)


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


def sheet_pdf(story: Callable[[], list[Flowable]], *, title: str, foot: str, more_pages: int = 0) -> bytes:
    """A document of our own: the same bytes for the same story, and nothing of who made it or when.

    Args:
        story: gives the content; asked twice, since the foot says how many pages there are.
        title: general, such as "Submission checklist"; stands in the file's properties.
        foot: stands on every page, before "page 1 of 2"; empty for pages without a foot.
        more_pages: that will follow, and count.
    """
    pages = _built(story(), title, foot, 0)[1] + more_pages
    return _built(story(), title, foot, pages)[0]


def _built(story: list[Flowable], title: str, foot: str, pages: int) -> tuple[bytes, int]:
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=PAGE,
        leftMargin=MARGIN_PT - _FRAME_PADDING_PT,
        rightMargin=MARGIN_PT - _FRAME_PADDING_PT,
        topMargin=40,
        bottomMargin=52,
        invariant=1,
        pageCompression=1,
        initialFontName=register(REGULAR),
    )

    def on_page(canvas: Canvas, _: SimpleDocTemplate) -> None:
        if foot:
            _write_foot(canvas, f"{foot} · page {canvas.getPageNumber()} of {pages}")

    def plain_canvas(*args: Any, **options: Any) -> Canvas:
        canvas = Canvas(*args, **options)
        canvas._doc.info.format = partial(plain_info, title)
        canvas._doc._catalog.PageMode = None
        return canvas

    document.build(story, onFirstPage=on_page, onLaterPages=on_page, canvasmaker=plain_canvas)
    return out.getvalue(), document.page


def _write_foot(canvas: Canvas, words: str) -> None:
    canvas.setLineWidth(HAIRLINE_PT)
    canvas.line(MARGIN_PT, 40, PAGE[0] - MARGIN_PT, 40)
    foot = text(words, size_pt=SMALL_PT, align=1)
    foot.wrapOn(canvas, PAGE[0] - 2 * MARGIN_PT, 20)
    foot.drawOn(canvas, MARGIN_PT, 26)


def plain_info(title: str, _: object) -> bytes:
    """The file's properties as they stand in it: a general title, and no person, program version or time."""
    written = title.replace("\\", "").replace("(", "").replace(")", "")
    return f"<< /Title ({written}) /Producer (PA Desk) >>".encode("ascii", "replace")


def section(title: str, rows: list[list[object]]) -> list[Flowable]:
    """A headed list; the heading stays with its first row. A row of two cells reaches over the last column."""
    head: list[object] = [text(title, bold=True, size_pt=11), "", ""]
    wide = [("SPAN", (1, at), (2, at)) for at, row in enumerate(rows, 1) if len(row) == 2]
    table = Table(
        [head, *([*row, ""] if len(row) == 2 else row for row in rows)],
        colWidths=[_SQUARE, WIDTH_PT - _SQUARE - _WHERE, _WHERE],
        style=table_style(
            2,
            ("SPAN", (0, 0), (-1, 0)),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, black),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
            ("TOPPADDING", (0, 1), (-1, 1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("NOSPLIT", (0, 0), (-1, 1)),
            *wide,
        ),
    )
    return [Spacer(0, 9), table]


def table_style(padding_pt: float, *commands: tuple[object, ...]) -> TableStyle:
    """What all tables share: cells from the top and flush left, in our face, and close together."""
    return TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), register(REGULAR)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), padding_pt),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding_pt),
            *commands,
        ]
    )


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
