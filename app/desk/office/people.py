"""People: who uses the program, what each may do, and letting somebody in by a passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.office import lists
from app.desk.unlock.passphrase import NewPassphrase, PassphraseField
from app.desk.widgets.editors import ChoiceEditor
from app.desk.widgets.plain import button, label, row
from app.domain.ids import PersonId
from app.domain.practice import Person
from app.services import people, sign
from app.services.offices import Office
from app.services.session import Session


class PeoplePage(QWidget):
    """The list of people, with access below it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._inside: frozenset[PersonId] = frozenset()
        self._signers: frozenset[PersonId] = frozenset()
        self.pane = lists.people_pane()
        self._said = label("", "quiet", wrap=True)
        self.passphrase = NewPassphrase("First passphrase")
        self.own = PassphraseField("Your own passphrase")
        self.own.setPlaceholderText("your own passphrase, once more")
        self.let_in_button = button("Let in with this passphrase", self._let_in)
        self.keep_out_button = button("Take the access away", self._keep_out, kind="link")
        self.unsign_button = button("Take the signature away", self._take_signature, kind="link")
        self.pane.fields.section("Access")
        for part in (self._said, self.passphrase, self.own):
            self.pane.fields.add_wide(part)
        ways = QWidget()
        ways.setLayout(row(self.let_in_button, self.keep_out_button, self.unsign_button, None))
        self.pane.fields.add_wide(ways)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.pane.table.chosen.connect(self._look)
        self.passphrase.changed.connect(self._look_at_words)
        self.own.textChanged.connect(lambda _: self._look_at_words())
        self._look_at_words()

    def show_office(self, office: Office) -> None:
        """Show the people."""
        editor = self.pane.binding.editors["prescriber_id"]
        if isinstance(editor, ChoiceEditor):
            editor.set_items([(None, "nobody"), *((p.id, p.name.full) for p in office.prescribers)])
        self.pane.show_rows(office.people)
        self._ask()

    def _take(self, known: tuple[frozenset[PersonId], frozenset[PersonId]]) -> None:
        self._inside, self._signers = known
        self._look(self.pane.table.current)

    def _look(self, person: Person | None) -> None:
        is_inside = person is not None and person.id in self._inside
        name = "" if person is None else person.name.full
        self._said.setText(f"{name} can unlock." if is_inside else f"{name} cannot unlock yet.")
        is_me = person is not None and person.id == self._desk.session.actor.id
        self.keep_out_button.setVisible(is_inside and not is_me)
        self.unsign_button.setVisible(person is not None and person.id in self._signers)
        self.passphrase.setVisible(not is_me)
        self.own.setVisible(not is_me)
        self.let_in_button.setVisible(not is_me)

    def _look_at_words(self) -> None:
        is_known = bool(self.own.text())
        self.let_in_button.setEnabled(is_known and self.passphrase.is_settled)
        self.keep_out_button.setEnabled(is_known)

    def _let_in(self) -> None:
        person, words = self.pane.table.current, self.passphrase.text
        if person is not None and self.passphrase.is_settled:
            own = self.own.take()
            self._desk.change(
                self,
                lambda s: people.give_access(s, person.id, words, own=own),
                lambda _: self._given(),
                says="Sealing",
            )

    def _given(self) -> None:
        self.passphrase.forget()
        self._desk.note("The person can unlock now, and should choose an own passphrase under You.")
        self._ask()

    def _keep_out(self) -> None:
        person = self.pane.table.current
        if person is not None:
            own = self.own.take()
            self._desk.change(
                self,
                lambda s: people.take_access(s, person.id, own=own),
                lambda _: self._ask(),
            )

    def _take_signature(self) -> None:
        person = self.pane.table.current
        if person is not None:
            self._desk.change(self, lambda s: sign.take_signature(s, person.id), lambda _: self._ask())

    def _ask(self) -> None:
        self._desk.query(self, _known, self._take)


def _known(session: Session) -> tuple[frozenset[PersonId], frozenset[PersonId]]:
    """Who can unlock, and who has a signature."""
    return frozenset(slot.person_id for slot in people.with_access(session)), sign.with_signature(session)
