"""What is done with the wording of a letter: shown, tried on this request, kept, put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desk.widgets.notes import words_of
from app.packet.letter_pdf import LetterPdf, letter_pdf
from app.services import letters, wordings
from app.services.session import Act, Session, allows

if TYPE_CHECKING:
    from app.desk.letters.screen import LettersScreen


class Rewording(QObject):
    """The acts of the wording pane of one letters screen."""

    def __init__(self, screen: LettersScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        pane = screen.wording
        pane.chosen.connect(self._read)
        pane.tried.connect(lambda name, text: self._try(name, text, "The pages show it; nothing is kept yet."))
        pane.kept.connect(self._keep)
        pane.put_back.connect(self._put_back)
        pane.left.connect(self.leave)

    def begin(self) -> None:
        """Show the wording of the letter that is open."""
        screen = self._screen
        if screen.kind is None:
            return
        screen.left.setCurrentWidget(screen.wording)
        screen.show_acts(shown=False)
        screen.wording.offer(wordings.names(), f"{screen.kind.value}.j2")
        self._read(screen.wording.name)
        screen.wording.choice.setFocus()

    def end(self) -> None:
        """Show the letter again."""
        screen = self._screen
        screen.wording.rest()
        screen.left.setCurrentWidget(screen.draft)
        screen.show_acts(shown=True)

    def leave(self) -> None:
        """Go back to the letter as it is in force."""
        self.end()
        self._screen.refresh()

    def _read(self, name: str) -> None:
        if not name:
            return
        pane = self._screen.wording
        may_keep = allows(self._screen.desk.session.actor, Act.ADMINISTER)

        def read(session: Session) -> tuple[str, bool]:
            return wordings.text(session, name), wordings.is_own(session, name)

        def show(made: tuple[str, bool]) -> None:
            if pane.name == name:
                pane.show_wording(made[0], is_own=made[1], may_keep=may_keep)

        self._screen.desk.query(self, read, show)

    def _try(self, name: str, text: str, said: str) -> None:
        screen = self._screen
        request_id, kind = screen.request_id, screen.kind
        if kind is None:
            return

        def make(session: Session) -> LetterPdf:
            return letter_pdf(letters.preview(session, request_id, kind, name, text).letter)

        def show(made: LetterPdf) -> None:
            screen.sheets.show_document(made.pdf, made.pages)
            screen.wording.say(said, "hint")

        screen.desk.query(self, make, show, failed=self._refuse)

    def _keep(self, name: str, text: str) -> None:
        self._screen.desk.change(
            self,
            lambda session: wordings.keep(session, name, text),
            lambda _: self._kept(name, text),
            failed=self._refuse,
        )

    def _kept(self, name: str, text: str) -> None:
        self._screen.desk.note("Letters use this wording from now on.")
        self._read(name)
        self._try(name, text, "This wording is in force.")

    def _put_back(self, name: str) -> None:
        self._screen.desk.change(
            self, lambda session: wordings.reset(session, name), lambda _: self._read(name), failed=self._refuse
        )

    def _refuse(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._screen.wording.say(f"{said} {advice}".strip(), "bad")
