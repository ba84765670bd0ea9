"""The pages of our own form: Juniper Health Plan (invented), Botulinum Toxin Prior Authorization Request."""

from __future__ import annotations

from form_kit import BAND, HEIGHT, INK, LEFT, RIGHT, SOFT, TEXT_PT, WIDTH, Asks, Sheet
from juniper_last import draw_last
from juniper_pages import draw_clinical
from reportlab.lib.colors import HexColor

EDITION = "JHP-BTX-1 (11-26)"
TITLE = "Botulinum Toxin Prior Authorization Request"
PAGES = 3


def required(key: str, **more: object) -> Asks:
    """A box that the payer insists on."""
    return {"key": key, "importance": "required", **more}


def important(key: str, **more: object) -> Asks:
    """A box that speeds the review up."""
    return {"key": key, "importance": "important", **more}


def optional(key: str, **more: object) -> Asks:
    """A box that may stay empty."""
    return {"key": key, **more}


def draw_form(sheet: Sheet) -> None:
    """Draw all pages."""
    _head(sheet)
    _request(sheet)
    _member(sheet)
    _prescriber(sheet)
    _place(sheet)
    _drug(sheet)
    _diagnosis(sheet)
    _foot(sheet)
    sheet.next_page()
    _running_head(sheet, 2)
    draw_clinical(sheet)
    _foot(sheet)
    sheet.next_page()
    _running_head(sheet, 3)
    draw_last(sheet)
    _foot(sheet)


def _sprig(sheet: Sheet, x: float, y: float) -> None:
    """The plan's mark: a juniper twig with three berries."""
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(BAND)
    canvas.setLineCap(1)
    canvas.setLineWidth(1.5)
    canvas.line(4, 0, 20, 34)
    canvas.setLineWidth(1.9)
    for step in range(7):
        foot_x, foot_y = 6 + step * 2.1, 4.2 + step * 4.4
        canvas.line(foot_x, foot_y, foot_x - 6.5, foot_y + 6.5)
        canvas.line(foot_x, foot_y, foot_x + 8.5, foot_y + 3.2)
    canvas.setFillColor(HexColor("#43658b"))
    for berry_x, berry_y in ((19, 9), (24, 15.5), (26.5, 6.5)):
        canvas.circle(berry_x, berry_y, 3.4, stroke=0, fill=1)
    canvas.restoreState()


def _head(sheet: Sheet) -> None:
    _sprig(sheet, LEFT + 2, HEIGHT - 73)
    sheet.text(LEFT + 40, HEIGHT - 54, "Juniper", 19, "Sans-Bold", BAND)
    sheet.text(LEFT + 40, HEIGHT - 67, "HEALTH PLAN", 8.2, "Sans", SOFT)
    canvas = sheet.canvas
    canvas.setFillColor(INK)
    canvas.setFont("Sans-Bold", 15.5)
    canvas.drawRightString(RIGHT, HEIGHT - 49, "Botulinum Toxin")
    canvas.drawRightString(RIGHT, HEIGHT - 66, "Prior Authorization Request")
    sheet.rule(HEIGHT - 79, color=BAND)
    y = HEIGHT - 90
    end = sheet.text(LEFT, y, "Fax the completed form to: medical benefit ", TEXT_PT)
    end = sheet.text(end, y, "1-800-555-0142", TEXT_PT, "Sans-Bold")
    end = sheet.text(end, y, ", pharmacy benefit ", TEXT_PT)
    end = sheet.text(end, y, "1-800-555-0143", TEXT_PT, "Sans-Bold")
    end = sheet.text(end, y, ". Or portal.juniper.example.", TEXT_PT)
    sheet.text(
        LEFT,
        y - 11,
        "Questions: 1-800-555-0140. Please complete every section that applies and attach the records of section K.",
        TEXT_PT,
    )
    sheet.y = y - 17


