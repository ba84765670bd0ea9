"""The letters of a page whose codes say other letters than it shows, told by their shape."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium

from app.pdf.finder._glyphs import GlyphReader
from app.pdf.finder._words import read_lines
from app.pdf.finder.sight import Glyph
from app.pdf.lettering.deciphering import Decipherer, PagePicture
from app.pdf.template import Rect

#: Letters of six points and more are then drawn as outlines, not as bitmaps put on whole pixels.
_SCALE = 9.0
_LEAST_SCALE = 5.0
_MOST_PIXELS = 50_000_000


def deciphered(page: pdfium.PdfPage, visible: Rect, letters: Decipherer) -> list[Glyph]:
    """The characters of a page as their shapes say, in user space; none where they cannot be told.

    Args:
        page: of an open document; one that is turned is not told.
        visible: what is shown of it, in user space.
        letters: what other pages of the document told.
    """
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, visible.width * visible.height)) ** 0.5)
    if page.get_rotation() or scale < _LEAST_SCALE:
        return []
    glyphs = [glyph for glyph in GlyphReader(page).read_codes() if glyph.turn == 0]
    if not glyphs:
        return []
    drawn = page.render(scale=scale, may_draw_forms=False, draw_annots=False, grayscale=True)

    def place(glyph: Glyph) -> tuple[float, float, float, float]:
        ink = glyph.ink
        left, right = ((x - visible.x0) * scale for x in (ink.x0, ink.x1))
        top, low = ((visible.y1 - y) * scale for y in (ink.y1, ink.y0))
        return left, top, right, low

    seen = letters.drawn(glyphs, PagePicture(drawn.to_pil(), place))
    words, _ = read_lines([replace(glyph, text="x") for glyph in seen], ())
    return letters.read(seen, [word.glyphs for word in words])
