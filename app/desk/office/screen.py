"""Office: pages with a list of them on the left."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.office import lists
from app.desk.office.pages import BackupsPage, OwnPage, PracticePage, SignaturePage
from app.desk.patients.records import RecordsPane
from app.desk.places import Spot
from app.desk.shell.screen import Screen
from app.desk.widgets.plain import hairline, row
from app.domain.ids import PracticeId
from app.services import offices
from app.services.offices import Office

_WIDTH_PX = 144


class OfficeScreen(Screen):
    """The office's pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._practice_id: list[PracticeId] = [PracticeId("")]
        self.practice = PracticePage()
        self.locations = lists.locations_pane(self._practice_id)
        self.prescribers = lists.prescribers_pane()
        self.people, self._is_prescriber = lists.people_pane()
        self.payers = lists.payers_pane()
        self.facilities = lists.facilities_pane()
        self.pharmacies = lists.pharmacies_pane()
        self.backups = BackupsPage(desk)
        pages: tuple[tuple[str, QWidget], ...] = (
            ("Practice", self.practice),
            ("Locations", self.locations),
            ("Prescribers", self.prescribers),
            ("People", self.people),
            ("Payers", self.payers),
            ("Facilities", self.facilities),
            ("Pharmacies", self.pharmacies),
            ("Backups", self.backups),
            ("Your signature", SignaturePage(desk)),
            ("You", OwnPage(desk)),
        )
        self._names = [name for name, _ in pages]
        self.index = QListWidget()
        self.index.setProperty("look", "index")
        self.index.setAccessibleName("Pages of the office")
        self.index.setFixedWidth(_WIDTH_PX)
        self.index.addItems(self._names)
        self.stack = QStackedWidget()
        for _, page in pages:
            self.stack.addWidget(page)
        self.index.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.index.setCurrentRow(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inner = row(self.index, hairline(upright=True), self.stack, gap=0)
        inner.setStretch(2, 1)
        layout.addLayout(inner)
        self.setFocusProxy(self.index)
        self._connect()

    @property
    def _lists(self) -> tuple[RecordsPane, ...]:
        return (self.locations, self.prescribers, self.people, self.payers, self.facilities, self.pharmacies)

    def _connect(self) -> None:
        self.practice.edited.connect(lambda before, after: self.desk.save(self, "Edit practice", before, after))
        for pane in self._lists:
            noun = pane.noun
            pane.edited.connect(lambda before, after, n=noun: self._save(f"Edit {n}", before, after))
            pane.added.connect(lambda record, n=noun: self._save(f"Add {n}", None, record))
            pane.removed.connect(lambda record, n=noun: self.desk.remove(self.desk, f"Remove {n}", record))

    def show_spot(self, spot: Spot) -> None:
        """Show the page that is named."""
        names = [name.casefold() for name in self._names]
        if spot.part in names:
            self.index.setCurrentRow(names.index(spot.part))
        self.backups.show_folder()

    def refresh(self) -> None:
        """Read the office again."""
        self.desk.query(self, offices.office, self._show)

    def _save(self, label: str, before: object, after: object) -> None:
        self.desk.save(self, label, before, after, lambda _: self.refresh())  # type: ignore[arg-type]

    def _show(self, office: Office) -> None:
        self._practice_id[0] = office.practice.id
        self.practice.show_practice(office.practice)
        self._is_prescriber.set_items([(None, "nobody"), *((p.id, p.name.full) for p in office.prescribers)])
        self.locations.show_rows(office.locations)
        self.prescribers.show_rows(office.prescribers)
        self.people.show_rows(office.people)
        self.payers.show_rows(office.payers)
        self.facilities.show_rows(office.facilities)
        self.pharmacies.show_rows(office.pharmacies)
