"""The log: who did what to which record and when; narrowed, checked, and written out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.office.log_words import GROUPS, detail_words, event_words, moment_words, subject_words
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label, row, set_role
from app.desk.widgets.shaped import DateEditor
from app.desk.widgets.table import Column, RowsTable
from app.domain.typed import read_date
from app.services import audit
from app.services.audit import AuditChoices, AuditPage
from app.vault.audit import AuditFilter, AuditRow, AuditVerdict


class LogPage(QWidget):
    """The latest entries that the filters let through, and earlier ones on a click."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._people: dict[str, str] = {}
        self._rows: tuple[AuditRow, ...] = ()
        self.what = ChoiceEditor("What", [(None, "everything"), *GROUPS])
        self.who = ChoiceEditor("Who", [(None, "everybody")])
        self.since = DateEditor("From", lambda: desk.session.today)
        self.until = DateEditor("To", lambda: desk.session.today)
        self.about = LineEditor("Record", placeholder="record number")
        self.about.setFixedWidth(132)
        self.table: RowsTable[AuditRow] = RowsTable(self._columns(), lambda item: str(item.seq), "Entries of the log")
        self.earlier = button("Earlier entries", self._earlier, kind="link")
        self.said = label("", "quiet", wrap=True)
        check = button("Check the log", self._check)
        write = button("Write it out…", self._write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        words = label("from", "quiet"), label("to", "quiet")
        layout.addLayout(row(self.what, self.who, self.about, words[0], self.since, words[1], self.until, None))
        layout.addWidget(self.table, 1)
        foot = row(check, write, self.earlier, self.said)
        foot.setStretch(3, 1)
        layout.addLayout(foot)
        for day in (self.since, self.until):
            day.setFixedWidth(112)
        for editor in (self.what, self.who, self.about, self.since, self.until):
            editor.settled.connect(lambda _: self.read())
        self._desk.query(self, audit.choices, self._offer, failed=self._refused)
        self.read()

    def read(self) -> None:
        """Ask for the latest entries again."""
        self._rows = ()
        self._ask(None)

    @property
    def wanted(self) -> AuditFilter:
        """What the filters say."""
        events, who = self.what.value, self.who.value
        return AuditFilter(
            events=events if isinstance(events, tuple) else (),
            actor=str(who or ""),
            since=self._day(self.since),
            until=self._day(self.until),
            about=str(self.about.value).lower(),
        )

    def _columns(self) -> list[Column[AuditRow]]:
        return [
            Column("No.", lambda item: str(item.seq), 52, role=lambda _: "quiet"),
            Column("When", lambda item: moment_words(item.at), 168),
            Column("Who", lambda item: self._people.get(item.actor, item.actor or "nobody"), 104),
            Column("What", lambda item: event_words(item.event), 180, strong=True),
            Column("Record", subject_words, 116, role=lambda _: "quiet", tip=subject_words),
            Column("Details", detail_words, role=lambda _: "quiet", tip=detail_words),
        ]

    def _ask(self, before: int | None) -> None:
        wanted = self.wanted
        self._desk.query(
            self, lambda session: audit.look(session, wanted, before=before), self._show, failed=self._refused
        )

    def _earlier(self) -> None:
        if self._rows:
            self._ask(self._rows[-1].seq)

    def _show(self, page: AuditPage) -> None:
        self._people = page.people
        self._rows = (*self._rows, *page.rows)
        self.table.set_rows(self._rows)
        self.earlier.setVisible(page.more)
        self._say("" if self._rows else "There are no such entries.")

    def _offer(self, known: AuditChoices) -> None:
        self.who.set_items([(None, "everybody"), *known.people])

    def _check(self) -> None:
        self._desk.change(self, audit.check, self._checked, failed=self._refused, says="Checking the log")

    def _checked(self, verdict: AuditVerdict) -> None:
        self._say(verdict.says, "good" if verdict.ok else "bad")

    def _write(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the log goes")
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, folder: Path) -> None:
        """Write the log out into a folder."""
        self._desk.change(
            self,
            lambda session: audit.write_log(session, folder),
            lambda paths: self._say(f"Written: {', '.join(path.name for path in paths)}"),
            failed=self._refused,
            says="Writing the log",
        )

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _say(self, words: str, role: str = "quiet") -> None:
        self.said.setText(words)
        set_role(self.said, "role", role)

    def _day(self, editor: DateEditor) -> dt.date | None:
        found = read_date(str(editor.value), self._desk.session.today)
        return found.earliest if found is not None and found.is_exact else None
