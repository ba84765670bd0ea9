"""The one page of the first run that is typed on: practice, location, prescriber, you, backups."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.first_run.middle import DOOR_WIDTH_PX, middle
from app.desk.unlock.passphrase import NewPassphrase
from app.desk.widgets.editors import Editor, LineEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import button, hairline, label, row, stretchy
from app.desk.widgets.shaped import PhoneEditor, checked
from app.desk.widgets.tick import Tick
from app.domain.identifiers import check_npi, check_state, check_zip
from app.domain.ids import LocationId, PersonId, PracticeId, PrescriberId, new_id
from app.domain.place import Address, Contact, PersonName
from app.domain.practice import Location, Person, Practice, Prescriber, Role
from app.services.setup import NewPerson, NewPractice


class Details(QWidget):
    """What the first run asks for, on one page that scrolls."""

    settled = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, Editor] = {}
        self._backups: Path | None = None
        self.passphrase = NewPassphrase("Your passphrase")
        self.is_prescriber = Tick("I am this prescriber")
        self.go_button = button("Set up the practice", self._settle, kind="primary")
        self._missing = label("", "hint", wrap=True)
        self._folder = label("Not chosen. You can choose it later under Office.", "quiet", wrap=True)
        foot = QWidget()
        foot.setMaximumWidth(DOOR_WIDTH_PX)
        line = row(button("Back", self.back.emit), stretchy(self._missing), self.go_button)
        line.setContentsMargins(16, 8, 16, 8)
        foot.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(middle(page_of(*self._sections())), 1)
        layout.addWidget(hairline())
        layout.addLayout(row(foot))
        self.passphrase.changed.connect(self._look)
        self.passphrase.entered.connect(self.go_button.click)
        self.is_prescriber.toggled.connect(self._copy_name)
        self._look()

    def _sections(self) -> list[QWidget]:
        practice = FieldGrid()
        practice.section("Practice")
        self._line(practice, "practice", "Name of the practice")
        place = FieldGrid(columns=2)
        place.section("Location")
        place.add(self._line(None, "location", "Name", placeholder="Main office"))
        place.add(self._line(None, "street", "Street"))
        place.add(self._line(None, "city", "City"))
        place.add(
            self._put("state", LineEditor("State", check=checked(check_state), shape=str.upper, placeholder="RI"))
        )
        place.add(self._put("zip", LineEditor("ZIP", check=checked(check_zip))))
        place.add(self._put("phone", PhoneEditor("Telephone")))
        place.add(self._put("fax", PhoneEditor("Fax")))
        who = FieldGrid(columns=2)
        who.section("Prescriber")
        who.add(self._line(None, "first", "First name"))
        who.add(self._line(None, "last", "Last name"))
        who.add(self._line(None, "credential", "Credential", placeholder="MD"))
        who.add(self._put("npi", LineEditor("NPI", check=checked(check_npi), placeholder="ten digits")))
        who.add(self._line(None, "specialty", "Specialty", placeholder="Neurology"))
        return [label("Set up your practice", "title"), practice, place, who, self._you(), self._where()]

    def _you(self) -> QWidget:
        you = FieldGrid(columns=2)
        you.section("You")
        you.add_wide(self.is_prescriber)
        you.add(self._line(None, "my_first", "Your first name"))
        you.add(self._line(None, "my_last", "Your last name"))
        you.add(self._line(None, "title", "Your title", placeholder="MA"))
        you.add_wide(
            label("Your passphrase unlocks the records. Nobody can look it up, not even us.", "quiet", wrap=True)
        )
        you.add_wide(self.passphrase)
        return you

    def _where(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Backups")
        grid.add_wide(self._folder)
        holder = QWidget()
        holder.setLayout(row(button("Choose a folder…", self._choose_folder), None))
        grid.add_wide(holder)
        return grid

    def _line(self, grid: FieldGrid | None, name: str, words: str, placeholder: str = "") -> Editor:
        editor = self._put(name, LineEditor(words, placeholder=placeholder))
        return editor if grid is None else grid.add(editor, wide=True)

    def _put(self, name: str, editor: Editor) -> Editor:
        self._fields[name] = editor
        editor.typed.connect(lambda _: self._look())
        return editor

    def field(self, name: str) -> Editor:
        """One of the fields."""
        return self._fields[name]

    def _text(self, name: str) -> str:
        return str(self._fields[name].value or "")

    def _phone(self, name: str) -> str:
        return "".join(filter(str.isdigit, self._text(name)))

    def _copy_name(self, is_me: bool) -> None:
        for mine, theirs in (("my_first", "first"), ("my_last", "last"), ("title", "credential")):
            if is_me:
                self._fields[mine].set_value(self._text(theirs))
        self._look()

    def _look(self) -> None:
        wanted = [
            ("the practice's name", self._text("practice")),
            ("the location's street and city", self._text("street") and self._text("city")),
            ("the prescriber's name", self._text("last")),
            ("your name", self._text("my_last")),
            ("a passphrase", self.passphrase.is_settled),
        ]
        missing = [words for words, is_there in wanted if not is_there]
        self._missing.setText(f"Still missing: {', '.join(missing)}." if missing else "")
        self.go_button.setEnabled(not missing)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where backups go")
        if chosen:
            self._backups = Path(chosen)
            self._folder.setText(chosen)

    def _settle(self) -> None:
        self.settled.emit(self._made())
        self.passphrase.forget()

    def _made(self) -> NewPractice:
        practice = Practice(PracticeId(new_id()), self._text("practice"), npi="")
        location = Location(
            LocationId(new_id()),
            practice.id,
            self._text("location") or "Main office",
            Address(self._text("street"), self._text("city"), self._text("state"), self._text("zip")),
            Contact(phone=self._phone("phone"), fax=self._phone("fax")),
        )
        prescriber = Prescriber(
            PrescriberId(new_id()),
            PersonName(self._text("first"), self._text("last")),
            credential=self._text("credential"),
            npi=self._text("npi"),
            specialty=self._text("specialty"),
            location_id=location.id,
        )
        me = Person(
            PersonId(new_id()),
            PersonName(self._text("my_first"), self._text("my_last")),
            Role.ADMINISTRATOR,
            title=self._text("title"),
            prescriber_id=prescriber.id if self.is_prescriber.isChecked() else None,
        )
        first = NewPerson(me, self.passphrase.text)
        return NewPractice(practice, first, (location,), (prescriber,), backups=self._backups)
