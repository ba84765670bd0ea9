"""Forms: every form that the program knows or the office added; a blank PDF is added by dropping it here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.forms.news import NewsPane
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.notes import EmptyState, IconLabel
from app.desk.widgets.plain import button, label, pane, row, set_role
from app.desk.widgets.table import Column, RowsTable
from app.domain.indications import condition_name
from app.mapping.pack import Pack
from app.pdf.problems import PasswordNeeded, WrongPassword
from app.services import forms, packs
from app.services.forms import FormState, KnownForm
from app.services.text_files import read_text

STATE_WORDS = {
    FormState.READY: "ready",
    FormState.BLANK_MISSING: "needs its blank PDF",
    FormState.NO_PACK: "not set up: typed on",
}
_MOST_MB = 25


def _for_words(form: KnownForm) -> str:
    return ", ".join(condition_name(name) for name in form.conditions) or ("any" if form.pack_id else "")


_COLUMNS: tuple[Column[KnownForm], ...] = (
    Column("Form", lambda form: form.title, strong=True),
    Column("Payer", lambda form: form.payer, 200),
    Column("Edition", lambda form: form.edition, 176, role=lambda _: "quiet"),
    Column("Pages", lambda form: str(form.pages), 56, role=lambda _: "quiet"),
    Column(
        "State",
        lambda form: STATE_WORDS[form.state],
        160,
        role=lambda form: {FormState.READY: "good", FormState.BLANK_MISSING: "warn"}.get(form.state, "quiet"),
    ),
)


class FormsScreen(Screen):
    """The table of forms, with a place to drop blanks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._waiting: tuple[bytes, str] | None = None
        #: The form that was just added: its row is chosen once it is listed.
        self._wanted = ""
        self.setAcceptDrops(True)
        self.table: RowsTable[KnownForm] = RowsTable(
            _COLUMNS, lambda form: f"{form.pack_id or ''}:{form.sha256}", "Forms"
        )
        self.table.chosen.connect(self._describe)
        self.table.opened.connect(lambda _: self._edit())
        self.add_button = button("Add a blank PDF…", self._choose, kind="primary", icon_name="plus")
        self.edit_button = button("Set up its boxes…", self._edit, icon_name="pen")
        self.import_button = button("Take in a form setup…", self._take_in)
        head = row(label("Forms", "title"), None, self.import_button, self.edit_button, self.add_button)
        head.setContentsMargins(16, 10, 16, 10)
        self._drop = pane("rail")
        self._drop_words: QLabel = label(
            "Drop a payer's blank PDF here. It is kept encrypted, and never changed.", "quiet"
        )
        inner = row(None, IconLabel("drop"), self._drop_words, None, margin=10)
        self._drop.setLayout(inner)
        self._about = label("", "quiet", wrap=True)
        self._about.setContentsMargins(16, 8, 16, 8)
        self._password = PassphraseField("Password of the form")
        self._ask = self._password_row()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("No forms yet", "Add the blank PDF that the payer publishes.", icon_name="forms")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        self.news = NewsPane(lambda form: self.desk.go(Spot(View.FORM_EDITOR, form.sha256)), self._remove)
        layout.addWidget(self._ask)
        layout.addWidget(self.news)
        around = row(self._stack)
        around.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(around, 1)
        layout.addWidget(self._about)
        layout.addWidget(self._drop)
        self.setFocusProxy(self.table)

    def _password_row(self) -> QWidget:
        holder = pane("warn")
        inner = row(
            label("This PDF asks for a password to be opened."),
            self._password,
            button("Open", self._with_password),
            button("Leave it", self._give_up, kind="link"),
            None,
            margin=8,
        )
        holder.setLayout(inner)
        holder.hide()
        self._password.returnPressed.connect(self._with_password)
        return holder

    def refresh(self) -> None:
        """Read the list again."""
        self.desk.query(self, forms.known_forms, self._show, says="Reading the forms")

    def add_file(self, path: Path) -> None:
        """Add the blank in a file."""

        def read(_: object) -> bytes:
            if path.stat().st_size > _MOST_MB * 1_000_000:
                return b""
            return path.read_bytes()

        self.desk.query(self, read, lambda data: self._add(data, path.stem), says="Reading the file")

    def _add(self, data: bytes, title: str, password: str | None = None) -> None:
        if not data:
            self.desk.note(f"The file is larger than {_MOST_MB} MB, so it was not added.")
            return
        self._waiting = (data, title)
        self.desk.change(
            self,
            lambda session: forms.add_blank(session, data, title=title, password=password),
            self._added,
            failed=self._refused,
            says="Opening the form",
        )

    def _added(self, form: KnownForm) -> None:
        self._give_up()
        self.news.show_news(form)
        self._wanted = form.sha256
        self.refresh()

    def _remove(self, form: KnownForm) -> None:
        self.desk.change(
            self,
            lambda session: forms.remove_blank(session, form.sha256),
            lambda _: self.desk.note(f"“{form.title}” is taken out again."),
        )
        self.refresh()

    def _refused(self, problem: Exception) -> None:
        if isinstance(problem, (PasswordNeeded, WrongPassword)):
            self._ask.show()
            self._password.setFocus()
            return
        self._give_up()
        self.desk.failed.emit(problem)

    def _with_password(self) -> None:
        if self._waiting is not None:
            self._add(*self._waiting, password=self._password.take())

    def _give_up(self) -> None:
        self._waiting = None
        self._password.clear()
        self._ask.hide()

    def _show(self, known: tuple[KnownForm, ...]) -> None:
        self.table.set_rows(known)
        at = next((at for at, form in enumerate(known) if self._wanted and form.sha256 == self._wanted), -1)
        if at >= 0:
            self.table.selectRow(at)
            self._wanted = ""
        self._stack.setCurrentIndex(0 if known else 1)
        self._describe(self.table.current)

    def _describe(self, form: KnownForm | None) -> None:
        about = "" if form is None else _for_words(form)
        self._about.setText(f"For: {about}" if about else "")
        can_edit = form is not None and bool(form.sha256) and form.is_held
        self.edit_button.setEnabled(can_edit)

    def _edit(self) -> None:
        form = self.table.current
        if form is not None and form.sha256 and form.is_held:
            self.desk.go(Spot(View.FORM_EDITOR, form.sha256))

    def _take_in(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Take in a form setup", "", "Form setup (*.toml)")
        if name:
            path = Path(name)
            self.desk.change(
                self,
                lambda session: packs.import_pack(
                    session, read_text(path, packs.MOST_BYTES, "a form setup"), path.name
                ),
                self._taken_in,
                says="Reading the form setup",
            )

    def _taken_in(self, pack: Pack) -> None:
        self.desk.note(f"“{pack.title}” is set up. It is filled as soon as its blank PDF is here.")
        self.refresh()

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Add a blank form", "", "PDF (*.pdf)")
        for name in names:
            self.add_file(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take PDF files."""
        if any(url.toLocalFile().lower().endswith(".pdf") for url in event.mimeData().urls()):
            event.acceptProposedAction()
            set_role(self._drop, "ground", "good")
            self._drop_words.setText("Let go to add the form.")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._calm()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._calm()
        for url in event.mimeData().urls():
            if url.toLocalFile().lower().endswith(".pdf"):
                self.add_file(Path(url.toLocalFile()))

    def _calm(self) -> None:
        set_role(self._drop, "ground", "rail")
        self._drop_words.setText("Drop a payer's blank PDF here. It is kept encrypted, and never changed.")
