"""The places on the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.desk.look.tokens import RAIL_PX
from app.desk.places import View
from app.desk.widgets.plain import hairline, label, tool

PLACES: tuple[tuple[View, str, str], ...] = (
    (View.TODAY, "today", "Ctrl+1"),
    (View.REQUESTS, "requests", "Ctrl+2"),
    (View.PATIENTS, "patients", "Ctrl+3"),
    (View.FORMS, "forms", "Ctrl+4"),
    (View.CRITERIA, "shield", "Ctrl+5"),
    (View.OFFICE, "office", "Ctrl+6"),
    (View.SIGNATURES, "pen", "Ctrl+7"),
)

#: The place that stays lit while a screen below it is open.
PARENTS = {
    View.PATIENT: View.PATIENTS,
    View.INTAKE: View.PATIENTS,
    View.REQUEST: View.REQUESTS,
    View.NEW_REQUEST: View.REQUESTS,
    View.SIGN: View.SIGNATURES,
    View.LETTERS: View.REQUESTS,
    View.COURSE: View.REQUESTS,
    View.LETTERS_IN: View.TODAY,
}


class Rail(QWidget):
    """The list of places, the way to find anything, and the lock."""

    chosen = Signal(object)
    finding = Signal()
    locking = Signal()

    def __init__(self, office: str, person: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.setFixedWidth(RAIL_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setSpacing(2)
        self._office = label(office, "strong", wrap=True)
        self._office.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self._office)
        layout.addSpacing(8)
        layout.addWidget(self._place_button("find", "Find anything (Ctrl+K)", "Find", self.finding.emit))
        layout.addSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons: dict[View, QToolButton] = {}
        for view, icon_name, keys in PLACES:
            made = self._place_button(
                icon_name, f"{view.value} ({keys})", view.value, lambda v=view: self.chosen.emit(v)
            )
            made.setCheckable(True)
            self._group.addButton(made)
            self._buttons[view] = made
            layout.addWidget(made)
        layout.addStretch(1)
        who = label(person, "quiet", wrap=True)
        who.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(who)
        layout.addWidget(hairline())
        layout.addWidget(self._place_button("lock", "Lock now (Ctrl+L)", "Lock", self.locking.emit))

    def show_office(self, name: str) -> None:
        """Name the practice."""
        self._office.setText(name)

    def light(self, view: View) -> None:
        """Show where one is."""
        made = self._buttons.get(PARENTS.get(view, view))
        if made is not None:
            made.setChecked(True)

    def _place_button(self, icon_name: str, says: str, text: str, pressed: object) -> QToolButton:
        made = tool(icon_name, says, pressed, text=text)  # type: ignore[arg-type]
        made.setProperty("kind", "place")
        made.setIconSize(QSize(18, 18))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return made
