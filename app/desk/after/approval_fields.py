"""The fields of an approval, as the payer's letter says it, and below them where it is not what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import empty, label
from app.desk.widgets.shaped import DateEditor, NumberEditor, checked
from app.domain.approval import SITE_WORDS, SUPPLY_WORDS, Approval, UnitsPer, differences
from app.domain.drugs import products
from app.domain.identifiers import check_ndc
from app.domain.letter_reading import LetterWords
from app.domain.request import Request, Site, Supply
from app.domain.typed import read_date, read_number

_NOT_SAID = (None, "the letter does not say")
_PER = ((UnitsPer.VISIT, "a treatment"), (UnitsPer.WHOLE, "in all"))
_COUNT = ((False, "units of the product"), (True, "units of the billing code"))


class ApprovalFields(QWidget):
    """What the letter says; what it does not say stays empty.

    Args:
        today: the office's day, asked when it is needed.
        previews: whether what is not as asked stands below the fields while they are typed in.
    """

    #: Something was typed or chosen.
    typed = Signal()

    def __init__(self, today: Callable[[], dt.date], *, previews: bool = True) -> None:
        super().__init__()
        self._today, self._previews = today, previews
        self._approval: Approval | None = None
        self._request: Request | None = None
        self.number = LineEditor("Authorization")
        self.start = DateEditor("From", today)
        self.end = DateEditor("Until", today)
        self.units = NumberEditor("Units")
        self.units_per = ChoiceEditor("Units are for", _PER)
        self.counted = ChoiceEditor("Counted in", _COUNT)
        self.visits = NumberEditor("Treatments")
        self.site = ChoiceEditor("Given at", [_NOT_SAID, *SITE_WORDS.items()])
        self.supply = ChoiceEditor("Drug comes by", [_NOT_SAID, *SUPPLY_WORDS.items()])
        self.product = LineEditor("Product")
        self.product.offer([item.full_name for item in products()])
        self.hcpcs = LineEditor("Billing code", shape=str.upper)
        self.ndc = LineEditor("NDC", check=checked(check_ndc))
        self.cpt = LineEditor("Procedures", placeholder="64615, 95874")
        self.conditions = TextEditor("Conditions", lines=2)
        self._said = QVBoxLayout()
        self._said.setSpacing(2)
        self._build()

    def _build(self) -> None:
        grid = FieldGrid()
        for editor in self.editors:
            grid.add(editor)
            editor.typed.connect(lambda _: self._follow())
            editor.settled.connect(lambda _: self._follow())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(grid)
        layout.addLayout(self._said)

    @property
    def editors(self) -> tuple[Editor, ...]:
        """All fields, in the order of Tab."""
        return (
            *(self.number, self.start, self.end, self.units, self.units_per, self.counted, self.visits),
            *(self.site, self.supply, self.product, self.hcpcs, self.ndc, self.cpt, self.conditions),
        )

    def show_approval(self, request: Request, approval: Approval) -> None:
        """Show an approval beside the request that it answers."""
        self._request, self._approval = request, approval
        for editor, value in (
            (self.number, approval.number),
            (self.start, approval.start),
            (self.end, approval.end),
            (self.units, approval.units),
            (self.units_per, approval.units_per),
            (self.counted, approval.is_billed),
            (self.visits, approval.visits),
            (self.site, approval.site),
            (self.supply, approval.supply),
            (self.product, approval.product),
            (self.hcpcs, approval.hcpcs),
            (self.ndc, approval.ndc),
            (self.cpt, ", ".join(approval.cpt)),
            (self.conditions, approval.conditions),
        ):
            editor.set_value(value)
        self._show_differences()

    def forget(self) -> None:
        """Let what is typed go: another letter is opened."""
        self._request = self._approval = None
        for editor in self.editors:
            editor.set_value(None if isinstance(editor, ChoiceEditor) else "")
        self.units_per.set_value(UnitsPer.VISIT)
        self.counted.set_value(False)
        self._show_differences()

    def propose(self, words: LetterWords) -> None:
        """Fill in what the letter's text seems to say, where nothing is typed yet."""
        for editor, value in (
            (self.number, words.number),
            (self.start, words.start),
            (self.end, words.end),
            (self.units, words.units),
            (self.visits, words.visits),
            (self.hcpcs, words.hcpcs),
            (self.product, words.product),
            (self.supply, words.supply),
        ):
            if value and not editor.value:
                editor.set_value(value)
        self._show_differences()

    @property
    def approval(self) -> Approval | None:
        """The approval as it is typed."""
        if self._approval is None:
            return None
        visits = read_number(str(self.visits.value))
        return replace(
            self._approval,
            number=str(self.number.value),
            start=self._day(self.start),
            end=self._day(self.end),
            units=_number(self.units),
            units_per=UnitsPer(str(self.units_per.value)),
            is_billed=bool(self.counted.value),
            visits=None if visits is None else int(visits),
            site=Site(str(self.site.value)) if self.site.value else None,
            supply=Supply(str(self.supply.value)) if self.supply.value else None,
            product=str(self.product.value),
            hcpcs=str(self.hcpcs.value).upper(),
            ndc=str(self.ndc.value),
            cpt=tuple(part.strip() for part in str(self.cpt.value).replace(";", ",").split(",") if part.strip()),
            conditions=str(self.conditions.value),
        )

    @property
    def is_readable(self) -> bool:
        """Whether every date and number that is typed is one."""
        dates = all(not str(item.value) or self._day(item) is not None for item in (self.start, self.end))
        return dates and all(not str(i.value) or _number(i) is not None for i in (self.units, self.visits))

    def _follow(self) -> None:
        self._show_differences()
        self.typed.emit()

    def _show_differences(self) -> None:
        empty(self._said)
        approval, request = self.approval, self._request
        found = differences(request, approval) if self._previews and request and approval else ()
        if found:
            self._said.addWidget(label("Not as it was asked for", "section"))
        for item in found:
            self._said.addWidget(label(f"• {item.words}", "warn" if item.is_less else "", wrap=True))

    def _day(self, editor: DateEditor) -> dt.date | None:
        found = read_date(str(editor.value), self._today())
        return found.earliest if found is not None and found.is_exact else None


def _number(editor: NumberEditor) -> Decimal | None:
    return read_number(str(editor.value)) if str(editor.value) else None
