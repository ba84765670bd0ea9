"""Page 3 of our own form: therapies tried, continuation, attachments, signature."""

from __future__ import annotations

from form_kit import INK, LEFT, RIGHT, ROW_PT, SOFT, Asks, Sheet
from juniper_pages import need, yes_no, yes_no_key


def draw_last(sheet: Sheet) -> None:
    """Sections H to L."""
    _therapies(sheet)
    _going_on(sheet)
    _more(sheet)
    _attachments(sheet)
    _signature(sheet)
    _plan_only(sheet)


_COLUMNS = (
    (0, 104, "drug", "Medicine or therapy"),
    (104, 78, "dose", "Dose"),
    (182, 58, "start_date", "Started"),
    (240, 58, "end_date", "Stopped"),
    (298, 92, "outcome", "Outcome"),
    (390, 150, "reason", "What happened"),
)
_OUTCOMES = {
    "inadequate_response": "Inadequate response",
    "intolerance": "Intolerance",
    "contraindication": "Contraindication",
    "allergy": "Allergy",
    "partial_response": "Partial response",
    "other": "Other",
}
_ONGOING = {"end_date": "ongoing", "outcome": "Ongoing"}


def _therapies(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("H  Therapies tried before", "More than four: continue in section J.", "therapies")
    head = sheet.y
    sheet.y -= 13
    for x, _, _, title in _COLUMNS:
        sheet.text(LEFT + x + 4, sheet.y + 3.8, title, 7.4, "Sans-Bold", SOFT)
    sheet.rule(sheet.y)
    for row in range(1, 5):
        sheet.y -= 29
        for column in _COLUMNS:
            _therapy(sheet, row, *column)
        sheet.rule(sheet.y)
    for x, *_ in _COLUMNS[1:]:
        sheet.fence(head, LEFT + x)
    sheet.frame(top)
    sheet.y -= 6


def _therapy(sheet: Sheet, row: int, x: float, width: float, part: str, title: str) -> None:
    """One cell of the table."""
    outcome = part == "outcome"
    asks = dict(need(f"prior[{row}].{part}", "required" if part in ("drug", "outcome") else "important"))
    if part in _ONGOING:
        asks["ongoing"] = _ONGOING[part]
    if outcome:
        asks["words"] = _OUTCOMES
    rect = (LEFT + x + 3, sheet.y + 2.5, LEFT + x + width - 2, sheet.y + 26.5)
    kind = {"outcome": "choice", "reason": "multiline"}.get(part, "text")
    choices = (*_OUTCOMES.values(), _ONGOING["outcome"]) if outcome else ()
    sheet.add(f"therapy_{row}_{part}", rect, kind, f"Therapy {row}: {title}", asks, choices=choices)


def _going_on(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("I  Continuation requests", "Leave empty for an initial request.", "going_on")
    sheet.cells(
        [
            (1, "first_treatment", "First treatment with this product", need("request.therapy_started_date")),
            (1, "last_treatment", "Most recent treatment", need("request.last_treatment_date")),
            (1, "earlier_number", "Earlier authorization number", need("request.prior_auth_number", "important")),
        ]
    )
    yes_no_key(sheet, "Has the member benefited from the treatment?", "response", "measure.response")
    yes_no(
        sheet,
        "Has the member been free of unacceptable side effects (difficulty swallowing, speaking or breathing)?",
        "tolerated",
        importance="required",
    )
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Describe the benefit:")
    sheet.blank(
        x + 5, y, RIGHT - x - 11, "benefit", "Describe the benefit", {"ask": "ask.benefit", "importance": "required"}
    )
    sheet.y = y - 6
    sheet.frame(top)
    sheet.y -= 6


def _more(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("J  Further clinical information", section="more")
    sheet.y -= 150
    asks = need("request.justification", "important", rest="prior")
    sheet.add(
        "justification",
        (LEFT + 5, sheet.y + 4, RIGHT - 5, sheet.y + 147),
        "multiline",
        "Further clinical information",
        asks,
    )
    sheet.frame(top)
    sheet.y -= 6


def _attachments(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("K  Attached", "Chart notes are always needed.", "attachments")
    y = sheet.y - 13
    named = (
        ("Chart notes", "notes", 42.0),
        ("Headache diary or treatment history", "history", 140.0),
        ("Laboratory or imaging", "labs", 330.0),
        ("Letter", "letter", 470.0),
    )
    for words, value, x in named:
        importance = "required" if value == "notes" else "optional"
        sheet.check(x, y, words, f"attached_{value}", "Yes", need(f"attachment.{value}=yes", importance))
    sheet.y = y - 6.5
    sheet.frame(top)
    sheet.y -= 6


ATTESTATION = (
    "I certify that the information on this form and in the records attached to it is true, accurate and complete to "
    "the best of my knowledge, and that the member\u2019s medical record supports it. I understand that the plan may "
    "ask for that record."
)


def _signature(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("L  Signature of the prescriber", section="signature")
    sheet.y -= 13
    last = sheet.wrapped(LEFT + 6, sheet.y, RIGHT - LEFT - 12, ATTESTATION)
    sheet.y = last - 7
    sheet.rule(sheet.y)
    row, height = sheet.y, 46.0
    sheet.y -= height
    for x, width, name, label, kind, asks in (
        (0, 330, "signature", "Signature (stamps are not accepted)", "signature", need("attest.signature")),
        (330, 90, "signature_date", "Date (MM/DD/YYYY)", "text", need("attest.signature_date")),
        (420, 120, "signer_title", "Credential", "text", need("attest.title")),
    ):
        sheet.text(LEFT + x + 4, row - 8.2, label, 7, color=SOFT)
        sheet.add(name, (LEFT + x + 4, sheet.y + 2.5, LEFT + x + width - 3, row - 10.6), kind, label, asks)
        if x:
            sheet.fence(row, LEFT + x)
    sheet.rule(sheet.y)
    sheet.cells(
        [
            (3.3, "signer_name", "Printed name", need("attest.printed_name")),
            (3, "completed_by", "Form completed by", need("request.requested_by", "important")),
            (2, "completed_by_title", "Title", need("request.requested_by_title", "optional")),
            (2.2, "completed_on", "Completed on", need("request.date")),
        ],
        ROW_PT,
    )
    sheet.frame(top)
    sheet.y -= 6


def _plan_only(sheet: Sheet) -> None:
    top = sheet.y
    sheet.part("For the plan only", section="plan")
    never: Asks = {"never": True}
    sheet.cells(
        [
            (2, "plan_reference", "Reference number", never),
            (2, "plan_received", "Received", never),
            (4, "plan_decision", "Decision", never),
            (2, "plan_reviewer", "Reviewer", never),
        ],
        25,
    )
    sheet.canvas.setFillColor(INK)
    sheet.frame(top)
