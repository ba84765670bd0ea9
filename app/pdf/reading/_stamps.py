"""What a form draws in its own boxes and notes, as form XObjects with the matrix that puts each in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from app.pdf.compiled import Matrix
from app.pdf.reading import _looks
from app.pdf.reading._base import BaseWriter
from app.pdf.reading._content import paints, shows_text
from app.pdf.reading._decoding import ContentReader
from app.pdf.reading._objects import entries, key_bytes, name_bytes, numbers, whole
from app.pdf.reading._shapes import shape_content, shape_state
from app.pdf.reading.reader import Widget
from app.pdf.template import BoxKind, Rect

_KEEP_OF_STREAM = {
    "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC",
    "/Filter", "/DecodeParms", "/Length", "/Name",
}  # fmt: skip
_FONT_USED = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+-?[\d.]+\s+Tf")
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stamp before its object has a number: its place in the list of streams, and its matrix."""

    index: int
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Trio:
    """What a box can show: what the blank prints, the box without its value, the box ticked."""

    blank: Drawn | None = None
    off: Drawn | None = None
    on: Drawn | None = None


class StampMaker:
    """Makes stamps from appearances. `streams` holds the numbers of the objects that they call.

    Args:
        writer: of the clean base.
        form: the document's `/AcroForm` dictionary, or None: streams without resources use its own.
        content: decodes their content.
    """

    def __init__(self, writer: BaseWriter, form: pikepdf.Dictionary | None, content: ContentReader) -> None:
        self._writer = writer
        self._shared = entries(form).get("/DR")
        self._content = content
        self._embedded: dict[tuple[int, int], bool] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        self._frames: dict[bytes, int] = {}
        self._drawing: dict[tuple[int, int], bytes] = {}
        self.streams: list[int] = []

    def widget(self, widget: Widget) -> Trio:
        """What the form draws in one box."""
        if widget.box.kind is BoxKind.CHECK:
            return self._check(widget)
        return self._text(widget)

    def annotation(self, attributes: Mapping[str, Any], rect: Rect) -> Drawn | None:
        """What a note, a stamp or a highlight on the page draws."""
        normal = entries(attributes.get("/AP")).get("/N")
        if isinstance(normal, pikepdf.Dictionary):
            normal = _state(
                {key_bytes(key): value for key, value in entries(normal).items()},
                name_bytes(attributes.get("/AS")) or b"",
            )
        if isinstance(normal, pikepdf.Stream) and "/OC" in attributes and "/OC" not in normal:
            # A layer that is switched off hides the note: let it hide what the note becomes.
            normal["/OC"] = attributes["/OC"]
        return self._placed(normal, rect) if normal is not None else self._shape(attributes, rect)

    def _shape(self, attributes: Mapping[str, Any], rect: Rect) -> Drawn | None:
        """What viewers draw of a note that brings no appearance."""
        content = shape_content(attributes, rect)
        if not content:
            return None
        layer = attributes.get("/OC")
        hides = b"/OC %b " % self._writer.spelled(layer) if isinstance(layer, pikepdf.Dictionary) else b""
        box = f"/BBox [ {rect.x0 - 1:.3f} {rect.y0 - 1:.3f} {rect.x1 + 1:.3f} {rect.y1 + 1:.3f} ] "
        state = b"/Resources << /ExtGState << /Gs %b >> >> " % shape_state(attributes)
        self.streams.append(
            self._writer.add_stream(content, b"/Type /XObject /Subtype /Form " + box.encode() + state + hides)
        )
        return Drawn(len(self.streams) - 1, _IDENTITY)

    def _check(self, widget: Widget) -> Trio:
        rect, normal = widget.place, widget.normal
        if not isinstance(normal, dict):
            only = self._placed(normal, rect)
            return Trio(blank=only, off=only)
        on_stream, off_stream = _state(normal, widget.ticked), _state(normal, b"Off")
        now = name_bytes(widget.attributes.get("/AS")) or b"Off"
        off = self._placed(off_stream, rect)
        return Trio(
            blank=off if now == b"Off" else self._placed(_state(normal, now), rect),
            off=off,
            on=self._placed(on_stream, rect) if self._tells(widget, on_stream, off_stream) else None,
        )

    def _tells(self, widget: Widget, on: pikepdf.Stream | None, off: pikepdf.Stream | None) -> bool:
        """Whether a ticked box looks ticked wherever it is opened, and after a fax."""
        if on is None or _looks.is_pale(widget.attributes):
            return False
        content = self._decoded(on)
        if off is not None and self._decoded(off) == content:
            return False
        return not shows_text(content) or all(self._carries(on, font) for font in _FONT_USED.findall(content))

    def _carries(self, stream: pikepdf.Stream, font: bytes) -> bool:
        resources = stream.get("/Resources")
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        name = "/" + font.decode("utf-8", "surrogateescape")
        entry = fonts.get(name) if isinstance(fonts, pikepdf.Dictionary) else None
        if not isinstance(entry, pikepdf.Dictionary):
            return False
        known = self._embedded.get(entry.objgen) if entry.objgen[0] else None
        if known is None:
            known = self._embedded[entry.objgen] = _is_embedded(entry)
        return known

    def _text(self, widget: Widget) -> Trio:
        stream = widget.normal if isinstance(widget.normal, pikepdf.Stream) else None
        blank = self._placed(stream, widget.place)
        if stream is not None and blank is not None and not shows_text(self._decoded(stream)):
            return Trio(blank=blank, off=blank)
        frame = self._frame(widget)
        return Trio(blank=blank or (None if widget.box.prefilled else frame), off=frame)

    def _frame(self, widget: Widget) -> Drawn | None:
        rect = widget.place
        content = frame_content(widget.attributes, rect.width, rect.height)
        if not content:
            return None
        index = self._frames.get(content)
        if index is None:
            index = self._frames[content] = len(self.streams)
            box = f"/Type /XObject /Subtype /Form /Resources << >> /BBox [ 0 0 {rect.width:.3f} {rect.height:.3f} ] "
            self.streams.append(self._writer.add_stream(content, box.encode()))
        return Drawn(index, (1.0, 0.0, 0.0, 1.0, rect.x0, rect.y0))

    def _placed(self, stream: object, rect: Rect) -> Drawn | None:
        if not isinstance(stream, pikepdf.Stream) or not stream.objgen[0]:
            return None
        matrix = placing(stream, rect)
        if matrix is None or not paints(self._decoded(stream)):
            return None
        return Drawn(self._index(stream), matrix)

    def _decoded(self, stream: pikepdf.Stream) -> bytes:
        known = self._drawing.get(stream.objgen)
        if known is None:
            known = self._drawing[stream.objgen] = self._content.stream(stream)
        return known

    def _index(self, stream: pikepdf.Stream) -> int:
        known = self._numbers.get(stream.objgen)
        if known is None:
            known = self._numbers[stream.objgen] = len(self.streams)
            self._close(stream)
            self.streams.append(self._writer.number_of(stream))
        return known

    def _close(self, stream: pikepdf.Stream) -> None:
        """Make the appearance a form XObject that needs nothing from outside."""
        own = entries(stream)
        for key in own.keys() - _KEEP_OF_STREAM:
            if key in stream:
                del stream[key]
        if own.get("/Subtype") != pikepdf.Name.Form:
            stream["/Subtype"] = pikepdf.Name.Form
        if "/Type" in own and own["/Type"] != pikepdf.Name.XObject:
            stream["/Type"] = pikepdf.Name.XObject
        if "/Resources" not in own:
            stream["/Resources"] = self._shared if self._shared is not None else pikepdf.Dictionary()


