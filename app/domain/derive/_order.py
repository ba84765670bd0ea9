"""What is asked for: the request itself, the drug, the diagnoses, treatments given, attachments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from app.domain.clinical import Treatment
from app.domain.derive._sheet import Sheet
from app.domain.drugs import Product, find_product
from app.domain.facts import FactValue, Origin, OriginKind
from app.domain.identifiers import normalise_icd10
from app.domain.indications import conditions, icd10_table
from app.domain.request import AttachmentKind, RequestType
from app.domain.spans import age_in_years

#: A patient treated this recently is on the drug: two intervals of twelve weeks and a fortnight.
CURRENT_WITHIN_DAYS = 182
_ATTACHED = {
    AttachmentKind.CHART_NOTE: "attachment.notes",
    AttachmentKind.LABS: "attachment.labs",
    AttachmentKind.IMAGING: "attachment.labs",
    AttachmentKind.LETTER: "attachment.letter",
    AttachmentKind.FILL_HISTORY: "attachment.history",
}
_ORDER_TEXTS = (
    "name hcpcs ndc strength dosage_form route dose directions frequency quantity days_supply refills duration "
    "off_label compound brand_required"
)
#: What another product, typed for the request, does not take over from the order.
_OF_ONE_PRODUCT = ("hcpcs", "ndc", "strength")


def put(sheet: Sheet) -> None:
    """Keep what the request says, and what follows from treatments given."""
    _request(sheet)
    _drug(sheet)
    _diagnoses(sheet)
    _treatments(sheet)
    _label(sheet)
    _attachments(sheet)


def put_order(sheet: Sheet, key: str, value: FactValue | None, at: str) -> None:
    """Keep a field of the request; carried while it is as the renewed request left it."""
    request = sheet.case.request
    carried = request.carried is not None and value is not None and _carried(sheet, at) == value
    kind = OriginKind.CARRIED if carried else OriginKind.TYPED
    sheet.put(key, value, Origin(kind, f"request:{request.id}", at))


def _carried(sheet: Sheet, at: str) -> object:
    """The renewed request's value of a field such as `drug.units`, `diagnoses[1].icd10` or `site`."""
    found: object = sheet.case.request.carried
    for step in at.split("."):
        name, _, row = step.partition("[")
        found = getattr(found, name, None)
        if row and isinstance(found, tuple):
            number = int(row.rstrip("]"))
            found = found[number - 1] if number <= len(found) else None
    return found


def _request(sheet: Sheet) -> None:
    request = sheet.case.request
    if request.date is None:
        sheet.derive("request.date", sheet.day)
    put_order(sheet, "request.date", request.date, "date")
    put_order(sheet, "request.type", request.type, "type")
    put_order(sheet, "request.urgent", request.urgent, "urgent")
    put_order(sheet, "request.start_date", request.start, "start")
    put_order(sheet, "request.end_date", request.end, "end")
    put_order(sheet, "request.prior_auth_number", request.prior_auth_number, "prior_auth_number")
    put_order(sheet, "request.justification", request.justification, "justification")
    if request.indication in conditions():
        put_order(sheet, "condition", request.indication, "indication")


def _drug(sheet: Sheet) -> None:
    order = sheet.case.request.drug
    product = find_product(sheet.text("drug.name") or order.name)
    other_product = "drug.name" in sheet.typed and (product is None or product != find_product(order.name))
    for name in _ORDER_TEXTS.split():
        if not (other_product and name in _OF_ONE_PRODUCT):
            put_order(sheet, f"drug.{name}", getattr(order, name), f"drug.{name}")
    put_order(sheet, "drug.units", order.units, "drug.units")
    put_order(sheet, "drug.visits", None if order.visits is None else Decimal(order.visits), "drug.visits")
    for number, code in enumerate(sheet.case.request.cpt, 1):
        put_order(sheet, row("drug.cpt", number), code, f"cpt[{number}]")
    if product is not None:
        sheet.derive("drug.hcpcs", product.hcpcs, "drug.name")


def row(stem: str, number: int) -> str:
    """The key of a further row; the first row is the bare key."""
    return stem if number == 1 else f"{stem}[{number}]"


def _diagnoses(sheet: Sheet) -> None:
    for number, diagnosis in enumerate(sheet.case.request.diagnoses, 1):
        at = f"diagnoses[{number}]"
        code_key = row("dx.icd10", number)
        written = diagnosis.icd10.strip()
        code = normalise_icd10(written)
        put_order(sheet, code_key, code, f"{at}.icd10" if code == written else at)
        if sheet.text(code_key) == code:
            put_order(sheet, row("dx.description", number), diagnosis.description, f"{at}.description")
            put_order(sheet, row("dx.onset_date", number), diagnosis.onset, f"{at}.onset")
    for number in range(1, sheet.facts().rows("dx.icd10") + 1):
        entry = icd10_table().get(sheet.text(row("dx.icd10", number)))
        described = None if entry is None else entry.description
        sheet.derive(row("dx.description", number), described, row("dx.icd10", number))


def _treatments(sheet: Sheet) -> None:
    given = sorted(
        (t for t in sheet.case.treatments if t.date <= sheet.day and _same_product(t, sheet)), key=lambda t: t.date
    )
    if given:
        first, last = given[0], given[-1]
        sheet.source(f"treatment:{first.id}").put("request.therapy_started_date", first.date, "date")
        sheet.source(f"treatment:{last.id}").put("request.last_treatment_date", last.date, "date")
        if sheet.day - last.date <= dt.timedelta(days=CURRENT_WITHIN_DAYS):
            sheet.derive("request.currently_on_drug", True, "request.last_treatment_date")
        sheet.derive("drug.is_new", False, "request.therapy_started_date")
    if sheet.text("request.type") == RequestType.CONTINUATION:
        sheet.derive("request.currently_on_drug", True, "request.type")
        sheet.derive("drug.is_new", False, "request.type")


def _same_product(treatment: Treatment, sheet: Sheet) -> bool:
    asked = sheet.text("drug.name")
    product = find_product(asked)
    if product is not None:
        return find_product(treatment.product) == product
    return bool(asked) and treatment.product.strip().lower() == asked.lower()


def _label(sheet: Sheet) -> None:
    """Off-label use, where the product's label settles it for adults."""
    product = find_product(sheet.text("drug.name"))
    condition = sheet.text("condition")
    if product is None or condition in ("", "other"):
        return
    if condition == "spasticity" and condition not in product.labelled:
        return
    if condition not in product.labelled:
        sheet.derive("drug.off_label", True, "drug.name", "condition")
    elif _is_adult(sheet) and _site_is_labelled(sheet, product, condition):
        sheet.derive("drug.off_label", False, "drug.name", "condition", "patient.dob")


def _is_adult(sheet: Sheet) -> bool:
    born = sheet.value("patient.dob")
    return isinstance(born, dt.date) and age_in_years(born, sheet.day) >= 18


def _site_is_labelled(sheet: Sheet, product: Product, condition: str) -> bool:
    """Sweating is labelled for the axilla only."""
    return condition != "hyperhidrosis" or sheet.text("dx.icd10") == "L74.510"


def _attachments(sheet: Sheet) -> None:
    chosen = sheet.case.request.attachment_ids
    for attachment in sheet.case.attachments:
        key = _ATTACHED.get(attachment.kind)
        if key is not None and attachment.id in chosen:
            sheet.source(f"attachment:{attachment.id}").put(key, True, "kind")