def _running_head(sheet: Sheet, page: int) -> None:
    _top = HEIGHT - 30
    sheet.y = _top
    sheet.section = "again"
    cells = [
        (3.0, f"member_name_{page}", "Member name", required("patient.full_name")),
        (2.0, f"member_id_{page}", "Member ID", required("coverage.member_id")),
        (1.6, f"member_dob_{page}", "Date of birth (MM/DD/YYYY)", required("patient.dob")),
    ]
    sheet.rule(_top)
    sheet.cells(cells)
    sheet.frame(_top)
    sheet.y -= 5


def _foot(sheet: Sheet) -> None:
    y = 22.0
    sheet.rule(y + 10)
    sheet.text(LEFT, y, EDITION, 7.4, "Sans-Bold", SOFT)
    sheet.canvas.setFont("Sans", 7.4)
    sheet.canvas.setFillColor(SOFT)
    sheet.canvas.drawCentredString(
        WIDTH / 2, y, "Juniper Health Plan is an invented payer. This form is for trying things out."
    )
    sheet.canvas.drawRightString(RIGHT, y, f"Page {sheet.page} of {PAGES}")


def _ticks(
    sheet: Sheet, question: str, name: str, choices: list[tuple[float, str, str, Asks]], drop: float = 14.2
) -> None:
    """One line of check boxes: (x, words, ticked state, asks)."""
    y = sheet.y - drop
    sheet.text(LEFT + 4, y, question, TEXT_PT, "Sans-Bold")
    for x, words, on, asks in choices:
        sheet.check(x, y, words, name, on, asks, f"{question} {words}")
    sheet.y = y - 7.0


