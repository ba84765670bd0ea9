"""One criterion in the check: its state, its words, the facts behind it, and the way to settle it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.criteria.findings import Finding, State
from app.desk.check.words import STATE_LOOKS, STATE_WORDS
from app.desk.request.keys import datum_of_key, patient_part_of_key
from app.desk.widgets.notes import IconLabel
from app.desk.widgets.plain import button, label
from app.domain.vocabulary import vocabulary

#: A longer name of a field would widen the list; it is said to screen readers all the same.
_LONGEST_LINK = 34


class FindingRow(QWidget):
    """A criterion. What is shown can be replaced in place, so that the focus stays where it is while somebody types."""

    #: The keys of the vocabulary where the criterion can be settled.
    jumped = Signal(object)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self._text = label("", wrap=True)
        self._because = label("", "quiet", wrap=True)
        self._settle = label("", "finding", wrap=True)
        self._icons = QHBoxLayout()
        self._icons.setContentsMargins(0, 1, 0, 0)
        self._icon: QLabel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.link: QPushButton = button("", self._jump, kind="link")
        self._build()
        self._draw(is_new=True)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        for part in (self._text, self._because, self._settle):
            words.addWidget(part)
        words.addLayout(beneath(self.link))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 16, 5)
        layout.setSpacing(8)
        layout.addLayout(self._icons)
        layout.addLayout(words, 1)
        layout.setAlignment(self._icons, Qt.AlignmentFlag.AlignTop)

    def show_finding(self, finding: Finding) -> None:
        """Show how the criterion stands now."""
        if finding != self.finding:
            has_state = finding.state is not self.finding.state
            self.finding = finding
            self._draw(is_new=has_state)

    def _draw(self, *, is_new: bool) -> None:
        finding = self.finding
        if is_new:
            self._draw_state(finding.state)
        is_open = finding.state in (State.NOT_MET, State.NOT_DOCUMENTED, State.TOO_EARLY)
        for part, text in (
            (self._text, finding.text),
            (self._because, because_words(finding)),
            (self._settle, finding.settle if is_open else ""),
        ):
            part.setText(text)
            part.setVisible(bool(text))
        where = place_words(finding.keys) if is_open else ""
        self.link.setText(f"Go to {where if len(where) <= _LONGEST_LINK else 'the field'}" if where else "")
        self.link.setAccessibleName(f"Go to {where}: {finding.text}")
        self.link.setVisible(bool(where))
        self.setAccessibleName(f"{finding.text}. {self._because.text()}")

    def _draw_state(self, state: State) -> None:
        name, role = STATE_LOOKS[state]
        if self._icon is not None:
            self._icons.removeWidget(self._icon)
            self._icon.hide()
            self._icon.deleteLater()
        self._icon = IconLabel(name, role, 16)
        self._icons.addWidget(self._icon)

    def _jump(self) -> None:
        self.jumped.emit(self.finding.keys)


def beneath(link: QPushButton) -> QHBoxLayout:
    """A link whose words begin where those above it do."""
    layout = QHBoxLayout()
    layout.setContentsMargins(-5, 0, 0, 0)
    layout.addWidget(link)
    layout.addStretch(1)
    return layout


def because_words(finding: Finding) -> str:
    """`Not documented, because: …`."""
    state = STATE_WORDS[finding.state].capitalize()
    return f"{state}, because: {finding.because}" if finding.because else f"{state}."


def place_words(keys: tuple[str, ...]) -> str:
    """The name of the field that a finding's link leads to; empty where none is kept at the desk."""
    key = next((item for item in keys if datum_of_key(item) is not None or patient_part_of_key(item)), None)
    if key is None:
        return ""
    title = vocabulary().title(key)
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
