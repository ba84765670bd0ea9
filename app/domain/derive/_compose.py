"""What is worked out from other facts: names, addresses in one box, age, units, the signer's printed name."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from app.domain.derive._sheet import Sheet
from app.domain.parts import number_text
from app.domain.spans import age_in_years

_CM_PER_INCH = Decimal("2.54")
_KG_PER_POUND = Decimal("0.45359237")


def put(sheet: Sheet) -> None:
    """Work out what the records and what was typed allow."""
    for group in ("patient", "prescriber"):
        _full_name(sheet, group)
    for group in ("patient", "prescriber", "facility"):
        _address_lines(sheet, group)
    born = sheet.value("patient.dob")
    if isinstance(born, dt.date) and born <= sheet.day:
        sheet.derive("patient.age", age_in_years(born, sheet.day), "patient.dob", "request.date")
    _other_unit(sheet, "patient.height", "in", "cm", _CM_PER_INCH)
    _other_unit(sheet, "patient.weight", "lb", "kg", _KG_PER_POUND)
    _attest(sheet)


def _full_name(sheet: Sheet, group: str) -> None:
    keys = [f"{group}.{part}" for part in ("first_name", "middle_initial", "last_name")]
    first, middle, last = (sheet.text(key) for key in keys)
    if first and last:
        name = " ".join(part for part in (first, f"{middle}." if middle else "", last) if part)
        sheet.derive(f"{group}.full_name", name, *keys)


def _address_lines(sheet: Sheet, group: str) -> None:
    """One box for several parts; only where all of them are known."""
    keys = [f"{group}.{part}" for part in ("address", "city", "state", "zip")]
    street, city, state, zip_code = (sheet.text(key) for key in keys)
    if not (city and state and zip_code):
        return
    line = f"{city}, {state} {zip_code}"
    sheet.derive(f"{group}.city_state_zip", line, *keys[1:])
    if street:
        sheet.derive(f"{group}.full_address", f"{street}, {line}", *keys)


def _other_unit(sheet: Sheet, stem: str, small: str, large: str, factor: Decimal) -> None:
    """The measure in the other unit, to one decimal, and once with its unit for a box that prints none.

    `factor` takes `small` (inches, pounds) to `large` (centimetres, kilograms). The entered unit is never replaced.
    """
    small_key, large_key = f"{stem}_{small}", f"{stem}_{large}"
    entered = [(key, unit) for key, unit in ((small_key, small), (large_key, large)) if sheet.value(key) is not None]
    for key, unit in entered[:1]:
        value = sheet.number(key)
        sheet.derive(stem, sheet.text(key) if value is None else f"{number_text(value)} {unit}", key)
        if value is not None and unit == small:
            sheet.derive(large_key, _rounded(value * factor), key)
        elif value is not None:
            sheet.derive(small_key, _rounded(value / factor), key)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _attest(sheet: Sheet) -> None:
    name, credential = sheet.text("prescriber.full_name"), sheet.text("prescriber.credential")
    if name:
        keys = ["prescriber.full_name", *(["prescriber.credential"] if credential else [])]
        sheet.derive("attest.printed_name", f"{name}, {credential}" if credential else name, *keys)
    sheet.derive("attest.title", credential, "prescriber.credential")
