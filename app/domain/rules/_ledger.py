"""One row of the trial ledger, as rules see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from app.domain.clinical import Outcome
from app.domain.dates import PartialDate
from app.domain.drugs import find_therapy, therapies
from app.domain.facts import Facts
from app.domain.rules._values import Range, Value, value_of
from app.domain.spans import days_between

#: What can stand in the condition of `count(prior, …)`.
COLUMNS = ("drug", "drug_class", "dose", "strength", "outcome", "reason", "start_date", "end_date", "days", "oral")
_ONGOING = "to present"


@dataclass(frozen=True, slots=True)
class Row:
    """One therapy tried before."""

    facts: Facts
    number: int

    @property
    def is_written(self) -> bool:
        """Whether the row names a therapy."""
        return self.facts.get(self._key("drug")) is not None

    def column(self, name: str) -> tuple[Value, tuple[str, ...]]:
        """The value of a column, and the keys that it was made from."""
        if name == "days":
            return self._days(), (self._key("start_date"), self._key("end_date"))
        if name == "oral":
            therapy = find_therapy(self._text("drug"))
            return None if therapy is None else therapy.oral, (self._key("drug"),)
        if name == "drug_class":
            return self._class(), (self._key("class"),)
        if name == "outcome" and self.facts.get(self._key("outcome")) is None and self._is_ongoing:
            return "ongoing", (self._key("outcome"),)
        return value_of(self.facts.value(self._key(name))), (self._key(name),)

    def _key(self, name: str) -> str:
        return f"prior[{self.number}].{name}"

    def _text(self, name: str) -> str:
        value = self.facts.value(self._key(name))
        return "" if value is None else str(value)

    @property
    def _is_ongoing(self) -> bool:
        return self._text("dates").endswith(_ONGOING)

    def _class(self) -> str | None:
        """The drug's name decides; where it is not known, the class that is written."""
        therapy = find_therapy(self._text("drug"))
        if therapy is not None:
            return therapy.drug_class
        written = self._text("class").lower()
        named = {name.lower(): code for code, name in therapies().class_names.items()}
        return named.get(written, written) or None

    def _days(self) -> Range | None:
        start, end = (_date(self.facts.value(self._key(name))) for name in ("start_date", "end_date"))
        if end is None and self._is_ongoing:
            end = _date(self.facts.value("request.date"))
        if start is None and end is None and self._text("outcome") == Outcome.CONTRAINDICATION:
            return Range.exactly(0)
        days = None if start is None or end is None else days_between(start, end)
        return None if days is None else Range(Decimal(days.least), Decimal(days.most))


def _date(value: object) -> PartialDate | None:
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    return value if isinstance(value, PartialDate) else None