def _request(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("A  Request", section="request")
    _ticks(
        sheet,
        "Type:",
        "request_type",
        [
            (70, "Initial", "Initial", required("request.type=initial")),
            (124, "Continuation", "Continuation", required("request.type=continuation")),
        ],
    )
    y = sheet.y + 7.0
    sheet.text(222, y, "Review:", TEXT_PT, "Sans-Bold")
    sheet.check(260, y, "Standard", "review", "Standard", required("request.urgent=no"), "Review: Standard")
    sheet.check(
        322,
        y,
        "Expedited (a delay could seriously harm the member)",
        "review",
        "Expedited",
        required("request.urgent=yes"),
        "Review: Expedited",
    )
    sheet.rule(sheet.y)
    sheet.frame(top)
    sheet.y -= 7


def _member(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("B  Member", section="member")
    sheet.cells(
        [
            (3, "member_last_name", "Last name", required("patient.last_name")),
            (3, "member_first_name", "First name", required("patient.first_name")),
            (0.6, "member_mi", "M.I.", optional("patient.middle_initial")),
            (2.2, "member_phone", "Phone", important("patient.phone")),
        ]
    )
    row = sheet.y
    sheet.y -= 31
    sheet.text(LEFT + 4, row - 8.2, "Member ID (as on the card)", 7, color=SOFT)
    end = sheet.comb(
        LEFT + 4, sheet.y + 3, 12, "member_id", "Member ID", required("coverage.member_id", format="upper")
    )
    x = end + 14
    sheet.fence(row, x - 7)
    sheet.text(x, row - 8.2, "Date of birth (MM DD YYYY)", 7, color=SOFT)
    x = sheet.comb(x, sheet.y + 3, 2, "dob_month", "Date of birth, month", required("patient.dob:MM"))
    x = sheet.comb(x + 6, sheet.y + 3, 2, "dob_day", "Date of birth, day", required("patient.dob:DD"))
    x = sheet.comb(x + 6, sheet.y + 3, 4, "dob_year", "Date of birth, year", required("patient.dob:YYYY")) + 14
    sheet.fence(row, x - 7)
    sheet.text(x, row - 8.2, "Sex", 7, color=SOFT)
    for words in ("Female", "Male", "Other"):
        asks = required(f"patient.sex={words.lower()}")
        x = sheet.check(x, sheet.y + 5.5, words, "sex", words, asks, f"Sex: {words}") + 11
    sheet.fence(row, x - 4)
    sheet.text(x, row - 8.2, "Weight (kg)", 7, color=SOFT)
    sheet.add(
        "weight_kg", (x, sheet.y + 1.8, RIGHT - 3, row - 10.6), "text", "Weight (kg)", optional("patient.weight_kg")
    )
    sheet.rule(sheet.y)
    sheet.cells(
        [
            (3.6, "member_address", "Street address", important("patient.address")),
            (2.2, "member_city", "City", important("patient.city")),
            (0.7, "member_state", "State", important("patient.state")),
            (1.1, "member_zip", "ZIP", important("patient.zip")),
            (2.6, "member_allergies", "Drug allergies", important("patient.allergies")),
        ]
    )
    sheet.frame(top)
    sheet.y -= 7


def _prescriber(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("C  Prescriber", section="prescriber")
    words = {"MD": "MD", "DO": "DO", "NP": "NP", "PA": "PA", "other": "Other"}
    sheet.cells(
        [
            (3, "prescriber_name", "Name", required("prescriber.full_name")),
            (1, "prescriber_credential", "Credential", required("prescriber.credential", words=words)),
            (2.2, "prescriber_specialty", "Specialty", required("prescriber.specialty")),
            (1.5, "prescriber_npi", "NPI", required("prescriber.npi")),
            (1.5, "prescriber_tin", "Tax ID", important("prescriber.tin")),
        ],
        choices={"prescriber_credential": tuple(words.values())},
    )
    sheet.cells(
        [
            (3, "practice_name", "Practice", important("prescriber.practice_name")),
            (3.2, "prescriber_address", "Street address", required("prescriber.address")),
            (1.7, "prescriber_city", "City", required("prescriber.city")),
            (0.6, "prescriber_state", "State", required("prescriber.state")),
            (1, "prescriber_zip", "ZIP", required("prescriber.zip")),
        ]
    )
    sheet.cells(
        [
            (2, "prescriber_phone", "Office phone", required("prescriber.phone")),
            (2, "prescriber_fax", "Office fax", required("prescriber.fax")),
            (2.6, "contact_name", "Contact for this request", important("prescriber.contact_name")),
            (2, "contact_phone", "Contact phone", important("prescriber.contact_phone")),
        ]
    )
    sheet.frame(top)
    sheet.y -= 7


def _place(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("D  Where it is given, and who supplies it", section="place")
    places = [
        (118.0, "Office", "office"),
        (170.0, "Outpatient hospital", "outpatient_hospital"),
        (272.0, "Infusion center", "infusion_center"),
        (356.0, "Surgery center", "asc"),
        (438.0, "Other", "other"),
    ]
    _ticks(
        sheet,
        "Given at:",
        "site",
        [(x, words, words.replace(" ", ""), required(f"facility.site={value}")) for x, words, value in places],
    )
    sheet.rule(sheet.y)
    sheet.section = "facility"
    sheet.cells(
        [
            (4, "facility_name", "Facility, if not the office", required("facility.name")),
            (2, "facility_npi", "Facility NPI", required("facility.npi")),
            (4, "facility_address", "Facility address", important("facility.full_address")),
        ]
    )
    sheet.section = "place"
    supplies = [
        (118.0, "Buy and bill (medical benefit)", "buy_and_bill"),
        (256.0, "Specialty pharmacy", "specialty_pharmacy"),
        (356.0, "Other pharmacy", "retail"),
    ]
    _ticks(
        sheet,
        "Supplied by:",
        "supply",
        [(x, words, value, required(f"supply.route={value}")) for x, words, value in supplies],
    )
    sheet.rule(sheet.y)
    sheet.section = "pharmacy"
    sheet.cells(
        [
            (4, "pharmacy_name", "Pharmacy, if one supplies it", required("pharmacy.name")),
            (2, "pharmacy_npi", "Pharmacy NPI", important("pharmacy.npi")),
            (2, "pharmacy_phone", "Pharmacy phone", required("pharmacy.phone")),
            (2, "pharmacy_fax", "Pharmacy fax", important("pharmacy.fax")),
        ]
    )
    sheet.frame(top)
    sheet.y -= 7


def _drug(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("E  Drug requested", section="drug")
    products = [
        (38.0 + 88, "Botox J0585", "botox"),
        (210.0, "Dysport J0586", "dysport"),
        (302.0, "Xeomin J0588", "xeomin"),
        (390.0, "Myobloc J0587", "myobloc"),
        (482.0, "Daxxify J0589", "daxxify"),
    ]
    _ticks(
        sheet,
        "Product:",
        "product",
        [(x, words, value.title(), required(f"drug.name={value}")) for x, words, value in products],
    )
    sheet.rule(sheet.y)
    sheet.cells(
        [
            (1.6, "drug_units", "Units per treatment", required("drug.units")),
            (2, "drug_frequency", "Frequency", required("drug.frequency")),
            (1.6, "drug_visits", "Treatments requested", required("drug.visits")),
            (1.6, "service_from", "First date of service", required("request.start_date")),
            (1.6, "service_to", "Last date of service", important("request.end_date")),
            (1.6, "drug_cpt", "Procedure (CPT)", important("drug.cpt")),
        ]
    )
    sheet.cells(
        [(1, "drug_directions", "Injection plan: muscles or sites, units at each", important("drug.directions"))]
    )
    sheet.frame(top)
    sheet.y -= 7


def _diagnosis(sheet: Sheet) -> None:
    top = sheet.y
    sheet.band("F  Diagnosis", "Check one, then answer its part of section G.", section="diagnosis")
    named = [
        ("Chronic migraine", "chronic_migraine"),
        ("Cervical dystonia", "cervical_dystonia"),
        ("Blepharospasm", "blepharospasm"),
        ("Upper limb spasticity", "upper_limb_spasticity"),
        ("Lower limb spasticity", "lower_limb_spasticity"),
        ("Overactive bladder", "oab"),
        ("Neurogenic detrusor overactivity", "ndo"),
        ("Axillary hyperhidrosis", "hyperhidrosis"),
    ]
    y = sheet.y - 14.0
    for index, (words, value) in enumerate(named):
        asks = required(f"condition={value}", group="condition")
        sheet.check((LEFT + 6, 168, 276, 448)[index % 4], y - (index // 4) * 16.0, words, "condition", value, asks)
    sheet.y = y - 16.0
    x = sheet.check(
        LEFT + 6,
        sheet.y - 16.0,
        "Other, please name:",
        "condition",
        "other",
        {"tick": _OTHER, "importance": "required", "group": "condition"},
    )
    sheet.blank(
        x + 5,
        sheet.y - 16.0,
        RIGHT - x - 12,
        "condition_other",
        "Other diagnosis",
        {"key": "dx.description", "importance": "required", "when": _OTHER},
    )
    sheet.y -= 22
    sheet.rule(sheet.y)
    sheet.cells(
        [
            (1.3, "icd10_1", "ICD-10-CM", required("dx.icd10")),
            (4, "dx_1", "Description", required("dx.description")),
            (1.3, "icd10_2", "Further ICD-10-CM", optional("dx.icd10[2]")),
            (1.3, "dx_onset", "Onset (MM/DD/YYYY)", optional("dx.onset_date")),
        ]
    )
    sheet.frame(top)


#: Every indication that has no check box of its own.
_OTHER = (
    'condition not in ("chronic_migraine", "cervical_dystonia", "blepharospasm", "upper_limb_spasticity", '
    '"lower_limb_spasticity", "oab", "ndo", "hyperhidrosis")'
)
