"""The office's pages that are no lists: the practice, backups, the own signature and passphrase, the look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.context import Desk
from app.desk.look.theme import theme
from app.desk.look.tokens import Scheme
from app.desk.office.unlock_pin import UnlockPinPane
from app.desk.unlock.passphrase import NewPassphrase, PassphraseField
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import button, label, row, scrolling
from app.desk.widgets.shaped import checked
from app.domain.identifiers import check_npi, check_tin
from app.domain.practice import Practice
from app.services import people, setup
from app.settings import load_settings


class PracticePage(QWidget):
    """Name and numbers of the practice."""

    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.binding = RecordBinding(self)
        self.binding.edited.connect(self.edited)
        grid = FieldGrid()
        grid.section("Practice")
        grid.add(self.binding.bind("name", LineEditor("Name")))
        grid.add(self.binding.bind("npi", LineEditor("NPI of the group", check=checked(check_npi))))
        grid.add(self.binding.bind("tin", LineEditor("Tax ID", check=checked(check_tin))))
        _fill(self, grid)

    def show_practice(self, practice: Practice) -> None:
        """Show the practice."""
        self.binding.load(practice)


class BackupsPage(QWidget):
    """Where backups go, and making one now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._folder: QLabel = label("", "strong", wrap=True)
        self._said = label("", "quiet", wrap=True)
        self._now = button("Back up now", self._back_up, kind="primary")
        grid = FieldGrid()
        grid.section("Backups")
        grid.add_wide(
            label(
                "A backup is made every time the desk locks. It is encrypted like the records and opens with the same "
                "passphrases. A stick or a synced folder is a good place: beside the records it is no help when this "
                "computer is lost. The newest of ten days, eight weeks and twelve months are kept.",
                "quiet",
                wrap=True,
            )
        )
        grid.add_wide(self._folder)
        grid.add_wide(self._said)
        ways = QWidget()
        ways.setLayout(row(button("Choose a folder…", self._choose), self._now, None))
        grid.add_wide(ways)
        _fill(self, grid)
        self.show_folder()

    def show_folder(self) -> None:
        """Say where backups go."""
        folder = load_settings(self._desk.session.places.settings).backups
        is_sample = self._desk.session.is_sample
        chosen = str(folder or "Beside the records on this computer: no folder is chosen yet.")
        self._folder.setText("The sample practice is not backed up." if is_sample else chosen)
        self._now.setEnabled(not is_sample)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where backups go")
        if chosen:
            setup.choose_backups(self._desk.session.places, Path(chosen))
            self.show_folder()

    def _back_up(self) -> None:
        self._desk.change(self, setup.back_up, lambda path: self._said.setText(f"Made and proven: {path.name}"))


class OwnPage(QWidget):
    """The own passphrase, the PIN for coming back, this computer's keychain, and light or dark."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._old = PassphraseField("Passphrase now")
        self._old.setPlaceholderText("passphrase now")
        self._new = NewPassphrase("New passphrase")
        self._said = label("", "quiet", wrap=True)
        change = button("Change the passphrase", self._change)
        look = ChoiceEditor("Light or dark", _SCHEMES)
        look.set_value(theme().wish)
        look.settled.connect(lambda value: theme().set_scheme(value if isinstance(value, Scheme) else None))
        grid = FieldGrid()
        grid.section("Look")
        grid.add(look)
        grid.section("Your passphrase")
        for part in (self._old, self._new, self._said):
            grid.add_wide(part)
        ways = QWidget()
        ways.setLayout(row(change, None))
        grid.add_wide(ways)
        grid.section("PIN on this computer")
        self.pin_pane = UnlockPinPane(desk)
        grid.add_wide(self.pin_pane)
        grid.section("Work without a screen")
        self.keychain_button = button("", self._turn_keychain)
        self._keychain_said = label("", "quiet", wrap=True)
        beside = QWidget()
        beside.setLayout(row(self.keychain_button, None))
        grid.add_wide(self._keychain_said)
        grid.add_wide(beside)
        _fill(self, grid)
        self._uses_keychain = False
        self._ask_keychain()

    def _ask_keychain(self) -> None:
        self._desk.query(self, lambda s: (people.keychain_at_hand(), people.uses_keychain(s)), self._show_keychain)

    def _show_keychain(self, known: tuple[bool, bool]) -> None:
        is_at_hand, self._uses_keychain = known
        self.keychain_button.setVisible(is_at_hand or self._uses_keychain)
        if self._uses_keychain:
            said, act = (
                f"Your login to this computer opens the records for commands {_HOURS}.",
                "Ask for the passphrase",
            )
        elif is_at_hand:
            said, act = f"Your login to this computer can open the records for commands {_HOURS}.", "Let it open them"
        else:
            said, act = "Commands that run without a screen ask for the passphrase: this computer has no keychain.", ""
        self._keychain_said.setText(said)
        self.keychain_button.setText(act)

    def _turn_keychain(self) -> None:
        turn = people.leave_keychain if self._uses_keychain else people.use_keychain
        self._desk.change(self, turn, lambda _: self._ask_keychain())

    def _change(self) -> None:
        if not self._new.is_settled:
            self._said.setText("Type the new passphrase twice, good enough to be used.")
            return
        old, new = self._old.take(), self._new.text
        self._desk.change(self, lambda s: setup.change_passphrase(s, old, new), lambda _: self._changed())

    def _changed(self) -> None:
        self._new.forget()
        self._said.setText("Your passphrase is changed.")


_HOURS = "without a screen, for twelve hours after your passphrase was typed"
_SCHEMES = [(None, "as the computer says"), (Scheme.LIGHT, "Light"), (Scheme.DARK, "Dark")]


def _fill(page: QWidget, grid: FieldGrid) -> None:
    content = page_of(grid)
    content.setMaximumWidth(640)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scrolling(content))
