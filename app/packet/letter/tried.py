"""The ledger of trials as letters tell it: rows, and what they come to in one phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.clinical import Outcome
from app.domain.drugs import class_name, find_therapy
from app.domain.facts import Fact
from app.packet.letter.model import Cell, Gap
from app.packet.letter.said import Said, clean, listed, lower_first, numbered
from app.packet.letter.source import LetterSource

#: How a trial ended, in the words that reviewers look for.
_RESULTS = {
    Outcome.INADEQUATE_RESPONSE.value: "Inadequate response",
    Outcome.INTOLERANCE.value: "Not tolerated",
    Outcome.CONTRAINDICATION.value: "Contraindicated",
    Outcome.ALLERGY.value: "Allergy",
    Outcome.PARTIAL_RESPONSE.value: "Partial response",
    Outcome.OTHER.value: "Other",
}
#: Classes that are no medicine.
_OTHER_CLASSES = frozenset({"behavioral", "physical_therapy", "device", "procedure"})
_BARRED = frozenset({Outcome.CONTRAINDICATION.value, Outcome.ALLERGY.value})
_FAILED = frozenset({Outcome.INADEQUATE_RESPONSE.value, Outcome.INTOLERANCE.value, Outcome.PARTIAL_RESPONSE.value})


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row of the ledger."""

    source: LetterSource
    row: int

    def fact(self, name: str) -> Fact | None:
        """One of its facts, such as `dose`."""
        return self.source.facts.get(f"prior[{self.row}].{name}")

    def text(self, name: str) -> str:
        """The same as text; empty where not documented."""
        fact = self.fact(name)
        return "" if fact is None else clean(str(fact.value))

    @property
    def drug_class(self) -> str:
        """The catalogue's class, the written one where the catalogue lacks the therapy."""
        known = find_therapy(self.text("drug"))
        return known.drug_class if known is not None else self.text("class")

    @property
    def is_ongoing(self) -> bool:
        """Whether the record says that it goes on."""
        trial = self.source.trial(self.row)
        return trial is not None and trial.outcome is Outcome.ONGOING and self.fact("end_date") is None

    @property
    def is_barred(self) -> bool:
        """Whether it must not be used, rather than was tried without success."""
        return self.text("outcome") in _BARRED

    @property
    def is_medicine(self) -> bool:
        """Whether it is a medicine."""
        return self.drug_class not in _OTHER_CLASSES

    @property
    def has_failed(self) -> bool:
        """Whether it did not help enough, or was not tolerated."""
        return self.text("outcome") in _FAILED

    @property
    def result(self) -> str:
        """How it ended; empty where that is not documented."""
        return _RESULTS.get(self.text("outcome"), "")

    @property
    def name(self) -> str:
        """The therapy as it stands in a sentence."""
        return lower_first(self.text("drug"))


@dataclass(frozen=True, slots=True)
class Tried:
    """The ledger in phrases; each is a mark in the text. Lists are what a wording loops over.

    Attributes:
        medicines: tried before, drug by drug.
        others: therapies that are no medicine.
        barred: what must not be used.
        failed: medicines and therapies that did not help enough or were not tolerated.
    """

    source: LetterSource
    mark: Callable[[Said], str]

    @property
    def rows(self) -> tuple[TriedRow, ...]:
        """Every row that names a therapy."""
        found = (TriedRow(self.source, number) for number in range(1, self.source.facts.rows("prior") + 1))
        return tuple(row for row in found if row.text("drug"))

    @property
    def medicines(self) -> tuple[TriedRow, ...]:
        """Medicines that were tried."""
        return tuple(row for row in self.rows if row.is_medicine and not row.is_barred)

    @property
    def others(self) -> tuple[TriedRow, ...]:
        """What was tried and is no medicine."""
        return tuple(row for row in self.rows if not row.is_medicine and not row.is_barred)

    @property
    def barred(self) -> tuple[TriedRow, ...]:
        """What must not be used."""
        return tuple(row for row in self.rows if row.is_barred)

    @property
    def failed(self) -> tuple[TriedRow, ...]:
        """What was tried without enough success."""
        return tuple(row for row in self.rows if row.has_failed)

    def summary(self) -> str:
        """`three medications from three classes: topiramate (antiepileptic), …`."""
        rows = self.medicines
        classes = {row.drug_class for row in rows if row.drug_class}
        several = f" from {numbered(len(classes))} class{'es' if len(classes) != 1 else ''}" if classes else ""
        what = f"{numbered(len(rows))} medication{'s' if len(rows) != 1 else ''}{several}"
        return self._say(rows, f"{what}: {listed(map(_with_class, rows))}", ("drug", "class", "dates"))

    def names(self, rows: Iterable[TriedRow]) -> str:
        """`topiramate, propranolol and amitriptyline`."""
        return self._say(tuple(rows), listed(row.name for row in rows), ("drug",))

    def reasons(self, rows: Iterable[TriedRow]) -> str:
        """`divalproex (may become pregnant)`: with the reason, where one is documented."""
        told = [f"{row.name} ({row.text('reason')})" if row.text("reason") else row.name for row in rows]
        return self._say(tuple(rows), listed(told), ("drug", "outcome", "reason"))

    def results(self, rows: Iterable[TriedRow]) -> str:
        """`topiramate did not help enough (…)`, one after the other."""
        told = []
        for row in rows:
            outcome = lower_first(row.result)
            length = f", {row.text('duration')}" if row.text("duration") else ""
            told.append(f"{row.name} ({outcome}{length})" if outcome else f"{row.name}{length}")
        return self._say(tuple(rows), listed(told), ("drug", "outcome", "duration"))

    def _say(self, rows: tuple[TriedRow, ...], text: str, names: tuple[str, ...]) -> str:
        facts = [fact for row in rows for name in names if (fact := row.fact(name)) is not None]
        return self.mark(Said(clean(text), tuple(f.key for f in facts), tuple(f.origin for f in facts)))


