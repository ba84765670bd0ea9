"""Documents that go with the request: those of the patient to tick, and a way to add one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.request.loading import Loaded
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row
from app.desk.widgets.tick import Tick
from app.domain.ids import AttachmentId
from app.domain.request import Attachment, AttachmentKind

KIND_WORDS = {
    AttachmentKind.CHART_NOTE: "Chart notes",
    AttachmentKind.DIARY: "Headache diary",
    AttachmentKind.IMAGING: "Imaging",
    AttachmentKind.LABS: "Labs",
    AttachmentKind.FILL_HISTORY: "Fill history",
    AttachmentKind.LETTER: "Letter",
    AttachmentKind.ORDER: "Order",
    AttachmentKind.ID_CARD: "Insurance card",
    AttachmentKind.OTHER: "Other",
}


class DocumentsPane(QWidget):
    """Ticked documents go with the request."""

    #: Ids of the documents that go with it, in their order.
    chosen = Signal(object)
    #: A file, and what kind of document it is.
    attached = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._ids: tuple[AttachmentId, ...] = ()
        self.boxes: list[Tick] = []
        self.kind = Choice()
        self.kind.setAccessibleName("Kind of document")
        self.kind.set_items(list(KIND_WORDS.items()))
        self.add_button = button("Attach a PDF…", self._choose_file, icon_name="plus")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label("Documents", "section"))
        layout.addLayout(self._list)
        layout.addLayout(row(self.kind, self.add_button))

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the patient's documents, those of the request ticked."""
        self._ids = loaded.request.attachment_ids
        empty(self._list)
        self.boxes = []
        for document in loaded.chart.attachments:
            self._add_box(document)
        if not self.boxes:
            words = "None yet. Notes, a diary or a fill history make a request complete."
            self._list.addWidget(label(words, "quiet", wrap=True))

    def _add_box(self, document: Attachment) -> None:
        pages = f"{document.pages} page" + ("" if document.pages == 1 else "s")
        made = Tick(f"{document.title} · {KIND_WORDS[document.kind]} · {pages}")
        made.setChecked(document.id in self._ids)
        made.toggled.connect(lambda is_on, name=document.id: self._toggle(name, is_on=is_on))
        self.boxes.append(made)
        self._list.addWidget(made)

    def _toggle(self, name: AttachmentId, *, is_on: bool) -> None:
        rest = tuple(item for item in self._ids if item != name)
        self._ids = (*rest, name) if is_on else rest
        self.chosen.emit(self._ids)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Attach a PDF", "", "PDF (*.pdf)")
        if name:
            self.attached.emit(Path(name), self.kind.value)
