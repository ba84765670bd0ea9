"""The test fill: the form beside the editor, filled with an invented patient as the draft says now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.paper.view import PageView
from app.desk.paper.words import Names
from app.desk.tasks import Lane
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import label, pane, row
from app.mapping.drafting.model import Draft
from app.pdf.raster import Raster
from app.pdf.template import Template
from app.services.trying import PATIENT_NAMES, TestFill, try_draft


class TrialView(QWidget):
    """The filled form."""

    def __init__(self, ask: Callable[[str, int, float, Callable[[Raster], None]], object]) -> None:
        super().__init__()
        self.page = PageView(ask)
        self.who = Choice()
        self.who.setAccessibleName("Invented patient")
        self.who.set_items(list(enumerate(PATIENT_NAMES)))
        self.who.activated.connect(lambda _: self._again())
        self._words = label("", "quiet")
        self._last: tuple[Desk, Draft, Template, int] | None = None
        head = pane("sample")
        self.who.setFixedWidth(150)
        line = row(label("Invented patient"), self.who, self._words, None)
        line.setContentsMargins(12, 4, 8, 4)
        head.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.page, 1)

    def show_draft(self, desk: Desk, draft: Draft, template: Template, page: int) -> None:
        """Fill the form as the draft says now."""
        self._last = (desk, draft, template, page)
        patient = self.who.value if isinstance(self.who.value, int) else 0
        today = desk.session.today
        desk.query(
            self,
            lambda _: try_draft(draft, template, today, patient=patient),
            lambda made: self._show(made, page),
            says="Filling the form",
            lane=Lane.LIVE,
        )

    def show_page(self, page: int) -> None:
        """Turn with the page beside."""
        self.page.show_page(page)

    def _show(self, made: TestFill, page: int) -> None:
        self.page.show_form(made.template, made.template.sha256, can_write=False)
        self.page.show_page(page)
        # Boxes may have been drawn or moved since the page was shown.
        boxes = [box for box in made.template.boxes if box.page == self.page.page]
        if [handle.box for handle in self.page.canvas.handles.values()] != boxes:
            self.page.redraw()
        self.page.show_fills(made.filled.boxes, made.settings, Names({}))
        counts = made.filled.counts
        self._words.setText(f"{counts.filled} filled, {counts.missing} missing")

    def _again(self) -> None:
        if self._last is not None:
            self.show_draft(*self._last)
