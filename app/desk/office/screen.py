"""Office: pages with a list of them on the left."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QVBoxLayout

from app.desk.after.arrivals_page import ArrivalsPage
from app.desk.context import Desk
from app.desk.office import lists
from app.desk.office.log import LogPage
from app.desk.office.pages import BackupsPage, OwnPage, PracticePage
from app.desk.office.people import PeoplePage
from app.desk.office.records_out import RecordsPage
from app.desk.office.recovery import RecoveryPage
from app.desk.office.signature import SignaturePage
from app.desk.office.verifying import VerifyPage
from app.desk.office.witness import SecondPerson
from app.desk.patients.records import RecordsPane
from app.desk.places import Spot
from app.desk.sending.rules_page import SendingRulesPage
from app.desk.shell.screen import Screen
from app.desk.widgets.lazy import LazyStack
from app.desk.widgets.plain import hairline, row
from app.domain.changes import Edit
from app.domain.ids import PracticeId
from app.services import edits, offices
from app.services.offices import Office
from app.services.problems import NeedsSecondPerson

_WIDTH_PX = 144


class OfficeScreen(Screen):
    """The office's pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._practice_id: list[PracticeId] = [PracticeId("")]
        self._office: Office | None = None
        self.stack = LazyStack(
            {
                "Practice": self._make_practice,
                "Sending": self._make_sending,
                "Locations": lambda: self._listen(lists.locations_pane(self._practice_id)),
                "Prescribers": lambda: self._listen(lists.prescribers_pane()),
                "People": self._make_people,
                "Payers": lambda: self._listen(lists.payers_pane()),
                "Facilities": lambda: self._listen(lists.facilities_pane()),
                "Pharmacies": lambda: self._listen(lists.pharmacies_pane()),
                "Backups": lambda: BackupsPage(desk),
                "Recovery": lambda: RecoveryPage(desk),
                "Records": lambda: RecordsPage(desk),
                "Hand-overs": lambda: ArrivalsPage(desk),
                "Verify": lambda: VerifyPage(desk),
                "Log": lambda: LogPage(desk),
                "Your signature": lambda: SignaturePage(desk),
                "You": lambda: OwnPage(desk),
            }
        )
        self._names = [
            *("Practice", "Sending", "Locations", "Prescribers", "People", "Payers", "Facilities", "Pharmacies"),
            *("Backups", "Recovery", "Records", "Hand-overs", "Verify", "Log", "Your signature", "You"),
        ]
        self.index = QListWidget()
        self.index.setProperty("look", "index")
        self.index.setAccessibleName("Pages of the office")
        self.index.setFixedWidth(_WIDTH_PX)
        self.index.addItems(self._names)
        self.stack.made.connect(self._fill)
        self.index.currentRowChanged.connect(lambda at: self.stack.show_page(self._names[at]))
        self.index.setCurrentRow(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inner = row(self.index, hairline(upright=True), self.stack, gap=0)
        inner.setStretch(2, 1)
        self.witness = SecondPerson(desk)
        self.witness.settled.connect(self.refresh)
        layout.setSpacing(0)
        layout.addWidget(self.witness)
        layout.addLayout(inner, 1)
        self.setFocusProxy(self.index)

    def _make_practice(self) -> PracticePage:
        made = PracticePage()
        made.edited.connect(lambda before, after: self._save("Edit practice", before, after))
        return made

    def _make_sending(self) -> SendingRulesPage:
        made = SendingRulesPage()
        made.edited.connect(lambda before, after: self._save("Edit sending", before, after))
        return made

    def _make_people(self) -> PeoplePage:
        made = PeoplePage(self.desk)
        self._listen(made.pane)
        return made

    def _listen(self, pane: RecordsPane) -> RecordsPane:
        noun = pane.noun
        pane.edited.connect(lambda before, after: self._save(f"Edit {noun}", before, after))
        pane.added.connect(lambda record: self._save(f"Add {noun}", None, record))
        pane.removed.connect(lambda record: self.desk.remove(self.desk, f"Remove {noun}", record))
        return pane

    def show_spot(self, spot: Spot) -> None:
        """Show the page that is named."""
        names = [name.casefold() for name in self._names]
        if spot.part in names:
            self.index.setCurrentRow(names.index(spot.part))

    def refresh(self) -> None:
        """Read the office again."""
        self.desk.query(self, offices.office, self._show)

    def _save(self, label: str, before: object, after: object) -> None:
        edit = Edit(before, after)  # type: ignore[arg-type]

        def refuse(problem: Exception) -> None:
            if isinstance(problem, NeedsSecondPerson):
                self.witness.ask(label, edit)
                return
            self.desk.failed.emit(problem)
            self.desk.changed.emit(None)

        self.desk.change(
            self.desk, lambda session: edits.save(session, label, edit), lambda _: self.refresh(), failed=refuse
        )

    def _show(self, office: Office) -> None:
        self._office = office
        self._practice_id[0] = office.practice.id
        for name in self.stack.built:
            self._fill(name)

    def _fill(self, name: str) -> None:
        office, page = self._office, self.stack.built[name]
        if office is None:
            return
        if isinstance(page, PracticePage | SendingRulesPage):
            page.show_practice(office.practice)
        elif isinstance(page, PeoplePage):
            page.show_office(office)
        elif isinstance(page, RecordsPane):
            rows = {
                "Locations": office.locations,
                "Prescribers": office.prescribers,
                "Payers": office.payers,
                "Facilities": office.facilities,
                "Pharmacies": office.pharmacies,
            }
            page.show_rows(rows[name])
