"""How a drawn box is written in: the size of its letters, where they stand, how many there is room for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import label, row
from app.mapping.drafting.model import DraftBox
from app.pdf.template import Align, BoxKind, Look

_SIZES_PT = (6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0)
_SIDES = ((Align.LEFT, "at the left"), (Align.CENTER, "in the middle"), (Align.RIGHT, "at the right"))


class LettersEditor(QWidget):
    """Size, side and most letters. `settled` gives the look and the limit, None for no limit."""

    settled = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self.size_pt, self.side, self.limit = Choice(), Choice(), QSpinBox()
        self.size_pt.setAccessibleName("Size of the letters")
        self.side.setAccessibleName("Where the letters stand")
        self.limit.setAccessibleName("Letters at the most")
        self.side.set_items(list(_SIDES))
        self.limit.setRange(0, 999)
        self.limit.setSpecialValueText("any number")
        self.size_pt.activated.connect(lambda _: self._tell())
        self.side.activated.connect(lambda _: self._tell())
        self.limit.editingFinished.connect(self._tell)
        at_most = label("at the most", "quiet")
        self.setLayout(row(self.size_pt, self.side, at_most, self.limit, None))

    def show_box(self, box: DraftBox) -> None:
        """Show how the box is written in now; what lies where the payer put it is written as the payer says."""
        self._look = box.look
        sizes = sorted({*_SIZES_PT, box.look.size_pt} - {0.0})
        self.size_pt.set_items([(0.0, "as large as fits"), *((size, f"{size:g} pt") for size in sizes)])
        self.size_pt.set_value(box.look.size_pt)
        self.side.set_value(box.look.align)
        self.limit.setValue(box.limit or 0)
        self.limit.setEnabled(box.kind is not BoxKind.COMB)

    def _tell(self) -> None:
        size_pt, side = self.size_pt.value, self.side.value
        if isinstance(size_pt, float) and isinstance(side, Align):
            self.settled.emit(replace(self._look, size_pt=size_pt, align=side), self.limit.value() or None)
