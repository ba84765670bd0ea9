"""Fields for what an office types every day: dates, telephones, numbers, identifiers, yes and no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.desk.widgets.editors import Editor, LineEditor
from app.domain.dates import PartialDate
from app.domain.identifiers import IdentifierFinding
from app.domain.typed import format_phone, read_birth_date, read_date, read_number, read_phone


def checked(check: Callable[[str], IdentifierFinding | None]) -> Callable[[str], str]:
    """The check of an identifier as words beside the field."""

    def say(text: str) -> str:
        finding = check(text) if text else None
        return finding.text if finding else ""

    return say


class PhoneEditor(LineEditor):
    """A telephone number: typed anyhow, shaped on leaving."""

    def __init__(self, name: str) -> None:
        super().__init__(name, check=_phone_finding, shape=_shaped_phone, placeholder="(617) 555-0101")

    def set_value(self, value: object) -> None:
        """Show ten digits as a telephone number."""
        super().set_value(_shaped_phone(str(value or "")))

    def _meant(self, text: str) -> object:
        return read_phone(text) or text


class DateEditor(LineEditor):
    """A date, typed as `3/4/85`, `030485` or `t-90`; the month or the year alone where `partial`.

    Args:
        name: of the field.
        today: the office's day, asked when it is needed.
        partial: whether a month or a year alone will do; the value is then a `PartialDate`.
        birth: whether it is a date of birth, so that two digits never mean the future.
    """

    def __init__(self, name: str, today: Callable[[], dt.date], *, partial: bool = False, birth: bool = False) -> None:
        self._today, self._partial, self._birth = today, partial, birth
        hint = "3/4/85, 3/85 or 85" if partial else "3/4/85, 030485 or t-90"
        super().__init__(name, check=self._words, shape=self._shaped, placeholder="MM/DD/YYYY")
        self.line.setToolTip(f"Type {hint}; t is today, t-90 is ninety days ago")

    def set_value(self, value: object) -> None:
        """Show a date as US forms write it."""
        if isinstance(value, dt.date):
            value = PartialDate.of(value)
        super().set_value(value.us() if isinstance(value, PartialDate) else "")

    def _read(self, text: str) -> PartialDate | None:
        if not text:
            return None
        if self._birth:
            day = read_birth_date(text, self._today())
            return None if day is None else PartialDate.of(day)
        date = read_date(text, self._today())
        return date if date is not None and (self._partial or date.is_exact) else None

    def _words(self, text: str) -> str:
        if not text or self._read(text) is not None:
            return ""
        return "Not a date yet: type it as 3/4/85. It is kept when it is a date."

    def _shaped(self, text: str) -> str:
        date = self._read(text.strip())
        return text if date is None else date.us()

    def _settle(self) -> None:
        text = str(self.value)
        if text and self._read(text) is None:
            self._rest.stop()
            self._look()
            return
        super()._settle()

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self._rest.stop()

    def _meant(self, text: str) -> object:
        date = self._read(text)
        return date if date is None or self._partial else date.earliest


class NumberEditor(LineEditor):
    """A number, or nothing."""

    def __init__(self, name: str, *, placeholder: str = "") -> None:
        super().__init__(name, check=_number_finding, placeholder=placeholder)

    def set_value(self, value: object) -> None:
        """Show a number."""
        super().set_value(f"{value:f}" if isinstance(value, Decimal) else value)

    def _settle(self) -> None:
        text = str(self.value)
        if text and read_number(text) is None:
            self._rest.stop()
            self._look()
            return
        super()._settle()

    def _meant(self, text: str) -> object:
        return read_number(text) if text else None


class YesNoEditor(Editor):
    """Yes, no, or not documented: pressing the chosen one again takes it back."""

    def __init__(self, name: str, *, yes: str = "Yes", no: str = "No") -> None:
        holder = QWidget()
        self._yes, self._no = QPushButton(yes), QPushButton(no)
        super().__init__(name, self._yes)
        self._value: bool | None = None
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        group = QButtonGroup(self)
        group.setExclusive(False)
        for button, meaning in ((self._yes, True), (self._no, False)):
            button.setCheckable(True)
            button.setAutoDefault(True)
            button.setProperty("kind", "chip")
            button.setAccessibleName(f"{name}: {button.text()}")
            button.clicked.connect(lambda _=False, m=meaning: self._press(m))
            group.addButton(button)
            layout.addWidget(button)
        layout.addStretch(1)
        own = self.layout()
        if own is not None:
            own.removeWidget(self._yes)
            layout.insertWidget(0, self._yes)
            own.removeWidget(self._finding)
            own.addWidget(holder)
            own.addWidget(self._finding)

    @property
    def value(self) -> object:
        """True, False, or None."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show True, False or None."""
        self._value = value if isinstance(value, bool) else None
        self._yes.setChecked(self._value is True)
        self._no.setChecked(self._value is False)

    def _press(self, meaning: bool) -> None:
        self.set_value(None if self._value is meaning else meaning)
        self.typed.emit(self._value)
        self.settled.emit(self._value)


def _shaped_phone(text: str) -> str:
    digits = read_phone(text)
    return text if digits is None else format_phone(digits)


def _phone_finding(text: str) -> str:
    return "" if not text or read_phone(text) else "A telephone number has ten digits."


def _number_finding(text: str) -> str:
    return "" if not text or read_number(text) is not None else "Not a number yet. It is kept when it is one."
