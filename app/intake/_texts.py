"""Texts of other systems, read as our records keep them. What cannot be read gives None, never a guess."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from app.domain.clinical import Outcome
from app.domain.dates import PartialDate
from app.domain.identifiers import check_state, normalise_icd10
from app.domain.indications import conditions
from app.domain.patient import CoverageRank, Sex
from app.domain.place import BodyMeasure, Unit
from app.domain.practice import Line
from app.domain.typed import (
    read_birth_date,
    read_body_measure,
    read_date,
    read_number,
    read_phone,
    tidy_name,
)
from app.domain.vocabulary import vocabulary

_LONGEST_LINE = 200
_LONGEST_SENTENCES = 1_000
_LONGEST_WORDS = 4_000
_ROUNDED = re.compile(r"[0-9]+([.,][0-9]+)?E\+[0-9]{1,3}")
_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
_STAMP = re.compile(r"([0-9]{4})-?([0-9]{2})?-?([0-9]{2})?(?:T.*|[ ]?[0-9]{2}:.*)?")
_HL7_STAMP = re.compile(
    r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{2,6}(?:\.[0-9]+)?(?:[+-][0-9]{4})?"
)

#: No US date without separators starts so: there are no months 19 and 20.
_CENTURIES = ("19", "20")
_ZIP, _ZIP_PLUS_4 = 5, 9

_SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(("m", "male", "man"), Sex.MALE),
    **dict.fromkeys(("f", "female", "woman"), Sex.FEMALE),
    **dict.fromkeys(("o", "other", "x", "un", "undifferentiated", "nonbinary", "non-binary"), Sex.OTHER),
    **dict.fromkeys(("u", "unk", "unknown", "asked, declined"), Sex.UNKNOWN),
}
_RANKS: Mapping[str, CoverageRank] = {
    **dict.fromkeys(("1", "p", "primary", "first"), CoverageRank.PRIMARY),
    **dict.fromkeys(("2", "s", "secondary", "second"), CoverageRank.SECONDARY),
    **dict.fromkeys(("3", "t", "tertiary", "third", "other"), CoverageRank.OTHER),
}
_OUTCOMES: Mapping[str, Outcome] = {
    **{outcome.value.replace("_", " "): outcome for outcome in Outcome},
    **dict.fromkeys(
        ("failed", "failure", "ineffective", "no response", "lack of efficacy"), Outcome.INADEQUATE_RESPONSE
    ),
    **dict.fromkeys(("side effects", "side effect", "adverse reaction", "not tolerated"), Outcome.INTOLERANCE),
    **dict.fromkeys(("contraindicated",), Outcome.CONTRAINDICATION),
    **dict.fromkeys(("allergic", "allergic reaction"), Outcome.ALLERGY),
    **dict.fromkeys(("partial",), Outcome.PARTIAL_RESPONSE),
    **dict.fromkeys(("active", "current", "taking"), Outcome.ONGOING),
}
_LINES: tuple[tuple[str, Line], ...] = (
    ("medicare advantage", Line.MEDICARE_ADVANTAGE),
    ("managed medicare", Line.MEDICARE_ADVANTAGE),
    ("medicare part c", Line.MEDICARE_ADVANTAGE),
    ("medicare replacement", Line.MEDICARE_ADVANTAGE),
    ("managed medicaid", Line.MEDICAID_MCO),
    ("medicaid managed", Line.MEDICAID_MCO),
    ("medicaid mco", Line.MEDICAID_MCO),
    ("tricare", Line.TRICARE),
    ("self-funded", Line.SELF_FUNDED),
    ("self funded", Line.SELF_FUNDED),
    ("exchange", Line.EXCHANGE),
    ("marketplace", Line.EXCHANGE),
    ("commercial", Line.COMMERCIAL),
)
_STATE_NAMES = (
    "Alabama=AL Alaska=AK Arizona=AZ Arkansas=AR California=CA Colorado=CO Connecticut=CT Delaware=DE Florida=FL "
    "Georgia=GA Hawaii=HI Idaho=ID Illinois=IL Indiana=IN Iowa=IA Kansas=KS Kentucky=KY Louisiana=LA Maine=ME "
    "Maryland=MD Massachusetts=MA Michigan=MI Minnesota=MN Mississippi=MS Missouri=MO Montana=MT Nebraska=NE Nevada=NV "
    "New_Hampshire=NH New_Jersey=NJ New_Mexico=NM New_York=NY North_Carolina=NC North_Dakota=ND Ohio=OH Oklahoma=OK "
    "Oregon=OR Pennsylvania=PA Rhode_Island=RI South_Carolina=SC South_Dakota=SD Tennessee=TN Texas=TX Utah=UT "
    "Vermont=VT Virginia=VA Washington=WA West_Virginia=WV Wisconsin=WI Wyoming=WY District_of_Columbia=DC "
    "Puerto_Rico=PR Guam=GU"
)
_STATES: Mapping[str, str] = {
    full.replace("_", " ").lower(): code for full, code in (pair.split("=") for pair in _STATE_NAMES.split())
}


def line(text: str, _: dt.date) -> str | None:
    """One line, single spaces, composed letters."""
    tidy = tidy_name(text)
    return tidy if tidy and len(tidy) <= _LONGEST_LINE and tidy.isprintable() else None


def sentences(text: str, _: dt.date) -> str | None:
    """Words on one line, longer than a name or an address."""
    tidy = tidy_name(text)
    return tidy if tidy and len(tidy) <= _LONGEST_SENTENCES and tidy.isprintable() else None


def number(text: str, today: dt.date) -> str | None:
    """A number that names something, such as a member ID; one that a spreadsheet has rounded (`1.2E+11`) is lost."""
    tidy = line(text, today)
    return None if tidy is None or _ROUNDED.fullmatch(tidy) else tidy


def words(text: str, _: dt.date) -> str | None:
    """Several lines of words."""
    lines = [tidy_name(part) for part in text.replace("\r", "\n").split("\n")]
    tidy = "\n".join(part for part in lines if part)
    return tidy if tidy and len(tidy) <= _LONGEST_WORDS and tidy.replace("\n", "").isprintable() else None


def name(text: str, today: dt.date) -> str | None:
    """A part of a person's name: holds a letter."""
    tidy = line(text, today)
    return tidy if tidy is not None and any(c.isalpha() for c in tidy) else None


def date(text: str, today: dt.date) -> PartialDate | None:
    """A date to the day, month or year, with or without a time of day behind it."""
    cleaned = text.strip()
    if cleaned.lower().startswith("t"):
        return None
    if stamp := _HL7_STAMP.fullmatch(cleaned):
        return _made(stamp[1], stamp[2], stamp[3])
    if (stamp := _STAMP.fullmatch(cleaned)) and cleaned[:2] in _CENTURIES:
        return _made(stamp[1], stamp[2], stamp[3])
    without_time = re.sub(r"[ T][0-9]{1,2}:[0-9]{2}.*$", "", cleaned)
    return read_date(without_time, today)


def day(text: str, today: dt.date) -> dt.date | None:
    """A whole day."""
    found = date(text, today)
    return found.earliest if found is not None and found.is_exact else None


def birth_date(text: str, today: dt.date) -> dt.date | None:
    """A whole day that is not to come."""
    found = date(text, today)
    if found is not None and found.is_exact and found.earliest <= today:
        return found.earliest
    cleaned = text.strip()
    return None if cleaned.lower().startswith("t") else read_birth_date(cleaned, today)


def sex(text: str, _: dt.date) -> Sex | None:
    """`F`, `female`, `M` and such."""
    return _SEXES.get(text.strip().lower())


def state(text: str, _: dt.date) -> str | None:
    """The post office's two letters, also from the state's name."""
    tidy = tidy_name(text)
    code = _STATES.get(tidy.lower(), tidy.upper())
    return code if check_state(code) is None and code else None


def zip_code(text: str, _: dt.date) -> str | None:
    """`02903` or `02903-1234`; spreadsheets eat the zero in front of `2903`."""
    digits = text.strip().replace("-", "").replace(" ", "")
    digits = digits.removesuffix(".0")
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) in (4, 8):
        digits = f"0{digits}"
    if len(digits) == _ZIP:
        return digits
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == _ZIP_PLUS_4 else None


def phone(text: str, _: dt.date) -> str | None:
    """Ten digits and an extension, as the vault keeps telephones."""
    return read_phone(re.sub(r"^tel:/*", "", text.strip(), flags=re.IGNORECASE).replace(";ext=", " x"))


def email(text: str, _: dt.date) -> str | None:
    """An address with one `@` and no space."""
    cleaned = re.sub(r"^mailto:/*", "", text.strip(), flags=re.IGNORECASE)
    return cleaned if re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", cleaned) else None


def npi(text: str, _: dt.date) -> str | None:
    """Ten digits; whether they are right is said beside the field, as for a typed one."""
    cleaned = text.strip().removesuffix(".0")
    return cleaned if re.fullmatch(r"[0-9]{10}", cleaned) else None


def icd10(text: str, _: dt.date) -> str | None:
    """`G43.709` from `g43709` or `G43.709`."""
    code = normalise_icd10(text)
    return code if _ICD10.fullmatch(code) else None


def height(text: str, _: dt.date) -> BodyMeasure | None:
    """A height with its unit, which is never guessed."""
    return _with_unit(text, Unit.INCH, (Unit.INCH, Unit.CENTIMETRE))


def weight(text: str, _: dt.date) -> BodyMeasure | None:
    """A weight with its unit, which is never guessed."""
    return _with_unit(text, Unit.POUND, (Unit.POUND, Unit.KILOGRAM))


def rank(text: str, _: dt.date) -> CoverageRank | None:
    """`1`, `P`, `Primary` and such."""
    return _RANKS.get(text.strip().lower())


def line_of_business(text: str, _: dt.date) -> Line | None:
    """The line where the text says it whole; `Medicare` alone could be either kind, and is not read."""
    tidy = tidy_name(text).lower()
    by_value = next((known for known in Line if tidy == known.value), None)
    return by_value or next((known for wording, known in _LINES if wording in tidy), None)


def outcome(text: str, _: dt.date) -> Outcome | None:
    """How a trial ended, in the words that lists use."""
    return _OUTCOMES.get(tidy_name(text).lower().replace("_", " "))


def measure(text: str, _: dt.date) -> str | None:
    """The vocabulary's name of a measure."""
    cleaned = text.strip()
    return cleaned if vocabulary().get(f"measure.{cleaned}") is not None else None


def condition(text: str, _: dt.date) -> str | None:
    """The vocabulary's name of a condition."""
    cleaned = text.strip()
    return cleaned if cleaned in conditions() else None


def measured(text: str, today: dt.date) -> Decimal | str | None:
    """A number, else words."""
    number = read_number(text)
    return words(text, today) if number is None else number


def _made(year: str, month: str | None, day_of_month: str | None) -> PartialDate | None:
    try:
        return PartialDate(int(year), int(month) if month else None, int(day_of_month) if day_of_month else None)
    except ValueError:
        return None


def _with_unit(text: str, bare: Unit, fitting: tuple[Unit, ...]) -> BodyMeasure | None:
    if read_number(text) is not None:
        return None
    found = read_body_measure(text, bare)
    return found if found is not None and found.unit in fitting else None
