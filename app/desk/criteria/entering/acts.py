"""What is done with the office's own rules: begun, kept, used, taken out and in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.criteria.own.draft import PolicyTable
from app.criteria.policy import Policy
from app.services import policies
from app.services.policies import Begun, TakenIn
from app.services.session import Act, Session, allows
from app.services.text_files import read_text, write_text

if TYPE_CHECKING:
    from app.desk.criteria.screen import CriteriaScreen

_FILES = "Rules (*.toml)"


class Entering(QObject):
    """The acts of one criteria screen that change rules."""

    def __init__(self, screen: CriteriaScreen) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, screen.desk
        self.pane = screen.entering
        self.pane.kept.connect(self._keep)
        self.pane.used.connect(self._use)
        self.pane.dropped.connect(self._drop)
        self.pane.left.connect(self.end)

    @property
    def may_begin(self) -> bool:
        """Whether the person at work may enter rules."""
        return allows(self._desk.session.actor, Act.EDIT)

    @property
    def may_use(self) -> bool:
        """Whether the person at work may put rules in force."""
        return allows(self._desk.session.actor, Act.ADMINISTER)

    def begin(self, policy_id: str = "", payer: str = "") -> None:
        """Enter new rules, or correct those of that name."""
        self._desk.change(self._screen, lambda session: policies.begin(session, policy_id, payer), self.open)

    def open(self, begun: Begun) -> None:
        """Show rules that were begun."""
        self.pane.show_begun(begun, may_use=self.may_use)
        self._screen.show_entering(shown=True)
        self.pane.part.focus_first()

    def end(self) -> None:
        """Show the list again."""
        self._screen.show_entering(shown=False)
        self._screen.refresh()

    def remove(self, policy: Policy) -> None:
        """Take the office's rules out of force, and offer to take that back."""

        def tell(_: None) -> None:
            self._desk.note(f"Requests are not judged by “{policy.title}” any more.", "Undo", self._desk.undo)
            self._screen.refresh()

        self._change(lambda session: policies.remove(session, policy.id), tell)

    def save_as(self, policy: Policy) -> None:
        """Ask where the file goes, and write it."""
        name, _ = QFileDialog.getSaveFileName(self._screen, "Save these rules", policies.file_name_of(policy), _FILES)
        if name:
            self.write(policy, Path(name))

    def write(self, policy: Policy, path: Path) -> None:
        """Write the office's rules to a file, without any patient."""

        def write(session: Session) -> None:
            write_text(path, policies.export(session, policy.id))

        self._desk.query(self._screen, write, lambda _: self._desk.note(f"Written: {path}"))

    def choose_file(self) -> None:
        """Ask for a file of rules, and take it in."""
        name, _ = QFileDialog.getOpenFileName(self._screen, "Take in a payer's rules", "", _FILES)
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Judge by the rules of a file from now on."""

        def tell(made: TakenIn) -> None:
            titles = ", ".join(policy.title for policy in made.policies)
            said = [f"Requests are judged by these rules now: {titles}."] if titles else []
            said += [f"{len(made.begun)} not whole yet: go on with them here."] if made.begun else []
            self._desk.note(" ".join(said), "Undo", self._desk.undo)
            self._screen.refresh()

        self._change(
            lambda session: policies.take_in(
                session, read_text(path, policies.MOST_BYTES, "a payer's rules"), path.name
            ),
            tell,
        )

    def _keep(self, table: PolicyTable) -> None:
        begun = self.pane.begun
        if begun is not None:
            self._desk.change(self._screen, lambda session: policies.keep(session, begun.draft, table))

    def _use(self) -> None:
        begun = self.pane.begun
        if begun is None:
            return

        def tell(policy: Policy) -> None:
            self._desk.note(f"Requests are judged by “{policy.title}” from now on.", "Undo", self._desk.undo)
            self.end()
            self._screen.go_to(policy.id)

        self._change(lambda session: policies.use(session, begun.draft), tell)

    def _drop(self) -> None:
        begun = self.pane.begun
        if begun is None:
            return

        def tell(_: None) -> None:
            self._desk.note("What was entered is given up.", "Undo", self._desk.undo)
            self.end()

        self._change(lambda session: policies.drop(session, begun.draft), tell)

    def _change(self, act: Callable[..., object], done: Callable[..., None]) -> None:
        self._desk.change(self._screen, act, done)