def placing(stream: pikepdf.Stream, rect: Rect) -> Matrix | None:
    """The matrix that maps an appearance's box onto the annotation's rectangle (ISO 32000-1, algorithm 8.1).

    Args:
        stream: the appearance.
        rect: where it belongs.

    Returns:
        The matrix, or None where the appearance has no area.
    """
    box = numbers(stream.get("/BBox"), 4)
    if box is None:
        return None
    own = numbers(stream.get("/Matrix"), 6) or _IDENTITY
    xs = [own[0] * x + own[2] * y + own[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [own[1] * x + own[3] * y + own[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if width < 1e-3 or height < 1e-3:
        return None
    across, up = rect.width / width, rect.height / height
    return (across, 0.0, 0.0, up, rect.x0 - min(xs) * across, rect.y0 - min(ys) * up)


def frame_content(attributes: Mapping[str, Any], width: float, height: float) -> bytes:
    """Operators that draw a text box's background and frame as `/MK` asks; empty where it asks for none."""
    marks = entries(attributes.get("/MK"))
    if not marks:
        return b""
    ground, edge = _looks.color_of(marks.get("/BG")), _looks.color_of(marks.get("/BC"))
    line, style = _looks.border(attributes)
    parts = []
    if ground is not None:
        parts.append(f"{_spelled(ground)} rg 0 0 {width:.3f} {height:.3f} re f")
    if edge is not None and line > 0:
        half = line / 2
        dash = "[3] 0 d " if style == b"D" else ""
        shape = (
            f"0 {half:.3f} m {width:.3f} {half:.3f} l S"
            if style == b"U"
            else f"{half:.3f} {half:.3f} {width - line:.3f} {height - line:.3f} re S"
        )
        parts.append(f"{_spelled(edge)} RG {line:.3f} w {dash}{shape}")
    return f"q {' '.join(parts)} Q".encode() if parts else b""


def _spelled(color: tuple[float, float, float]) -> str:
    return " ".join(f"{part:.4g}" for part in color)


def _state(states: object, name: bytes) -> pikepdf.Stream | None:
    stream = states.get(name) if isinstance(states, dict) else None
    return stream if isinstance(stream, pikepdf.Stream) else None


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    if name_bytes(font.get("/Subtype")) == b"Type3":
        return True
    descriptors = [font.get("/FontDescriptor")]
    descendants = font.get("/DescendantFonts")
    if isinstance(descendants, pikepdf.Array) and len(descendants):
        descriptors.append(entries(descendants.as_list()[0]).get("/FontDescriptor"))
    return any(key in entries(part) for part in descriptors for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def is_seen(attributes: Mapping[str, Any]) -> bool:
    """Whether an annotation that is no widget leaves ink on the printed page."""
    hidden_or_invisible = 0b11
    if whole(attributes.get("/F")) & hidden_or_invisible:
        return False
    return name_bytes(attributes.get("/Subtype")) not in (None, b"Widget", b"Link", b"Popup")
