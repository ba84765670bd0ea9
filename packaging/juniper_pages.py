"""Page 2 of our own form: clinical questions by indication."""

from __future__ import annotations

from form_kit import LEFT, RIGHT, SOFT, TEXT_PT, Asks, Sheet


def yes_no(sheet: Sheet, words: str, name: str, **more: object) -> None:
    """A question of the pack with its two check boxes."""
    ask = f"ask.{name}"
    sheet.yes_no(words, name, {"ask": ask, "is": "yes", **more}, {"ask": ask, "is": "no", **more})


def yes_no_key(sheet: Sheet, words: str, name: str, key: str) -> None:
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


def need(key: str, importance: str = "required", **more: object) -> Asks:
    """A box that asks for one key."""
    return {"key": key, "importance": importance, **more}


def draw_clinical(sheet: Sheet) -> None:
    """Section G."""
    top = sheet.y
    sheet.band(
        "G  Clinical information", "Answer the first three questions and the part of your diagnosis only.", "clinical"
    )
    yes_no(
        sheet,
        "Is or will the member be treated with another botulinum toxin product at the same time?",
        "other_toxin",
        importance="required",
    )
    yes_no(
        sheet,
        "Is there an infection at a planned injection site, or allergy to a botulinum toxin product?",
        "infection",
        importance="required",
    )
    yes_no(
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
            (1, "headache_days", "Headache days a month, now", need("measure.headache_days")),
            (1, "migraine_days", "Migraine days a month, now", need("measure.migraine_days")),
            (1, "headache_hours", "Hours an untreated headache", need("measure.headache_hours")),
            (
                1,
                "months",
                "For how many months",
                need("measure.months_at_frequency", when='request.type != "continuation"'),
            ),
            (1, "hit6", "HIT-6 score", need("measure.hit6", "optional")),
        ]
    )
    sheet.section = "migraine_initial"
    _yes_no_rule(
        sheet,
        "Initial: 15 or more headache days a month, of 4 hours or longer, for 3 months or more?",
        "cm_frequency",
        "measure.headache_days >= 15 and measure.headache_hours >= 4 and measure.months_at_frequency >= 3",
    )
    yes_no(
        sheet,
        "Initial: two preventives of different classes tried for 60 days or more, not tolerated or contraindicated?",
        "cm_preventives",
        importance="required",
    )
    _detail(sheet, "Which:", "cm_preventives")
    yes_no_key(
        sheet,
        "Initial: has medication overuse headache been ruled out or treated?",
        "cm_overuse",
        "measure.medication_overuse_excluded",
    )
    sheet.section = "migraine_continuation"
    yes_no(
        sheet,
        "Continuation: at least 7 fewer headache days or 100 fewer headache hours a month than before treatment?",
        "cm_reduction",
        importance="required",
    )
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 18, y, "Headache days a month before treatment:", TEXT_PT, color=SOFT)
    x = sheet.blank(
        x + 5, y, 46, "cm_before", "Headache days a month before treatment", need("measure.baseline_headache_days")
    )
    x = sheet.text(x + 12, y, "Fewer days:", TEXT_PT, color=SOFT)
    x = sheet.blank(x + 5, y, 40, "cm_fewer", "Fewer headache days a month", need("measure.reduction_days"))
    x = sheet.text(x + 12, y, "Reduction in percent:", TEXT_PT, color=SOFT)
    sheet.blank(x + 5, y, 40, "cm_percent", "Reduction in percent", need("measure.reduction_percent", "important"))
    sheet.y = y - 5.5


def _dystonia(sheet: Sheet) -> None:
    sheet.part("G2  Cervical dystonia", section="dystonia")
    yes_no(sheet, "Is the member at least 16 years of age?", "cd_age", importance="required")
    yes_no(
        sheet,
        "Involuntary contractions of neck muscles with abnormal head position, and pain or limited movement?",
        "cd_posture",
        importance="required",
    )
    sheet.rule(sheet.y)
    sheet.cells([(1, "twstrs", "TWSTRS score", need("measure.twstrs", "important"))], 42, width=96)
    x = LEFT + 96
    sheet.text(x + 4, sheet.y + 42 - 8.2, "Head position and muscles involved", 7, color=SOFT)
    sheet.fence(sheet.y + 42, x)
    rect = (x + 4, sheet.y + 1.8, RIGHT - 3, sheet.y + 42 - 10.6)
    label = "Head position and muscles involved"
    sheet.add("cd_findings", rect, "multiline", label, need("measure.findings"))


def _blepharospasm(sheet: Sheet) -> None:
    sheet.part("G3  Blepharospasm", section="blepharospasm")
    yes_no(sheet, "Is the member at least 12 years of age?", "bl_age", importance="required")
    yes_no(
        sheet, "Do spasms of the eyelids interfere with seeing or daily activities?", "bl_daily", importance="required"
    )
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Jankovic rating scale (0\u20138):")
    sheet.blank(x + 5, y, 40, "jrs", "Jankovic rating scale", need("measure.jrs", "important"))
    sheet.y = y - 5.5


def _spasticity(sheet: Sheet) -> None:
    sheet.part("G4  Spasticity", section="spasticity")
    y = sheet.y - 12.5
    x = sheet.text(LEFT + 6, y, "Cause (stroke, cerebral palsy, injury, multiple sclerosis \u2026):")
    x = sheet.blank(x + 5, y, 150, "sp_cause", "Cause of spasticity", {"ask": "ask.sp_cause", "importance": "required"})
    x = sheet.text(x + 12, y, "Modified Ashworth (0\u20134):")
    sheet.blank(x + 5, y, RIGHT - x - 11, "ashworth", "Modified Ashworth", need("measure.ashworth"))
    sheet.y = y - 4
    yes_no(
        sheet,
        "Does the increased tone interfere with function, hygiene or care, or cause pain?",
        "sp_function",
        importance="required",
    )
    yes_no(
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
            (1, "incontinence", "Incontinence episodes a day", need("measure.incontinence_episodes")),
            (1, "voids", "Voids a day", need("measure.voids", "important")),
            (1, "residual", "Post-void residual (mL)", need("measure.residual_ml")),
        ]
    )
    yes_no(
        sheet,
        "Two antimuscarinics or beta-3 agonists tried for 30 days or more each, not tolerated or contraindicated?",
        "bl_trials",
        importance="required",
    )
    _detail(sheet, "Which:", "bl_trials")
    yes_no(sheet, "Is there a urinary tract infection now that is not treated?", "bl_infection", importance="required")
    yes_no(
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
    sheet.blank(x + 5, y, 34, "hdss", "HDSS", need("measure.hdss"))
    sheet.y = y - 4
    yes_no(
        sheet,
        "Topical aluminum chloride 20 % tried for 30 days or more, not tolerated or contraindicated?",
        "sw_topical",
        importance="required",
    )
    yes_no(
        sheet,
        "Does it cause skin complications or interfere with work or daily activities?",
        "sw_daily",
        importance="required",
    )
    sheet.y -= 1
