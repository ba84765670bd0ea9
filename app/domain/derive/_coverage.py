"""The plan that is asked, its contacts, and the patient's other plans."""

from __future__ import annotations

import datetime as dt

from app.domain.derive._sheet import Sheet
from app.domain.patient import Coverage
from app.domain.practice import Line

_MEDICARE = (Line.MEDICARE_FFS, Line.MEDICARE_ADVANTAGE)
_MEDICAID = (Line.MEDICAID_FFS, Line.MEDICAID_MCO)


def put(sheet: Sheet) -> None:
    """Keep what the records of plans say."""
    coverage = sheet.case.coverage
    if coverage is not None:
        _card(sheet, coverage)
        _insured(sheet, coverage)
    _plan(sheet)
    others = [other for other in sheet.case.other_coverages if in_force(other, sheet.day)]
    if others:
        _other(sheet, others[0])
    for held in [*([coverage] if coverage is not None else []), *others]:
        _public(sheet, held)


def in_force(coverage: Coverage, day: dt.date) -> bool:
    """Whether the plan covers the day, as far as its dates are known."""
    return (coverage.starts is None or coverage.starts <= day) and (coverage.ends is None or day <= coverage.ends)


def _card(sheet: Sheet, coverage: Coverage) -> None:
    source = sheet.source(f"coverage:{coverage.id}")
    for name in ("member_id", "group_number", "group_name", "plan_type", "rx_bin", "rx_pcn", "rx_group"):
        source.put(f"coverage.{name}", getattr(coverage, name), name)


def _insured(sheet: Sheet, coverage: Coverage) -> None:
    source = sheet.source(f"coverage:{coverage.id}")
    insured = coverage.insured
    source.put("coverage.insured_name", insured.name, "insured.name")
    source.put("coverage.insured_relationship", insured.relationship, "insured.relationship")
    source.put("coverage.insured_dob", insured.dob, "insured.dob")
    source.put("coverage.insured_employer", insured.employer, "insured.employer")
    if _is_self(coverage):
        sheet.derive("coverage.insured_name", sheet.value("patient.full_name"), "patient.full_name")
        sheet.derive("coverage.insured_dob", sheet.value("patient.dob"), "patient.dob")


def _is_self(coverage: Coverage) -> bool:
    return coverage.insured.relationship.strip().lower() == "self"


def _plan(sheet: Sheet) -> None:
    payer, coverage = sheet.case.payer, sheet.case.coverage
    if payer is not None:
        source = sheet.source(f"payer:{payer.id}")
        source.put("plan.name", payer.name, "name")
        source.put("coverage.payer_name", payer.name, "name")
        line = None if coverage is None else payer.line(coverage.line)
        if line is not None:
            source.put("plan.phone", line.phone, f"lines.{line.line}.phone")
            source.put("plan.fax", line.fax, f"lines.{line.line}.fax")
    if coverage is not None:
        sheet.source(f"coverage:{coverage.id}").put("plan.name", coverage.plan_name, "plan_name")


def _other(sheet: Sheet, other: Coverage) -> None:
    record = f"coverage:{other.id}"
    source = sheet.source(record)
    source.put("coverage.has_other", True, "rank")
    source.put("coverage.other_member_id", other.member_id, "member_id")
    source.put("coverage.other_insured_name", other.insured.name, "insured.name")
    if _is_self(other):
        sheet.derive("coverage.other_insured_name", sheet.value("patient.full_name"), "patient.full_name")
    payer = next((payer for payer in sheet.case.other_payers if payer.id == other.payer_id), None)
    if payer is not None:
        sheet.source(f"payer:{payer.id}").put("coverage.other_payer_name", payer.name, "name")
    source.put("coverage.other_payer_name", other.plan_name, "plan_name")


def _public(sheet: Sheet, coverage: Coverage) -> None:
    """Medicare and Medicaid, seen from the line; a private plan's member number is not the public one."""
    source = sheet.source(f"coverage:{coverage.id}")
    if coverage.line in _MEDICARE:
        source.put("coverage.medicare", True, "line")
    if coverage.line in _MEDICAID:
        source.put("coverage.medicaid", True, "line")
    if coverage.line is Line.MEDICARE_FFS:
        source.put("coverage.medicare_id", coverage.member_id, "member_id")
    if coverage.line is Line.MEDICAID_FFS:
        source.put("coverage.medicaid_id", coverage.member_id, "member_id")
