"""Earlier treatments as a paper of its own: one table, facts only, and where each is documented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Spacer, Table

from app.domain.case import Case
from app.domain.clinical import Outcome
from app.domain.facts import Facts, OriginKind
from app.domain.vocabulary import vocabulary
from app.packet._sheet import HAIRLINE_PT, SMALL_PT, WIDTH_PT, sheet_pdf, table_style, text

TITLE = "Earlier treatments"
_NOT_DOCUMENTED = "not documented"
_COLUMNS = (("Therapy", 0.22), ("Dose", 0.14), ("From, to, length", 0.2), ("Result", 0.24), ("Documented in", 0.2))


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One therapy, as the records have it; what they do not say is empty."""

    therapy: str
    drug_class: str
    dose: str
    dates: str
    length: str
    result: str
    reason: str
    documented: str


@dataclass(frozen=True, slots=True)
class TrialsSheet:
    """What the paper says.

    Attributes:
        about: of whom, in lines.
        barred: what must not be used, and why.
        as_of: the day that the records are of.
    """

    about: tuple[str, ...]
    rows: tuple[TrialRow, ...]
    barred: tuple[TrialRow, ...]
    as_of: dt.date


def trials_sheet(case: Case, facts: Facts, as_of: dt.date) -> TrialsSheet:
    """The paper of one request, out of the facts that its form was filled from."""
    every = [(_row(case, facts, number), _is_barred(facts, number)) for number in range(1, facts.rows("prior") + 1)]
    named = [(row, is_barred) for row, is_barred in every if row.therapy]
    return TrialsSheet(
        _about(case),
        tuple(row for row, is_barred in named if not is_barred),
        tuple(row for row, is_barred in named if is_barred),
        as_of,
    )


def trials_pdf(sheet: TrialsSheet) -> bytes:
    """The paper as a PDF; the same bytes for the same facts."""
    foot = f"{TITLE} · {sheet.about[0]}" if sheet.about else TITLE
    return sheet_pdf(lambda: _story(sheet), title=TITLE, foot=foot)


def _about(case: Case) -> tuple[str, ...]:
    name, born = case.patient.name, case.patient.dob
    who = f"{name.full}{f', born {born:%m/%d/%Y}' if born else ''}"
    plan = " · ".join(
        filter(
            None,
            (
                case.payer.name if case.payer else "",
                f"Member ID {case.coverage.member_id}" if case.coverage and case.coverage.member_id else "",
            ),
        )
    )
    return tuple(filter(None, (who, plan, case.practice.name)))


def _is_barred(facts: Facts, number: int) -> bool:
    return facts.value(f"prior[{number}].outcome") in (Outcome.CONTRAINDICATION, Outcome.ALLERGY)


def _row(case: Case, facts: Facts, number: int) -> TrialRow:
    def said(name: str) -> str:
        value = facts.value(f"prior[{number}].{name}")
        return "" if value is None else str(value)

    drug = said("drug")
    outcome = said("outcome")
    return TrialRow(
        therapy=f"{drug[:1].upper()}{drug[1:]}",
        drug_class=said("class") if said("class").lower() != drug.lower() else "",
        dose=said("dose") or said("strength"),
        dates=said("dates"),
        length=said("duration"),
        result=vocabulary().value_name("prior[n].outcome", outcome) if outcome else _ongoing(case, facts, number),
        reason=said("reason"),
        documented=_documented(case, facts, number),
    )


def _ongoing(case: Case, facts: Facts, number: int) -> str:
    fact = facts.get(f"prior[{number}].drug")
    records = {f"trial:{trial.id}": trial for trial in case.trials}
    trial = records.get(fact.origin.record) if fact is not None else None
    return "Still taken" if trial is not None and trial.outcome is Outcome.ONGOING else ""


def _documented(case: Case, facts: Facts, number: int) -> str:
    fact = facts.get(f"prior[{number}].drug")
    if fact is None:
        return ""
    records = {f"trial:{trial.id}": trial for trial in case.trials}
    trial = records.get(fact.origin.record)
    if trial is not None and trial.evidence:
        return trial.evidence
    if fact.origin.kind is OriginKind.TYPED and fact.origin.at is not None:
        return f"entered by the office on {fact.origin.at:%m/%d/%Y}"
    return "record of the practice"


def _story(sheet: TrialsSheet) -> list[Flowable]:
    parts: list[Flowable] = [text(TITLE, bold=True, size_pt=18), Spacer(0, 4)]
    parts += [text(line, bold=at == 0, size_pt=11) for at, line in enumerate(sheet.about)]
    parts += [
        Spacer(0, 2),
        text(f"As of {sheet.as_of:%m/%d/%Y}. Only what is documented; an empty cell says nothing.", size_pt=SMALL_PT),
        Spacer(0, 8),
    ]
    if sheet.rows:
        parts.append(_table(sheet.rows))
    else:
        parts.append(text("No earlier treatment is documented.", size_pt=11))
    if sheet.barred:
        parts += [Spacer(0, 12), text("Must not be used", bold=True, size_pt=12), Spacer(0, 4), _barred(sheet.barred)]
    return parts


def _table(rows: tuple[TrialRow, ...]) -> Table:
    head: list[object] = [text(name, bold=True) for name, _ in _COLUMNS]
    cells = [
        [
            [text(row.therapy, bold=True), *_small(row.drug_class)],
            text(row.dose),
            [text(row.dates or _NOT_DOCUMENTED), *_small(row.length)],
            [text(row.result or _NOT_DOCUMENTED, bold=bool(row.result)), *_small(row.reason)],
            text(row.documented, size_pt=SMALL_PT),
        ]
        for row in rows
    ]
    return Table(
        [head, *cells],
        colWidths=[WIDTH_PT * share for _, share in _COLUMNS],
        repeatRows=1,
        style=table_style(
            4,
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, black),
            ("LINEBELOW", (0, 1), (-1, -1), HAIRLINE_PT, black),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ),
    )


def _barred(rows: tuple[TrialRow, ...]) -> Table:
    cells = [[text(row.therapy, bold=True), text(": ".join(filter(None, (row.result, row.reason))))] for row in rows]
    style = table_style(4, ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE_PT, black))
    return Table(cells, colWidths=[WIDTH_PT * 0.3, WIDTH_PT * 0.7], style=style)


def _small(words: str) -> list[Flowable]:
    return [text(words, size_pt=SMALL_PT)] if words else []
