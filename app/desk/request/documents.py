"""Documents that go with the request: those of the patient to tick, and a way to add one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.request.loading import Loaded
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row
from app.desk.widgets.tick import Tick
from app.domain.ids import AttachmentId
from app.domain.request import Attachment, AttachmentKind, Request
from app.services.documents import ENDINGS, pages_going, part_of

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
    #: A document whose pages are to be chosen.
    opened = Signal(object)
    #: The card of the plan goes with the request.
    card_wanted = Signal()
    #: A document, and whether it shows the plan's card.
    card_shown = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._ids: tuple[AttachmentId, ...] = ()
        self.boxes: list[Tick] = []
        self.kind = Choice()
        self.kind.setAccessibleName("Kind of document")
        self.kind.set_items(list(KIND_WORDS.items()))
        self.add_button = button("Attach a document…", self._choose_file, icon_name="plus")
        self.card_button = button("Add the insurance card", self.card_wanted.emit, kind="link")
        self.card_button.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label("Documents", "section"))
        layout.addLayout(self._list)
        layout.addLayout(row(self.kind, self.add_button))
        layout.addWidget(
            label("PDF or picture; files can be dropped here. They are kept as plain pages.", "hint", wrap=True)
        )
        layout.addLayout(row(self.card_button, None))
        self.setAcceptDrops(True)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the patient's documents, those of the request ticked."""
        self._ids = loaded.request.attachment_ids
        coverage = loaded.case.coverage
        cards = coverage.card_ids if coverage is not None else ()
        self.card_button.setVisible(bool(set(cards) - set(self._ids)))
        empty(self._list)
        self.boxes = []
        for document in loaded.chart.attachments:
            self._add_box(document, loaded.request, is_card=None if coverage is None else document.id in cards)
        if not self.boxes:
            words = "None yet. Notes, a diary or a fill history make a request complete."
            self._list.addWidget(label(words, "quiet", wrap=True))

    def _add_box(self, document: Attachment, request: Request, *, is_card: bool | None) -> None:
        pages = _pages_words(document, request)
        made = Tick(f"{document.title} · {KIND_WORDS[document.kind]} · {pages}")
        made.setChecked(document.id in self._ids)
        made.toggled.connect(lambda is_on, name=document.id: self._toggle(name, is_on=is_on))
        self.boxes.append(made)
        ways = [button("Pages…", lambda: self.opened.emit(document), kind="link", says=f"Pages of {document.title}")]
        if document.kind is AttachmentKind.ID_CARD and is_card is not None:
            words = "Not the plan's card" if is_card else "Keep with the plan"
            ways.append(button(words, lambda: self.card_shown.emit(document, not is_card), kind="link"))
        line = row(made, *ways, gap=4)
        line.setStretch(0, 1)
        self._list.addLayout(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that can be added."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add them, as the kind that is chosen."""
        for path in _files(event):
            self.attached.emit(path, self.kind.value)
        event.acceptProposedAction()

    def _toggle(self, name: AttachmentId, *, is_on: bool) -> None:
        rest = tuple(item for item in self._ids if item != name)
        self._ids = (*rest, name) if is_on else rest
        self.chosen.emit(self._ids)

    def _choose_file(self) -> None:
        endings = " ".join(f"*.{ending}" for ending in ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(self, "Add documents", "", f"Documents and pictures ({endings})")
        for name in names:
            self.attached.emit(Path(name), self.kind.value)


def _files(event: QDropEvent) -> list[Path]:
    """The files dropped that can be added."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lstrip(".").lower() in ENDINGS]


def _pages_words(document: Attachment, request: Request) -> str:
    going, every = pages_going(request, document), f"{document.pages} page" + ("" if document.pages == 1 else "s")
    black = ", partly black" if part_of(request, document.id).blackened else ""
    return f"{every}{black}" if going == document.pages else f"{going} of {every}{black}"
