"""Hand-overs that arrive, and signed requests coming home: what is inside is shown first, and only then kept."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.after.dropping import FileDrop
from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, empty, label, row, scrolling, set_role
from app.desk.widgets.tick import Tick
from app.domain.request import Request
from app.domain.vocabulary import vocabulary
from app.errors import AppError
from app.intake.review.rows import Row, RowState
from app.services.hand_over import back, taking
from app.services.hand_over.back import Returned
from app.services.hand_over.file import BACK, OUT, kind_of
from app.services.hand_over.taking import Arrived, Taken
from app.services.session import Session

_KINDS = {
    "patient": "Patient",
    "coverage": "Plan",
    "payer": "Payer",
    "trial": "Earlier therapy",
    "contraindication": "Contraindication",
    "observation": "Measure",
    "treatment": "Injection",
    "attachment": "Document",
    "request": "Request",
    "letter_text": "Words of a letter",
    "stored_form": "Form",
    "location": "Location",
    "person": "Person without access",
    "facility": "Facility",
    "pharmacy": "Pharmacy",
}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    kind: str


class ArrivalsPage(QWidget):
    """A file, its passphrase, what is inside, and the button that keeps it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: _File | None = None
        self.arrived: Arrived | None = None
        self.returned: Returned | None = None
        self.conflicts: dict[str, Tick] = {}
        self.choose_button = button("Choose a file…", self._choose)
        self._name = label("", "strong")
        self.passphrase = PassphraseField("Passphrase of the file")
        self.passphrase.setPlaceholderText("the passphrase that was told to you")
        self.open_button = button("Look inside", self._open, kind="primary")
        self.take_button = button("Take it in", self._take, kind="primary")
        self.said = label("", "quiet", wrap=True)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(4)
        self._inside.setContentsMargins(0, 0, 0, 0)
        grid = FieldGrid()
        grid.section("A request from another office, or the signed one coming home")
        chosen = QWidget()
        chosen.setLayout(row(self.choose_button, self._name, None))
        ways = QWidget()
        ways.setLayout(row(self.open_button, None))
        inside = QWidget()
        inside.setLayout(self._inside)
        keeping = QWidget()
        keeping.setLayout(row(self.take_button, None))
        for part in (chosen, self.passphrase, ways, self.said, inside, keeping):
            grid.add_wide(part)
        content = page_of(grid)
        content.setMaximumWidth(720)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))
        FileDrop(self, self.take_file)
        self.passphrase.returnPressed.connect(self._open)
        self.passphrase.textChanged.connect(lambda _: self._look())
        self.setFocusProxy(self.choose_button)
        self._forget()

    def take_file(self, path: Path) -> None:
        """Take a file up; nothing of it is kept yet."""
        try:
            data = path.read_bytes()
        except OSError:
            self._say("This file cannot be opened.", "bad")
            return
        self._forget()
        kind = kind_of(data)
        if not kind:
            self._say("This is no hand-over file. Nothing was changed.", "bad")
            return
        self._file = _File(data, kind)
        self._name.setText(path.name)
        self._say("Type its passphrase to see what is inside.", "quiet")
        self._look()
        self.passphrase.setFocus()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "A hand-over", "", "Hand-over (*.padesk)")
        if name:
            self.take_file(Path(name))

    def _open(self) -> None:
        file, words = self._file, self.passphrase.text()
        if file is None or not words:
            return
        if file.kind == OUT:
            self._desk.query(
                self, lambda s: taking.look(s, file.data, words), self._show, failed=self._refused, says="Opening"
            )
        elif file.kind == BACK:
            self._desk.query(
                self,
                lambda s: back.look_back(s, file.data, words),
                self._show_back,
                failed=self._refused,
                says="Proving",
            )

    def _show(self, arrived: Arrived) -> None:
        self.arrived = arrived
        empty(self._inside)
        self._tell(f"From {arrived.from_whom}, for {arrived.head.get('to', '')}.", "strong")
        self._tell(f"To be signed by {arrived.prescriber.name.full}.")
        fresh = [item for item in arrived.review.rows if item.state is RowState.NEW]
        same = sum(item.state is RowState.SAME for item in arrived.review.rows)
        self._tell(f"New here: {_counted(fresh)}." if fresh else "Nothing in it is new here.")
        if same:
            self._tell(f"The same as here: {same} records.", "quiet")
        if arrived.conflicts:
            self._tell("Here, and otherwise in the file. What is here stays, unless you tick it:", "section")
        for item in arrived.conflicts:
            tick = Tick(f"{_KINDS.get(item.kind, item.kind)} {item.title}: {_otherwise(item)}")
            self.conflicts[item.id] = tick
            self._inside.addWidget(tick)
        self._settle("Take it in")

    def _show_back(self, returned: Returned) -> None:
        self.returned = returned
        empty(self._inside)
        self._tell(
            f"Signed by {returned.signer}, {returned.signed_at}, in {returned.office or 'the other office'}.", "strong"
        )
        self._tell(
            f"Document {returned.document_id}, {returned.pages} pages. Seal, signature and both files hold.", "good"
        )
        self._tell(back.whose_key(returned))
        if returned.changed:
            names = ", ".join(item.replace("_", " ") for item in returned.changed)
            self._tell(f"Changed there before it was signed: {names}.", "warn")
        else:
            self._tell("Nothing of the request was changed there.", "quiet")
        self._settle("Take the signed request home")

    def _settle(self, words: str) -> None:
        self.passphrase.clear()
        self._say("Nothing is kept yet.", "quiet")
        self.take_button.setText(words)
        self.take_button.setAccessibleName(words)
        self.take_button.show()
        self.take_button.setFocus()

    def _take(self) -> None:
        arrived, returned = self.arrived, self.returned
        if arrived is not None:
            chosen = [name for name, tick in self.conflicts.items() if tick.isChecked()]
            self._desk.change(
                self,
                lambda s: taking.take_in(s, arrived, chosen),
                self._taken,
                failed=self._refused,
                says="Taking it in",
            )
        elif returned is not None:
            self._desk.change(
                self, lambda s: _home(s, returned), self._home, failed=self._refused, says="Taking it home"
            )

    def _taken(self, taken: Taken) -> None:
        self._forget()
        self._desk.note("The request is here.", "Open", lambda: self._desk.go(Spot(View.REQUEST, taken.request.id)))
        if not taken.differing:
            self._say("Taken in. The form says here what it says at the sender's.", "good")
            return
        self._say("Taken in. Look at what the form says otherwise here:", "warn")
        for key, theirs, ours in taken.differing[:_SHOWN]:
            self._tell(f"{_name_of(key)}: {ours or 'nothing'}; at the sender's {theirs or 'nothing'}")
        if len(taken.differing) > _SHOWN:
            self._tell(f"and {len(taken.differing) - _SHOWN} more", "quiet")

    def _home(self, request: Request) -> None:
        self._forget()
        self._say("The signed request is here. Make its packet and send it.", "good")
        self._desk.go(Spot(View.REQUEST, request.id, part="packet"))

    def _forget(self) -> None:
        self._file = self.arrived = self.returned = None
        self.conflicts = {}
        self._name.setText("")
        self.passphrase.clear()
        empty(self._inside)
        self.take_button.hide()
        self._say("Drop a file here, or choose it. What is inside is shown before anything is kept.", "quiet")
        self._look()

    def _look(self) -> None:
        self.passphrase.setEnabled(self._file is not None)
        self.open_button.setEnabled(self._file is not None and bool(self.passphrase.text()))

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _tell(self, words: str, role: str = "") -> None:
        self._inside.addWidget(label(words, role, wrap=True))

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        set_role(self.said, "role", role)


def _home(session: Session, returned: Returned) -> Request:
    return back.take_back(session, returned)


def _counted(rows: list[Row]) -> str:
    kinds = dict.fromkeys(item.kind for item in rows)
    counts = ((kind, sum(item.kind == kind for item in rows)) for kind in kinds)
    return ", ".join(f"{_KINDS.get(kind, kind).lower()}{f' ({count})' if count > 1 else ''}" for kind, count in counts)


def _name_of(key: str) -> str:
    """A fact as people call it."""
    try:
        return vocabulary().parse(key).spec.name
    except AppError:
        return key


def _otherwise(item: Row) -> str:
    """The fields that differ."""
    before, after = item.before, item.base
    if before is None:
        return ""
    names = [part.name for part in fields(after) if getattr(before, part.name, None) != getattr(after, part.name)]
    return ", ".join(name.replace("_", " ") for name in names)
