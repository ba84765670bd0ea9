"""Pages 2 and 3 of our own form: clinical questions by indication, therapies tried, attachments, signature."""

from __future__ import annotations

from form_kit import INK, LEFT, RIGHT, ROW_PT, SOFT, TEXT_PT, Asks, Sheet


def _yes_no(sheet: Sheet, words: str, name: str, **more: object) -> None:
    """A question of the pack with its two check boxes."""
    ask = f"ask.{name}"
    sheet.yes_no(words, name, {"ask": ask, "is": "yes", **more}, {"ask": ask, "is": "no", **more})


def _yes_no_key(sheet: Sheet, words: str, name: str, key: str) -> None:
    """A question that the vocabulary has a name for."""
    sheet.yes_no(
        words, name, {"key": f"{key}=yes", "importance": "required"}, {"key": f"{key}=no", "importance": "required"}
    )


def _yes_no_rule(sheet: Sheet, words: str, name: str, rule: str) -> None:
    """A question that several facts settle together."""
    both = {"group": name, "importance": "required"}
    sheet.yes_no(words, name, {"tick": rule, **both}, {"tick": f"not ({rule})", **both})


def _detail(sheet: Sheet, words: str, name: str) -> None:
    """The blank for the detail of the question above."""
    sheet.y -= 12.5
    x = sheet.text(LEFT + 18, sheet.y, words, TEXT_PT, color=SOFT) + 5
    asks = {"ask": f"ask.{name}", "detail": True, "importance": "required"}
    sheet.blank(x, sheet.y, RIGHT - x - 6, f"{name}_detail", words, asks)
    sheet.y -= 4.5


def _need(key: str, importance: str = "required", **more: object) -> Asks:
    return {"key": key, "importance": importance, **more}


def draw_clinical(sheet: Sheet) -> None:
    """Section G."""
    top = sheet.y
    sheet.band(
        "G  Clinical information", "Answer the first three questions and the part of your diagnosis only.", "clinical"
    )
    _yes_no(
        sheet,
        "Is or will the member be treated with another botulinum toxin product at the same time?",
        "other_toxin",
        importance="required",
    )
    _yes_no(
        sheet,
        "Is there an infection at a planned injection site, or allergy to a botulinum toxin product?",
        "infection",
        importance="required",
    )
    _yes_no(
        sheet,
        "Is the total of all botulinum toxin at most 400 units in any 12 weeks (10 units/kg or 340 units in children)?",
        "total_dose",
        importance="required",
    )
    _migraine(sheet)
    _dystonia(sheet)
    _blepharospasm(sheet)
    _spasticity(sheet)
    _bladder(sheet)
    _sweating(sheet)
    sheet.frame(top)


def _migraine(sheet: Sheet) -> None:
    sheet.part("G1  Chronic migraine", section="migraine")
    sheet.cells(
        [
            (1, "headache_days", "Headache days a month, now", _need("measure.headache_days")),
            (1, "migraine_days", "Migraine days a month, now", _need("measure.migraine_days")),
            (1, "headache_hours", "Hours an untreated headache", _need("measure.headache_hours")),
            (
                1,
                "months",
                "For how many months",
                _need("measure.months_at_frequency", when='request.type != "continuation"'),
            ),
            (1, "hit6", "HIT-6 score", _need("measure.hit6", "optional")),
        ]
    )
    sheet.section = "migraine_initial"
    _yes_no_rule(
        sheet,
        "Initial: 15 or more headache days a month, of 4 hours or longer, for 3 months or more?",
        "cm_frequency",
        "measure.headache_days >= 15 and measure.headache_hours >= 4 and measure.months_at_frequency >= 3",
    )
    _yes_no(
        sheet,
        "Initial: two preventives of different classes tried for 60 days or more, not tolerated or contraindicated?",
        "cm_preventives",
        importance="required",
    )
    _detail(sheet, "Which:", "cm_preventives")
    _yes_no_key(
        sheet,
        "Initial: has medication overuse headache been ruled out or treated?",
        "cm_overuse",
        "measure.medication_overuse_excluded",
    )
    sheet.section = "migraine_continuation"
    _yes_no(
        sheet,
        "Continuation: at least 7 fewer headache days or 100 fewer headache hours a month than before treatment?",
        "cm_reduction",
        importance="required",
    )
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 18, y, "Headache days a month before treatment:", TEXT_PT, color=SOFT)
    x = sheet.blank(
        x + 5, y, 46, "cm_before", "Headache days a month before treatment", _need("measure.baseline_headache_days")
    )
    x = sheet.text(x + 12, y, "Fewer days:", TEXT_PT, color=SOFT)
    x = sheet.blank(x + 5, y, 40, "cm_fewer", "Fewer headache days a month", _need("measure.reduction_days"))
    x = sheet.text(x + 12, y, "Reduction in percent:", TEXT_PT, color=SOFT)
    sheet.blank(x + 5, y, 40, "cm_percent", "Reduction in percent", _need("measure.reduction_percent", "important"))
    sheet.y = y - 5.5


