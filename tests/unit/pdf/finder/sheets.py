"""Flat pages drawn for the tests, and what is found on them."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from app.pdf.finder.candidate import Candidate
from app.pdf.finder.finding import find
from app.pdf.finder.looking import look
from app.pdf.finder.sight import PageSight
from app.pdf.template import BoxKind, Rect

Draw = Callable[[Canvas], None]


def sheet(draw: Draw, *, rotate: int = 0) -> bytes:
    """A page of US Letter with what a test draws on it."""
    out = io.BytesIO()
    # reportlab swaps the sides of a page that it turns
    size = (792, 612) if rotate % 180 else (612, 792)
    canvas = Canvas(out, pagesize=size, invariant=True)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    if rotate:
        canvas.setPageRotation(rotate)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def seen(draw: Draw, *, rotate: int = 0) -> PageSight:
    """What is seen on the page."""
    return look(sheet(draw, rotate=rotate))[0]


def found(draw: Draw) -> tuple[Candidate, ...]:
    """What is found on the page."""
    return find(seen(draw))


def kinds(candidates: tuple[Candidate, ...]) -> list[str]:
    return [str(one.kind) for one in candidates]


def texts(candidates: tuple[Candidate, ...]) -> list[Rect]:
    """Where text is to be written."""
    return [one.rect for one in candidates if one.kind in (BoxKind.TEXT, BoxKind.MULTILINE)]


def near(rect: Rect, x0: float, y0: float, x1: float, y1: float, by: float = 4.0) -> bool:
    """Whether a rectangle is the expected one, give or take."""
    wanted = (x0, y0, x1, y1)
    return all(abs(a - b) <= by for a, b in zip((rect.x0, rect.y0, rect.x1, rect.y1), wanted, strict=True))


def table(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """All lines of a table."""
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
