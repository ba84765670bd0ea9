"""The road of the pen: print the pages to sign, let the request wait for ink, take the scan back page by page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.paper import printing
from app.desk.paper.sheets import SheetsView
from app.desk.tasks import Lane
from app.desk.widgets.choice import Choice
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, empty, label, row, set_role
from app.desk.widgets.tick import Tick
from app.domain.handing import Handing, HandingState
from app.domain.request import Request
from app.services import handing, ink, ink_scan
from app.services.documents import ENDINGS, pages_as_text
from app.services.edits import found
from app.services.ink import InkSheets
from app.services.ink_scan import Scan, ScannedPage
from app.services.session import Session
from app.services.signing_queue import BeforeSigner

_CHOICE_PX = 190


class PenRoad(QWidget):
    """Stands in place of the passphrase."""

    left = Signal()
    #: The signed pages are in the packet.
    taken = Signal()

    def __init__(self, desk: Desk, sheets: SheetsView) -> None:
        super().__init__()
        self._desk, self._sheets = desk, sheets
        self._before: BeforeSigner | None = None
        self._pages: tuple[int, ...] = ()
        self._choices: dict[int, Choice] = {}
        self.scan: Scan | None = None
        self.title = label("", "strong", wrap=True)
        self.said = label("", "quiet", wrap=True)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self.sure = Tick("I have compared these pages: they are the printed ones, signed")
        self.sure.toggled.connect(lambda _: self._judge())
        self.print_button = button("Print…", self._print, kind="primary")
        self.save_button = button("Save as PDF…", self._choose_folder, icon_name="save")
        self.scan_button = button("Take in the scan…", self._choose_scan, kind="primary")
        self.take_button = button("Put into the packet", self.take, kind="primary", icon_name="packet")
        leave = button("Not now", self.left.emit, kind="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addLayout(self._rows)
        layout.addWidget(self.sure)
        layout.addLayout(row(self.take_button, self.scan_button, self.print_button, self.save_button, leave, None))
        layout.addWidget(self.said)
        self.hide()

    def begin(self, before: BeforeSigner) -> None:
        """Show how far this paper is on the road."""
        self._before = before
        self.scan = None
        self._pages = ()
        self._show_rows()
        self.show()
        self._say("", "quiet")
        name = before.request_id
        self._desk.query(
            self, lambda session: handing.of_paper(session, found(session, Request, name)), self._show_handing
        )

    def end(self) -> None:
        """Let everything go."""
        self._before, self.scan = None, None
        self._show_rows()
        self.hide()

    def save_to(self, folder: Path) -> None:
        """Write the pages to sign into a folder."""
        before = self._before
        if before is None:
            return

        def write(session: Session) -> tuple[InkSheets, Path]:
            sheets = self._sheets_to_sign(session)
            return sheets, ink.write_sheets(session, before.request_id, sheets, folder)

        self._desk.change(self, write, lambda made: self._printed(made[0], f"Written to {made[1]}."), failed=self._fail)

    def read(self, path: Path) -> None:
        """Look at a scan."""
        before = self._before
        if before is not None:
            self._say("Reading the scan…", "quiet")
            self._desk.query(
                self,
                lambda session: ink_scan.read_scan(session, before.request_id, path.read_bytes()),
                self.show_scan,
                failed=self._fail,
                says="Reading the scan",
            )

    def show_scan(self, scan: Scan) -> None:
        """Show the pages of a scan, and which printed page each is."""
        self.scan = scan
        self._say("", "quiet")
        self._sheets.show_document(scan.pdf, len(scan.pages))
        self._show_rows()
        self._judge()
        self.take_button.setFocus()

    def take(self) -> None:
        """Put the scanned pages into the packet."""
        before, scan = self._before, self.scan
        if before is None or scan is None:
            return
        chosen = {page: int(str(choice.value)) for page, choice in self._choices.items() if choice.value is not None}
        is_sure = self.sure.isChecked()
        self._desk.change(
            self,
            lambda session: ink.take_scan(session, before.request_id, scan, chosen, is_sure=is_sure),
            lambda _: self.taken.emit(),
            failed=self._fail,
            says="Putting the pages together",
        )

    def _sheets_to_sign(self, session: Session) -> InkSheets:
        """The pages as they were printed where they were, else printed now."""
        assert self._before is not None  # noqa: S101 -- narrows the type
        name = self._before.request_id
        kept = handing.of_paper(session, found(session, Request, name))
        if kept is not None and kept.state is HandingState.INK:
            return ink.sheets_again(session, name)
        return ink.print_for_pen(session, name)

    def _show_handing(self, handed: Handing | None) -> None:
        if self._before is None:
            return
        waits = handed is not None and handed.state is HandingState.INK and handed.ink is not None
        if waits and handed is not None and handed.ink is not None:
            self._pages = handed.ink.pages
            pages = pages_as_text(self._pages)
            self.title.setText(f"Waiting for ink: page {pages}, printed {handed.ink.at:%m/%d/%Y %H:%M}.")
        else:
            self.title.setText(
                f"{self._before.identity.named} signs with a pen: only the pages with a place to sign are printed."
            )
        self._show_acts(waits=waits)

    def _show_acts(self, *, waits: bool) -> None:
        has_scan = self.scan is not None
        self.take_button.setVisible(has_scan)
        self.scan_button.setVisible(waits)
        self.scan_button.setText("Take in another scan…" if has_scan else "Take in the scan…")
        set_role(self.scan_button, "kind", "" if has_scan else "primary")
        self.print_button.setText("Print again…" if waits else "Print…")
        set_role(self.print_button, "kind", "" if waits else "primary")
        self.print_button.setVisible(not has_scan)
        self.save_button.setVisible(not has_scan)
        (self.take_button if has_scan else self.scan_button if waits else self.print_button).setFocus()

    def _show_rows(self) -> None:
        """One line for each printed page: which page of the scan it is."""
        empty(self._rows)
        self._choices = {}
        scan = self.scan
        self.sure.setVisible(False)
        self.sure.setChecked(False)
        if scan is None:
            self._show_acts(waits=bool(self._pages))
            return
        matched = scan.matched(self._pages)
        for line, page in enumerate(self._pages):
            choice = Choice()
            choice.setMinimumWidth(_CHOICE_PX)
            choice.setAccessibleName(f"Page {page} of the form is")
            offered = [(one.number, f"page {one.number} of the scan") for one in scan.pages]
            choice.set_items([(None, "not in this scan"), *offered])
            choice.set_value(matched.get(page) or _only_unread(scan, self._pages))
            choice.currentIndexChanged.connect(lambda _: self._judge())
            self._choices[page] = choice
            self._rows.addWidget(label(f"Page {page} of the form"), line, 0)
            self._rows.addWidget(choice, line, 1)
            self._rows.addWidget(label("", "quiet", wrap=True), line, 2)
        self._rows.setColumnStretch(2, 1)
        self._show_acts(waits=True)

    def _judge(self) -> None:
        """Say of every page how it was known, and whether it can go in."""
        scan = self.scan
        if scan is None:
            return
        by_number = {item.number: item for item in scan.pages}
        roles = []
        for line, (page, choice) in enumerate(self._choices.items()):
            seen = None if choice.value is None else by_number.get(int(str(choice.value)))
            words, role = _words(page, seen)
            roles.append(role)
            item = self._rows.itemAtPosition(line, 2)
            said = None if item is None else item.widget()
            if said is not None:
                said.setText(words)  # type: ignore[attr-defined]
                set_role(said, "role", role)
        self.sure.setVisible("warn" in roles and "bad" not in roles)
        self.take_button.setEnabled("bad" not in roles and ("warn" not in roles or self.sure.isChecked()))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the pages go")
        if chosen:
            self.save_to(Path(chosen))

    def _choose_scan(self) -> None:
        kinds = " ".join(f"*.{ending}" for ending in ENDINGS)
        chosen, _ = QFileDialog.getOpenFileName(self, "The scan of the signed pages", "", f"PDF or picture ({kinds})")
        if chosen:
            self.read(Path(chosen))

    def _print(self) -> None:
        self._desk.change(
            self, self._sheets_to_sign, self._to_printer, failed=self._fail, says="Setting the pages to sign"
        )

    def _to_printer(self, sheets: InkSheets) -> None:
        count = len(sheets.pages)
        printer = printing.ask_printer(self, count)
        if printer is None:
            self._printed(sheets, "Nothing was printed yet; the pages are kept to be printed again.")
            return
        said = f"{count} {'page' if count == 1 else 'pages'} sent to the printer."
        self._desk.query(
            self,
            lambda session: printing.print_pages(session, sheets.pdf, count, printer),
            lambda _: self._printed(sheets, said),
            lane=Lane.PAPER,
        )

    def _printed(self, sheets: InkSheets, said: str) -> None:
        self._pages = sheets.pages
        before = self._before
        if before is not None:
            self.begin(before)
        self._say(" ".join((said, *sheets.notes)), "quiet")

    def _fail(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_role(self.said, "role", role)


def _only_unread(scan: Scan, pages: tuple[int, ...]) -> int | None:
    """The page of a scan that it must be where each has just one; nobody's guess where there are more."""
    unread = [item.number for item in scan.pages if item.page is None and not item.is_other]
    return unread[0] if len(pages) == len(scan.pages) == len(unread) == 1 else None


def _words(page: int, seen: ScannedPage | None) -> tuple[str, str]:
    if seen is None:
        return "Choose which page of the scan it is.", "bad"
    if seen.is_other:
        return "That page bears the code of another paper.", "bad"
    if seen.page is not None and seen.page != page:
        return f"That is page {seen.page} of the form, as its code says.", "bad"
    if seen.page is None:
        return "No square code could be read: compare it with the page that was printed.", "warn"
    if seen.shows_ink is False:
        return "The right page, but no signature is to be seen in its place.", "warn"
    return "The right page, as its code says" + (", and signed." if seen.shows_ink else "."), "good"
