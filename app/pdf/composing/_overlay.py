"""Writes settled lines, marks and stamps as the content of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.pdf.compiled import Matrix, Stamp
from app.pdf.ink.fonts import Face
from app.pdf.ink.layout import Layout, Placed
from app.pdf.ink.lines import Ink, TextInk
from app.pdf.ink.room import Room
from app.pdf.ink.shaping import Piece
from app.pdf.ink.subset import FontUse, utf16
from app.pdf.setting import Mark

Color = tuple[float, float, float]
_BLACK: Final[Color] = (0.0, 0.0, 0.0)
_UPRIGHT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class FontLedger:
    """The faces that a document uses, and the name that pages call each by."""

    def __init__(self) -> None:
        self.uses: dict[str, FontUse] = {}
        self._names: dict[str, str] = {}

    def use(self, face: Face) -> tuple[str, FontUse]:
        """The name and the use of a face."""
        name = face.name
        if name not in self.uses:
            self.uses[name] = FontUse(face)
            self._names[name] = f"P{len(self._names)}"
        return self._names[name], self.uses[name]

    def resource_names(self) -> dict[str, str]:
        """What pages call the faces, by face."""
        return self._names


class Overlay:
    """The content of one page's overlay, or of one page of the addendum."""

    def __init__(self, fonts: FontLedger) -> None:
        self.fonts = fonts
        self.faces: set[str] = set()
        self._stamps: list[str] = []
        self._texts: list[str] = []
        self._marks: list[str] = []
        self._color = _BLACK
        self._font: tuple[str, float] = ("", 0.0)

    def stamp(self, written: str) -> None:
        """Calls what the form itself draws; see `stamp_call`."""
        self._stamps.append(written)

    def mark(self, written: str) -> None:
        """Draws a shape; see `mark_drawn`."""
        self._marks.append(written)

    def draw(self, room: Room, layout: Layout) -> None:
        """Writes what stands in a box."""
        for placed in layout.placed:
            self.line(placed, room.to_page, room.color)
        for mark in layout.marks:
            self._marks.append(mark_drawn(mark, room.color))

    def line(self, placed: Placed, matrix: Matrix = _UPRIGHT, color: Color = _BLACK) -> None:
        """Writes one line; the matrix leads from its own measure to the page."""
        texts, size = self._texts, placed.size_pt
        if color != self._color:
            self._color = color
            texts.append(f"{_color(color)} rg")
        a, b, c, d, e, f = matrix
        if placed.line.spoken:
            texts.append(f"/Span << /ActualText <FEFF{utf16(placed.line.spoken)}> >> BDC")
        turn = "1 0 0 1" if matrix[:4] == (1.0, 0.0, 0.0, 1.0) else f"{a:g} {b:g} {c:g} {d:g}"
        for piece in placed.line.pieces:
            x, y = placed.x + piece.x * size, placed.y
            at_x, at_y = a * x + c * y + e, b * x + d * y + f
            name, use = self.fonts.use(piece.face)
            if (name, size) != self._font:
                self._font = (name, size)
                self.faces.add(piece.face.name)
                texts.append(f"/{name} {size:g} Tf")
            spoken = "" if placed.line.spoken else piece.spoken
            if not piece.ids:
                use.chars.update(piece.text)
                if not spoken and piece.face.aliases and not piece.face.aliases.isdisjoint(piece.text):
                    spoken = piece.text
                shown = f"{turn} {at_x:.2f} {at_y:.2f} Tm <{''.join(map(piece.face.codes.__getitem__, piece.text))}> Tj"
            else:
                use.add_shaped(piece.ids, piece.meanings)
                shown = " ".join(_shaped(piece, size, turn, matrix, (at_x, at_y)))
            texts.append(f"/Span << /ActualText <FEFF{utf16(spoken)}> >> BDC {shown} EMC" if spoken else shown)
        if placed.line.spoken:
            texts.append("EMC")

    def ink(self, items: Iterable[Ink]) -> None:
        """Writes lines and shapes that stand in no box."""
        for item in items:
            if isinstance(item, TextInk):
                self.line(Placed(item.line, item.size_pt, 0.0, 0.0), item.matrix)
            else:
                self._marks.append(mark_drawn(item, _BLACK))

    def content(self) -> bytes:
        """The whole content, stamps below text below marks."""
        parts = list(self._stamps)
        if self._texts:
            parts += ["BT", *self._texts, "ET"]
        return "\n".join([*parts, *self._marks]).encode("ascii")


def _shaped(piece: Piece, size: float, turn: str, matrix: Matrix, at: tuple[float, float]) -> Iterable[str]:
    a, b, c, d, _, _ = matrix
    rises = piece.rises or (0.0,) * len(piece.ids)
    for glyph, step, rise in zip(piece.ids, piece.steps, rises, strict=True):
        x, y = step * size, rise * size
        yield f"{turn} {at[0] + a * x + c * y:.2f} {at[1] + b * x + d * y:.2f} Tm <{glyph:04x}> Tj"


def _color(color: Color) -> str:
    return " ".join(f"{part:.3g}" for part in color)


def mark_drawn(mark: Mark, color: Color) -> str:
    """The content that draws a shape."""
    path = " ".join(" ".join([*(f"{value:.2f}" for value in points), pen.value]) for pen, points in mark.steps)
    if mark.stroke_pt:
        return f"q {_color(color)} RG {mark.stroke_pt:.2f} w 1 J 1 j {path} S Q"
    return f"q {_color(color)} rg {path} f Q"


def stamp_name(stamp: Stamp) -> str:
    """What a page calls a stamp."""
    return f"S{stamp.object_number}"


def stamp_call(stamp: Stamp | None) -> str:
    """The content that draws a stamp in its place."""
    if stamp is None:
        return ""
    return (
        f"q {' '.join(f'{value:.4f}'.rstrip('0').rstrip('.') for value in stamp.matrix)} cm /{stamp_name(stamp)} Do Q"
    )
