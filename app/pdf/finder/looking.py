"""Looking at a document's pages with PDFium. Only ever called inside the worker: PDFium can end its process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pypdfium2 as pdfium

from app.pdf.child._drawable import drawable
from app.pdf.finder._garbled import deciphered
from app.pdf.finder._glyphs import GlyphReader
from app.pdf.finder._plausible import is_plausible
from app.pdf.finder._probe import Probe
from app.pdf.finder._rules import joined
from app.pdf.finder._shapes import ShapeReader, Shapes
from app.pdf.finder._words import read_lines
from app.pdf.finder.sight import Area, Glyph, PageSight, Rule, turned
from app.pdf.finder.symbols import BOX, is_unclear
from app.pdf.lettering.deciphering import Decipherer
from app.pdf.template import Rect

#: A page's text must stand crosswise by this share before it is read so.
_MOSTLY = 0.6
_OUTSIDE_PT = 2.0
_DARK = 0.5
_SMALLEST_PT, _LARGEST_PT = 5.0, 18.0


def look(data: bytes, *, password: str | None = None, pages: Iterable[int] | None = None) -> tuple[PageSight, ...]:
    """What is seen on the pages, widgets and notes left out.

    Args:
        data: the PDF.
        password: that opens it, if it needs one.
        pages: their numbers from 1; every page where it is None.

    Returns:
        One sight a page, in order; a page that cannot be opened is left out.

    Raises:
        PdfProblem: it cannot be opened.
    """
    with drawable(data, password) as document:
        numbers = range(1, len(document) + 1) if pages is None else sorted(set(pages))
        letters = Decipherer()
        sights = (_sight(document, number, letters) for number in numbers)
        return tuple(sight for sight in sights if sight is not None)


def _sight(document: pdfium.PdfDocument, number: int, letters: Decipherer) -> PageSight | None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        # One broken page must not hide what is on the others.
        return None
    return _page(page, number, letters)


def _page(page: pdfium.PdfPage, number: int, letters: Decipherer) -> PageSight:
    visible = _visible(page)
    probe = Probe(page, visible)
    shapes = _with_drawn_boxes(ShapeReader(page, visible).read(), probe)
    sight = _put_together(page, number, [_named(glyph, probe) for glyph in GlyphReader(page).read()], shapes)
    if sight.plausible:
        return sight
    glyphs = [_named(glyph, probe) for glyph in deciphered(page, visible, letters)]
    again = _put_together(page, number, glyphs, shapes)
    return again if glyphs and again.plausible else sight


def _put_together(page: pdfium.PdfPage, number: int, glyphs: list[Glyph], shapes: Shapes) -> PageSight:
    turn = (page.get_rotation() + _crosswise(glyphs, page.get_rotation())) % 360
    seen = turned(_visible(page), turn)
    glyphs = [glyph for glyph in (_seen_glyph(glyph, turn) for glyph in glyphs) if _within(glyph.ink, seen)]
    rules = joined(_seen_shapes(shapes, turn).rules)
    words, lines = read_lines(glyphs, rules)
    return PageSight(
        page=number,
        visible=seen,
        turn=turn,
        glyphs=tuple(glyphs),
        words=words,
        lines=lines,
        rules=rules,
        rects=tuple(_seen_shapes(shapes, turn).areas),
        images=tuple(turned(image, turn) for image in shapes.images),
        plausible=is_plausible(words),
    )


def _named(glyph: Glyph, probe: Probe) -> Glyph:
    """The glyph; called a box where it is drawn as one and the file does not say so."""
    return replace(glyph, text=BOX) if is_unclear(glyph) and probe.is_hollow(glyph.ink) else glyph


def _with_drawn_boxes(shapes: Shapes, probe: Probe) -> Shapes:
    """Small pictures and filled shapes that look like empty boxes are areas with an outline."""
    images = [image for image in shapes.images if _is_small(image) and probe.is_hollow(image)]
    solid = [area for area in shapes.areas if _is_solid(area) and _is_small(area.rect) and probe.is_hollow(area.rect)]
    outlines = [Area(rect, None, (0.0, 0.0, 0.0)) for rect in (*images, *(area.rect for area in solid))]
    areas = [area for area in shapes.areas if area not in solid]
    return Shapes(shapes.rules, areas + outlines, [image for image in shapes.images if image not in images])


def _is_solid(area: Area) -> bool:
    return area.fill is not None and max(area.fill) < _DARK


def _is_small(image: Rect) -> bool:
    small, large = sorted((image.width, image.height))
    return small >= _SMALLEST_PT and large <= _LARGEST_PT and small >= 0.7 * large


def _visible(page: pdfium.PdfPage) -> Rect:
    media, crop = page.get_mediabox(), page.get_cropbox()
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    return Rect(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else Rect(*media)


def _crosswise(glyphs: list[Glyph], rotation: int) -> int:
    """What the page must be turned by, beyond its own rotation, for most of its text to read upright."""
    if not glyphs:
        return 0
    turn, count = Counter(glyph.turn for glyph in glyphs).most_common(1)[0]
    return (turn - rotation) % 360 if count >= _MOSTLY * len(glyphs) else 0


def _seen_glyph(glyph: Glyph, turn: int) -> Glyph:
    if turn == 0:
        return glyph
    loose = turned(glyph.loose, turn)
    baseline = {90: -glyph.loose.x1, 180: -glyph.baseline, 270: glyph.loose.x0}[turn]
    lift = 0.21 * glyph.size_pt if turn != 180 else 0.0
    return replace(
        glyph,
        ink=turned(glyph.ink, turn),
        loose=loose,
        baseline=baseline + lift,
        turn=(glyph.turn - turn) % 360,
    )


def _seen_shapes(shapes: Shapes, turn: int) -> Shapes:
    if turn == 0:
        return shapes
    return Shapes([_seen_rule(rule, turn) for rule in shapes.rules], [_seen_area(area, turn) for area in shapes.areas])


def _seen_rule(rule: Rule, turn: int) -> Rule:
    rect = turned(Rect(rule.x0, rule.y0, rule.x1, rule.y1), turn)
    return replace(rule, x0=rect.x0, y0=rect.y0, x1=rect.x1, y1=rect.y1)


def _seen_area(area: Area, turn: int) -> Area:
    return replace(area, rect=turned(area.rect, turn))


def _within(rect: Rect, page: Rect) -> bool:
    return (
        rect.x1 > page.x0 - _OUTSIDE_PT
        and rect.x0 < page.x1 + _OUTSIDE_PT
        and rect.y1 > page.y0 - _OUTSIDE_PT
        and rect.y0 < page.y1 + _OUTSIDE_PT
    )