def _dystonia(sheet: Sheet) -> None:
    sheet.part("G2  Cervical dystonia", section="dystonia")
    _yes_no(sheet, "Is the member at least 16 years of age?", "cd_age", importance="required")
    _yes_no(
        sheet,
        "Involuntary contractions of neck muscles with abnormal head position, and pain or limited movement?",
        "cd_posture",
        importance="required",
    )
    sheet.rule(sheet.y)
    sheet.cells([(1, "twstrs", "TWSTRS score", _need("measure.twstrs", "important"))], 42, width=96)
    x = LEFT + 96
    sheet.text(x + 4, sheet.y + 42 - 8.2, "Head position and muscles involved", 7, color=SOFT)
    sheet.fence(sheet.y + 42, x)
    rect = (x + 4, sheet.y + 1.8, RIGHT - 3, sheet.y + 42 - 10.6)
    label = "Head position and muscles involved"
    sheet.add("cd_findings", rect, "multiline", label, _need("measure.findings"))


def _blepharospasm(sheet: Sheet) -> None:
    sheet.part("G3  Blepharospasm", section="blepharospasm")
    _yes_no(sheet, "Is the member at least 12 years of age?", "bl_age", importance="required")
    _yes_no(
        sheet, "Do spasms of the eyelids interfere with seeing or daily activities?", "bl_daily", importance="required"
    )
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Jankovic rating scale (0\u20138):")
    sheet.blank(x + 5, y, 40, "jrs", "Jankovic rating scale", _need("measure.jrs", "important"))
    sheet.y = y - 5.5


def _spasticity(sheet: Sheet) -> None:
    sheet.part("G4  Spasticity", section="spasticity")
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Cause (stroke, cerebral palsy, injury, multiple sclerosis \u2026):")
    x = sheet.blank(x + 5, y, 150, "sp_cause", "Cause of spasticity", {"ask": "ask.sp_cause", "importance": "required"})
    x = sheet.text(x + 12, y, "Modified Ashworth (0\u20134):")
    sheet.blank(x + 5, y, RIGHT - x - 11, "ashworth", "Modified Ashworth", _need("measure.ashworth"))
    sheet.y = y - 4
    _yes_no(
        sheet,
        "Does the increased tone interfere with function, hygiene or care, or cause pain?",
        "sp_function",
        importance="required",
    )
    _yes_no(
        sheet,
        "Is the injection part of a plan with physical or occupational therapy, or has that been tried?",
        "sp_therapy",
        importance="required",
    )
    sheet.y -= 1


def _bladder(sheet: Sheet) -> None:
    sheet.part("G5  Overactive bladder, neurogenic detrusor overactivity", section="bladder")
    sheet.cells(
        [
            (1, "incontinence", "Incontinence episodes a day", _need("measure.incontinence_episodes")),
            (1, "voids", "Voids a day", _need("measure.voids", "important")),
            (1, "residual", "Post-void residual (mL)", _need("measure.residual_ml")),
        ]
    )
    _yes_no(
        sheet,
        "Two antimuscarinics or beta-3 agonists tried for 30 days or more each, not tolerated or contraindicated?",
        "bl_trials",
        importance="required",
    )
    _detail(sheet, "Which:", "bl_trials")
    _yes_no(sheet, "Is there a urinary tract infection now that is not treated?", "bl_infection", importance="required")
    _yes_no(
        sheet,
        "Is the member able and willing to use a catheter after treatment if it is needed?",
        "bl_catheter",
        importance="required",
    )
    sheet.y -= 1


def _sweating(sheet: Sheet) -> None:
    sheet.part("G6  Severe axillary hyperhidrosis", section="sweating")
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Severity, HDSS (1\u20134):")
    sheet.blank(x + 5, y, 34, "hdss", "HDSS", _need("measure.hdss"))
    sheet.y = y - 4
    _yes_no(
        sheet,
        "Topical aluminum chloride 20 % tried for 30 days or more, not tolerated or contraindicated?",
        "sw_topical",
        importance="required",
    )
    _yes_no(
        sheet,
        "Does it cause skin complications or interfere with work or daily activities?",
        "sw_daily",
        importance="required",
    )
    sheet.y -= 1


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
    asks = dict(_need(f"prior[{row}].{part}", "required" if part in ("drug", "outcome") else "important"))
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
            (1, "first_treatment", "First treatment with this product", _need("request.therapy_started_date")),
            (1, "last_treatment", "Most recent treatment", _need("request.last_treatment_date")),
            (1, "earlier_number", "Earlier authorization number", _need("request.prior_auth_number", "important")),
        ]
    )
    _yes_no_key(sheet, "Has the member benefited from the treatment?", "response", "measure.response")
    _yes_no(
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
    asks = _need("request.justification", "important", rest="prior")
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
        sheet.check(x, y, words, f"attached_{value}", "Yes", _need(f"attachment.{value}=yes", importance))
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
        (0, 330, "signature", "Signature (stamps are not accepted)", "signature", _need("attest.signature")),
        (330, 90, "signature_date", "Date (MM/DD/YYYY)", "text", _need("attest.signature_date")),
        (420, 120, "signer_title", "Credential", "text", _need("attest.title")),
    ):
        sheet.text(LEFT + x + 4, row - 8.2, label, 7, color=SOFT)
        sheet.add(name, (LEFT + x + 4, sheet.y + 2.5, LEFT + x + width - 3, row - 10.6), kind, label, asks)
        if x:
            sheet.fence(row, LEFT + x)
    sheet.rule(sheet.y)
    sheet.cells(
        [
            (3.3, "signer_name", "Printed name", _need("attest.printed_name")),
            (3, "completed_by", "Form completed by", _need("request.requested_by", "important")),
            (2, "completed_by_title", "Title", _need("request.requested_by_title", "optional")),
            (2.2, "completed_on", "Completed on", _need("request.date")),
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
