"""Drawing a payer's form: cells, check boxes and blanks on US Letter, each remembered with what it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FACES = {"Sans": "LiberationSans-Regular", "Sans-Bold": "LiberationSans-Bold", "Sans-Italic": "LiberationSans-Italic"}

WIDTH, HEIGHT = letter
LEFT, RIGHT = 36.0, WIDTH - 36.0
INK, SOFT, RULE = HexColor("#16211f"), HexColor("#3d4b48"), HexColor("#7f8f8b")
BAND, TINT = HexColor("#1d4f4a"), HexColor("#eaf1ef")
LABEL_PT, TEXT_PT = 7.0, 8.6
CHECK_PT = 9.0
ROW_PT = 29.0

Asks = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box that was drawn: where it is, what widget it gets, and what the pack says of it.

    Attributes:
        on: ticked state of a check box; buttons that share a name are a radio group.
        asks: the names of a pack's box, such as `key` and `importance`.
    """

    name: str
    page: int
    rect: tuple[float, float, float, float]
    kind: str
    label: str
    asks: Asks
    section: str
    cells: int = 0
    on: str = ""
    choices: tuple[str, ...] = ()
    align: str = "left"


@dataclass(slots=True)
class Sheet:
    """A form that is being drawn, from the top of each page downwards."""

    canvas: Canvas
    page: int = 1
    y: float = HEIGHT
    section: str = ""
    boxes: list[Drawn] = field(default_factory=list)

    @classmethod
    def new(cls, file: str, title: str) -> Sheet:
        """A new form; the same drawing gives the same bytes."""
        for name, face in FACES.items():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{face}.ttf")))
        canvas = Canvas(file, pagesize=letter, invariant=1, pageCompression=1, lang="en-US")
        canvas.setTitle(title)
        canvas.setAuthor("Juniper Health Plan (invented)")
        return cls(canvas)

    # -- text ----------------------------------------------------------------------------------------------------

    def text(
        self, x: float, y: float, words: str, size: float = TEXT_PT, face: str = "Sans", color: HexColor = INK
    ) -> float:
        """One line; returns where it ends."""
        self.canvas.setFillColor(color)
        self.canvas.setFont(face, size)
        self.canvas.drawString(x, y, words)
        return x + pdfmetrics.stringWidth(words, face, size)

    def wrapped(self, x: float, y: float, width: float, words: str, size: float = TEXT_PT, face: str = "Sans") -> float:
        """Text in lines of at most `width`; returns the baseline of the last."""
        for line in simpleSplit(words, face, size, width):
            self.text(x, y, line, size, face)
            y -= size * 1.22
        return y + size * 1.22

    def band(self, title: str, note: str = "", section: str | None = None) -> None:
        """The heading of a section."""
        if section is not None:
            self.section = section
        self.y -= 15.5
        self.canvas.setFillColor(BAND)
        self.canvas.rect(LEFT, self.y, RIGHT - LEFT, 15.5, stroke=0, fill=1)
        end = self.text(LEFT + 6, self.y + 4.6, title, 9.2, "Sans-Bold", HexColor("#ffffff"))
        if note:
            self.text(end + 8, self.y + 4.7, note, 7.6, "Sans", HexColor("#ffffff"))

    def part(self, title: str, note: str = "", section: str | None = None) -> None:
        """The heading of a part of a section."""
        if section is not None:
            self.section = section
        self.y -= 13.5
        self.canvas.setFillColor(TINT)
        self.canvas.rect(LEFT, self.y, RIGHT - LEFT, 13.5, stroke=0, fill=1)
        self.rule(self.y)
        self.rule(self.y + 13.5)
        end = self.text(LEFT + 6, self.y + 3.9, title, 8.4, "Sans-Bold", BAND)
        if note:
            self.text(end + 7, self.y + 3.9, note, 7.4, "Sans-Italic", SOFT)

    # -- lines ---------------------------------------------------------------------------------------------------

    def rule(self, y: float, x0: float = LEFT, x1: float = RIGHT, color: HexColor = RULE) -> None:
        """A hairline across."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, y, x1, y)

    def fence(self, top: float, x: float) -> None:
        """A hairline downwards from `top` to where the sheet stands."""
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, top, x, self.y)

    def frame(self, top: float) -> None:
        """The outline from `top` to where the sheet stands."""
        self.canvas.setStrokeColor(BAND)
        self.canvas.setLineWidth(0.9)
        self.canvas.rect(LEFT, self.y, RIGHT - LEFT, top - self.y, stroke=1, fill=0)

    # -- boxes ---------------------------------------------------------------------------------------------------

    def add(
        self, name: str, rect: tuple[float, float, float, float], kind: str, label: str, asks: Asks, **more: object
    ) -> None:
        """Remember a box."""
        rounded = tuple(round(value, 1) for value in rect)
        self.boxes.append(Drawn(name, self.page, rounded, kind, label, asks, self.section, **more))  # type: ignore[arg-type]

    def cells(
        self,
        cells: Sequence[tuple[float, str, str, Asks]],
        height: float = ROW_PT,
        width: float = RIGHT - LEFT,
        choices: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """A row of cells with their labels inside, at the top left: (share of the width, name, label, asks).

        Args:
            cells: from the left.
            height: of the row.
            width: of all cells together.
            choices: options of the cells that are lists, by name.
        """
        lists = choices or {}
        top, self.y = self.y, self.y - height
        shares = sum(cell[0] for cell in cells)
        x = LEFT
        for index, (share, name, label, asks) in enumerate(cells):
            right = x + width * share / shares
            self.text(x + 4, top - 8.2, label, LABEL_PT, color=SOFT)
            rect = (x + 4, self.y + 1.8, right - 3, top - 10.6)
            kind = "choice" if name in lists else "text"
            self.add(name, rect, kind, label, asks, choices=lists.get(name, ()))
            if index:
                self.fence(top, x)
            x = right
        self.rule(self.y)

    def check(self, x: float, y: float, words: str, name: str, on: str, asks: Asks, label: str = "") -> float:
        """A check box with its words to the right; returns where the words end."""
        self.canvas.setStrokeColor(INK)
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(x, y - 1.2, CHECK_PT, CHECK_PT, stroke=1, fill=0)
        rect = (x, y - 1.2, x + CHECK_PT, y - 1.2 + CHECK_PT)
        self.add(name, rect, "check", label or words, asks, on=on)
        return self.text(x + CHECK_PT + 3.5, y, words)

    def blank(self, x: float, y: float, width: float, name: str, label: str, asks: Asks, **more: object) -> float:
        """A ruled blank on the line of text at `y`; returns where it ends."""
        self.rule(y - 1.6, x, x + width, INK)
        self.add(name, (x + 1, y - 1.2, x + width - 1, y + 9.6), "text", label, asks, **more)
        return x + width

    def comb(self, x: float, y: float, cells: int, name: str, label: str, asks: Asks, cell: float = 13.0) -> float:
        """A row of cells of one letter each, 14 points high, standing on `y`; returns where it ends."""
        width = cells * cell
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x, y, width, 14, stroke=1, fill=0)
        for index in range(1, cells):
            self.canvas.line(x + index * cell, y, x + index * cell, y + 4.5)
        self.add(name, (x, y, x + width, y + 14), "comb", label, asks, cells=cells)
        return x + width

    def yes_no(self, words: str, name: str, yes: Asks, no: Asks, indent: float = 6.0) -> None:
        """A question with Yes and No at the right edge."""
        lines = simpleSplit(words, "Sans", TEXT_PT, RIGHT - LEFT - 100 - indent)
        self.y -= 5.6
        first = self.y - 8.4
        for index, line in enumerate(lines):
            self.text(LEFT + indent, first - index * 10.4, line)
        self.check(RIGHT - 84, first, "Yes", name, "Yes", yes, f"{words} Yes")
        self.check(RIGHT - 42, first, "No", name, "No", no, f"{words} No")
        self.y = first - (len(lines) - 1) * 10.4 - 5.2

    def next_page(self) -> None:
        """Close the page and begin the next one."""
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT
