"""Where one can be at the desk: every screen with what it shows, so that links and "find anything" can name it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class View(StrEnum):
    """The screens, with their names."""

    TODAY = "Today"
    REQUESTS = "Requests"
    PATIENTS = "Patients"
    FORMS = "Forms"
    CRITERIA = "Criteria"
    OFFICE = "Office"
    PATIENT = "Patient"
    REQUEST = "Request"
    NEW_REQUEST = "New request"
    SIGNATURES = "To sign"
    SIGN = "Sign"
    LETTERS = "Letters"
    COURSE = "Dates, denials and costs"
    LETTERS_IN = "Letters in"
    FORM_EDITOR = "Form editor"
    INTAKE = "Take in a file"


@dataclass(frozen=True, slots=True)
class Spot:
    """A screen and what it shows.

    Attributes:
        record_id: of the patient or the request shown, hash of the blank under edit, or empty.
        part: a step, a page of settings, or a section, or empty.
        focus: the key, question or field that gets the focus, the file to be taken in, or empty.
    """

    view: View
    record_id: str = ""
    part: str = ""
    focus: str = ""


#: Part of a spot of criteria: enter the rules of a payer, named in `focus`, or correct those of the record.
ENTER = "enter"

#: Part of a spot of signing: go on with the next request that waits for a signature.
NEXT = "next"

#: Part of a spot of signing: all papers of the person at work, signed together at the end.
LIST = "list"

#: Part of a spot of signing: print for a pen, and take the scan in.
PEN = "pen"
