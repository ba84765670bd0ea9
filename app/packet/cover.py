"""The cover of a fax: to whom, from whom, how many pages, what follows, and that it is confidential."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Spacer, Table

from app.packet._sheet import HAIRLINE_PT, WIDTH_PT, mixed, section, sheet_pdf, table_style, text

_TITLE = "Fax"
_LABEL_PT = 74.0

CONFIDENTIAL = (
    "This fax may hold protected health information that the law keeps private. It is meant only for the addressee "
    "named above. If you are not the addressee, you may not read, copy or pass it on: please call the sender at once, "
    "and destroy all pages."
)


@dataclass(frozen=True, slots=True)
class Follows:
    """One document that follows the cover.

    Attributes:
        what: in general words, such as "Chart notes"; nothing of a patient.
        first: its first page, counted through the whole.
    """

    what: str
    first: int
    pages: int


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover says.

    Attributes:
        to_name: of the payer's desk.
        to_fax: as printed on the form, or as the office knows it.
        from_lines: practice, location, telephone, fax.
        pages: of this call, the cover among them.
        call: which of several calls this is, from 1, and how many there are.
        about: what it is about, in words that the office's setting allows.
        words: what the office says beside.
        notice: that it is confidential, in the office's words; empty for the usual ones.
    """

    to_name: str
    to_fax: str
    from_lines: tuple[str, ...]
    date: dt.date
    pages: int
    urgent: bool = False
    about: str = ""
    call: tuple[int, int] = (1, 1)
    follows: Sequence[Follows] = ()
    words: str = ""
    notice: str = ""


def cover_pdf(cover: Cover) -> bytes:
    """The cover as a PDF; the same bytes for the same cover."""
    return sheet_pdf(lambda: _story(cover), title="Fax cover", foot="")


def _story(cover: Cover) -> list[Flowable]:
    parts: list[Flowable] = [_head(cover), Spacer(0, 14)]
    if cover.urgent:
        parts += [text("URGENT: an expedited decision is asked for.", bold=True, size_pt=14), Spacer(0, 10)]
    parts += [_facts(cover), Spacer(0, 8)]
    rows: list[list[object]] = [_row(number, item) for number, item in enumerate(cover.follows, 1)]
    parts += section("What follows", rows)
    if cover.words:
        parts += [Spacer(0, 12), *(text(line, size_pt=11) for line in _lines(cover.words))]
    return [*parts, Spacer(0, 18), _notice(cover.notice or CONFIDENTIAL)]


def _head(cover: Cover) -> Table:
    number, calls = cover.call
    pages = [text(f"{cover.pages} page{'' if cover.pages == 1 else 's'}", bold=True, size_pt=16, align=1)]
    pages.append(text("with this cover" if calls == 1 else f"in this call, {number} of {calls}", size_pt=10, align=1))
    return Table(
        [[text(_TITLE, bold=True, size_pt=30), pages]],
        colWidths=[WIDTH_PT - 170, 170],
        style=table_style(
            4, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOX", (1, 0), (1, 0), 1.4, black),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ),
    )  # fmt: skip


def _facts(cover: Cover) -> Table:
    rows = [
        ("To", (cover.to_name, *([f"Fax {cover.to_fax}"] if cover.to_fax else []))),
        ("From", cover.from_lines),
        ("Date", (f"{cover.date:%m/%d/%Y}",)),
        ("About", (cover.about or "Prior authorization request",)),
    ]
    cells = [[text(name, size_pt=11), [text(line, bold=True, size_pt=12) for line in lines]] for name, lines in rows]
    style = table_style(4, ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE_PT, black))
    return Table(cells, colWidths=[_LABEL_PT, WIDTH_PT - _LABEL_PT], style=style)


def _row(number: int, item: Follows) -> list[object]:
    pages = f"page {item.first}" if item.pages == 1 else f"pages {item.first} to {item.first + item.pages - 1}"
    return [text(str(number), size_pt=11), mixed((item.what, True), size_pt=11), text(pages, size_pt=11)]


def _lines(words: str) -> list[str]:
    return [" ".join(line.split()) for line in words.splitlines() if line.strip()]


def _notice(notice: str) -> Table:
    words = [text("Confidential", bold=True, size_pt=12), Spacer(0, 3)]
    words += [text(line, size_pt=10) for line in _lines(notice)]
    style = table_style(9, ("BOX", (0, 0), (-1, -1), 0.9, black), ("LEFTPADDING", (0, 0), (-1, -1), 10))
    return Table([[words]], colWidths=[WIDTH_PT], style=style)