def cells_of(row: TriedRow) -> tuple[Cell, ...]:
    """The row of the table: therapy, dose, dates with their length, result and reason, where it is documented."""
    return (_therapy(row), _dose(row), _dates(row), _result(row), _evidence(row))


def _with_class(row: TriedRow) -> str:
    named = class_name(row.drug_class) if row.drug_class else ""
    parts = [lower_first(named)] if named and named.lower() != row.name.lower() else []
    if row.is_ongoing:
        parts.append("still taken")
    return f"{row.name} ({', '.join(parts)})" if parts else row.name


def _cell(row: TriedRow, text: str, *names: str) -> Cell:
    facts = [fact for name in names if (fact := row.fact(name)) is not None]
    return Cell(clean(text), tuple(f.key for f in facts), tuple(f.origin for f in facts))


def _missing(row: TriedRow, name: str, words: str) -> Cell:
    gap = Gap(f"prior[{row.row}].{name}", words)
    return Cell(gap.text, gap=gap)


def _therapy(row: TriedRow) -> Cell:
    drug = row.text("drug")
    named = class_name(row.drug_class) if row.drug_class else ""
    shown = f"{drug[:1].upper()}{drug[1:]}"
    text = f"{shown} ({lower_first(named)})" if named and named.lower() != drug.lower() else shown
    return _cell(row, text, "drug", "class")


def _dose(row: TriedRow) -> Cell:
    dose = row.text("dose") or row.text("strength")
    if dose or row.is_barred:
        return _cell(row, dose or "–", "dose", "strength")
    return _missing(row, "dose", "dose") if row.is_medicine else _cell(row, "–")


def _dates(row: TriedRow) -> Cell:
    if row.is_barred and row.fact("start_date") is None:
        return _cell(row, "not started")
    if row.fact("start_date") is None:
        return _missing(row, "start_date", "first day")
    if row.fact("end_date") is None and not row.is_ongoing:
        gap = Gap(f"prior[{row.row}].end_date", "last day")
        known = _cell(row, row.text("dates"), "dates", "start_date")
        return Cell(f"{known.text}, {gap.text}", known.keys, known.origins, gap)
    length = row.text("duration")
    shown = f"{row.text('dates')}, {length}" if length else row.text("dates")
    return _cell(row, shown, "dates", "start_date", "end_date", "duration")


def _result(row: TriedRow) -> Cell:
    outcome = row.result
    if row.is_ongoing and not outcome:
        outcome = "Still taken"
    if not outcome:
        return _missing(row, "outcome", "result")
    reason = row.text("reason")
    shown = f"{outcome}: {reason}" if reason else outcome
    cell = _cell(row, shown, "outcome", "reason")
    if cell.keys or not row.is_ongoing:
        return cell
    drug = row.fact("drug")
    return Cell(cell.text, () if drug is None else (drug.key,), () if drug is None else (drug.origin,))


def _evidence(row: TriedRow) -> Cell:
    trial = row.source.trial(row.row)
    drug = row.fact("drug")
    if trial is None or not trial.evidence or drug is None:
        return Cell("–")
    return Cell(clean(trial.evidence), (drug.key,), (drug.origin,))
