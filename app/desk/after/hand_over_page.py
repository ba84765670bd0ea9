"""Handing a request over to another PA Desk for signing, and handing a signed one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.unlock.passphrase import NewPassphrase
from app.desk.widgets.editors import LineEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import button, empty, label, row, scrolling
from app.domain.hand_over import Direction, HandOver, HandOverState
from app.domain.request import Request

Folder = Callable[[], Path | None]


class HandOverPage(QWidget):
    """What was handed over, and the next step."""

    #: Folder, passphrase, whom it is for.
    going = Signal(object, str, str)
    #: Folder, passphrase.
    returning = Signal(object, str)
    called_off = Signal(object)
    #: A file is to be taken in.
    arriving = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._note: HandOver | None = None
        self._request_id = ""
        self.to = LineEditor("For whom", placeholder="Dr. Lind")
        self.passphrase = NewPassphrase("Passphrase of the file")
        self.go_button = button("Hand over…", self._go, kind="primary")
        self.back_button = button("Hand back…", self._back, kind="primary")
        self.off_button = button("Call it off", self._call_off, kind="link", says="Take no answer to it any more")
        self.arrive_button = button("Take the answer in…", self.arriving.emit)
        self._said = QVBoxLayout()
        self._said.setContentsMargins(0, 0, 0, 0)
        self._said.setSpacing(4)
        self.written = label("", "good", wrap=True)
        self._hint = label(
            "Exactly what this request stands on goes into one encrypted file, with where each fact comes from. "
            "Give the file and the passphrase by two different ways.",
            "hint",
            wrap=True,
        )
        self._grid = FieldGrid()
        self._grid.section("Signed in another office")
        told = QWidget()
        told.setLayout(self._said)
        self._grid.add_wide(told)
        self._grid.add(self.to)
        self._grid.add_wide(self.passphrase)
        ways = QWidget()
        acts = row(self.go_button, self.back_button, self.arrive_button, self.off_button, None)
        acts.setContentsMargins(0, 0, 0, 0)
        ways.setLayout(acts)
        self.written.hide()
        for part in (ways, self.written, self._hint):
            self._grid.add_wide(part)
        content = page_of(self._grid)
        content.setMaximumWidth(640)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))
        self.passphrase.changed.connect(self._look)
        self.to.typed.connect(lambda _: self._look())
        self._can = False

    def show_request(self, request: Request, notes: tuple[HandOver, ...], names: dict[str, str]) -> None:
        """Show how far a request has come on its way, and what can be done."""
        if self._request_id != request.id:
            self._request_id = request.id
            self.written.setText("")
            self.written.hide()
            self.passphrase.forget()
        note = self._note = notes[0] if notes else None
        is_signed = request.snapshot is not None
        empty(self._said)
        for item in notes:
            self._said.addWidget(label(told_of(item, names), "" if item is note else "quiet", wrap=True))
        is_open = note is not None and note.state is HandOverState.OPEN
        is_guest = note is not None and note.direction is Direction.IN
        can_go = not is_signed and not is_guest and not is_open
        can_return = is_guest and is_signed
        if not notes:
            words = "It is signed already." if is_signed else "It can be handed to a prescriber who signs elsewhere."
            self._said.addWidget(label(words, "quiet", wrap=True))
        if is_guest and not is_signed:
            self._said.addWidget(label("Once it is signed here, it is handed back from this page.", "quiet", wrap=True))
        self._grid.show_row(self.to, shown=can_go)
        self.passphrase.setVisible(can_go or can_return)
        self.go_button.setVisible(can_go)
        self.back_button.setVisible(can_return)
        self.off_button.setVisible(is_open and not is_guest)
        self.arrive_button.setVisible(is_open and not is_guest)
        self._hint.setVisible(can_go or can_return)
        self._look()

    def say_written(self, path: Path) -> None:
        """Say where the file lies; the passphrase is forgotten."""
        self.passphrase.forget()
        self.to.set_value("")
        self.written.setText(f"Written: {path}")
        self.written.show()

    def _look(self) -> None:
        self.go_button.setEnabled(self.passphrase.is_settled and bool(self.to.value))
        self.back_button.setEnabled(self.passphrase.is_settled)

    def _go(self) -> None:
        folder = _folder(self)
        if folder is not None:
            self.going.emit(folder, self.passphrase.text, str(self.to.value))

    def _back(self) -> None:
        folder = _folder(self)
        if folder is not None:
            self.returning.emit(folder, self.passphrase.text)

    def _call_off(self) -> None:
        if self._note is not None:
            self.called_off.emit(self._note)


def told_of(note: HandOver, names: dict[str, str]) -> str:
    """A hand-over in a sentence or two."""
    by, day = names.get(note.by, "somebody"), f"{note.at:%m/%d/%Y %H:%M}"
    if note.direction is Direction.IN:
        said = f"Came from {', '.join(filter(None, (note.person, note.office)))}, taken in by {by} on {day}."
    else:
        said = f"Handed to {note.person} by {by} on {day}."
    if note.state is HandOverState.CALLED_OFF:
        return f"{said} Called off: no answer is taken any more."
    if note.state is HandOverState.BACK:
        back = f" on {note.back_at:%m/%d/%Y %H:%M}" if note.back_at else ""
        how = (
            "Handed back"
            if note.direction is Direction.IN
            else f"Came back{f' from {note.office}' if note.office else ''}"
        )
        return f"{said} {how}{back}, signed by {note.signer}."
    return (
        said
        if note.direction is Direction.IN
        else f"{said} It waits for its answer; what is edited here now keeps it out."
    )


def _folder(owner: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(owner, "Where the file goes")
    return Path(chosen) if chosen else None
