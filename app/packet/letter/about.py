"""The table under the address: who and what the letter is about, as a clerk's eye looks for it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.course import LetterKind
from app.domain.facts import Origin, OriginKind
from app.domain.parts import as_text
from app.domain.vocabulary import vocabulary
from app.packet.letter.model import Cell, Gap
from app.packet.letter.said import clean, each
from app.packet.letter.source import LetterSource


def about_rows(source: LetterSource, kind: LetterKind) -> tuple[tuple[str, Cell], ...]:
    """Label and value; what a payer sorts by is a gap where it is missing, the rest is left out."""
    rows = _Rows(source)
    return tuple(
        (label, cell)
        for label, cell in (
            *rows.patient(),
            *rows.request(kind),
            *(rows.denial() if kind in (LetterKind.APPEAL, LetterKind.BRIEF) else ()),
        )
        if cell is not None
    )


class _Rows:
    def __init__(self, source: LetterSource) -> None:
        self._source = source
        self._facts = source.facts

    def patient(self) -> Iterator[tuple[str, Cell | None]]:
        """Who the letter is about."""
        yield "Patient", self._one("patient.full_name", "name of the patient")
        yield "Date of birth", self._one("patient.dob", "date of birth")
        yield "Member ID", self._one("coverage.member_id", "member ID")
        yield "Group", self._one("coverage.group_number")

    def request(self, kind: LetterKind) -> Iterator[tuple[str, Cell | None]]:
        """What is asked for."""
        if kind is not LetterKind.ADDENDUM:
            yield "Request", self._request()
        yield "Drug", self._joined("drug.name", "drug.hcpcs", ask=("drug.name", "drug"))
        yield "Dose", self._joined("drug.dose", "drug.frequency", ask=("drug.dose", "dose"))
        yield "Procedure", self._rows("drug.cpt", "CPT ")
        yield "Diagnosis", self._rows("dx.icd10", "", ask="diagnosis code")
        yield "Dates of service", self._dates()
        yield "Authorization", self._one("request.prior_auth_number")

    def denial(self) -> Iterator[tuple[str, Cell | None]]:
        """The notice that is answered."""
        denial = self._source.denial
        if denial is None:
            return
        origin = Origin(OriginKind.PROFILE, f"denial:{denial.id}", "date")
        said = ", ".join(each((f"{denial.date:%m/%d/%Y}", denial.carc)))
        yield "Denial of", Cell(said, (), (origin,))
        if denial.reference:
            yield "Reference", Cell(clean(denial.reference), (), (origin,))

    def _request(self) -> Cell | None:
        cell = self._one("request.type")
        if cell is None or self._facts.value("request.urgent") is not True:
            return cell
        urgent = self._facts.get("request.urgent")
        origins = cell.origins if urgent is None else (*cell.origins, urgent.origin)
        return Cell(f"{cell.text}, expedited", (*cell.keys, "request.urgent"), origins)

    def _one(self, key: str, ask: str = "") -> Cell | None:
        fact = self._facts.get(key)
        if fact is not None:
            return Cell(clean(as_text(vocabulary().parse(key), fact.value)), (key,), (fact.origin,))
        return _gap(key, ask) if ask else None

    def _joined(self, *keys: str, ask: tuple[str, str]) -> Cell | None:
        facts = [fact for key in keys if (fact := self._facts.get(key)) is not None]
        if not any(fact.key == ask[0] for fact in facts):
            return _gap(*ask)
        texts = [clean(as_text(vocabulary().parse(fact.key), fact.value)) for fact in facts]
        shown = [texts[0], *(text[:1].lower() + text[1:] if " " in text else text for text in texts[1:])]
        return Cell(", ".join(shown), tuple(f.key for f in facts), tuple(f.origin for f in facts))

    def _rows(self, stem: str, before: str, ask: str = "") -> Cell | None:
        keys = [stem if row == 1 else f"{stem}[{row}]" for row in range(1, self._facts.rows(stem) + 1)]
        facts = [fact for key in keys if (fact := self._facts.get(key)) is not None]
        if not facts:
            return _gap(stem, ask) if ask else None
        text = before + ", ".join(clean(str(fact.value)) for fact in facts)
        return Cell(text, tuple(f.key for f in facts), tuple(f.origin for f in facts))

    def _dates(self) -> Cell | None:
        start, end = self._one("request.start_date", "first date of service"), self._one("request.end_date")
        if start is None or end is None or start.gap is not None:
            return start
        return Cell(f"{start.text} to {end.text}", (*start.keys, *end.keys), (*start.origins, *end.origins))


def _gap(key: str, words: str) -> Cell:
    gap = Gap(key, words)
    return Cell(gap.text, gap=gap)
