"""Cross-checks that hold for every payer: what does not agree, and what is sent back though no rule forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from app.criteria.circumstances import hcpcs_of
from app.criteria.findings import Caution, Topic
from app.criteria.submission import Remedy, Submission
from app.criteria.words import choice_words, date_words, number_words
from app.domain.clinical import Phase
from app.domain.drugs import Product, products
from app.domain.indications import condition_name
from app.domain.practice import Line
from app.domain.request import Supply

_MEDICARE = (Line.MEDICARE_FFS, Line.MEDICARE_ADVANTAGE)
_LIMB_CPT = ("64642", "64643", "64644", "64645", "64646", "64647")
_CPT = {
    "chronic_migraine": ("64615",),
    "blepharospasm": ("64612",),
    "hemifacial_spasm": ("64612",),
    "cervical_dystonia": ("64616",),
    "upper_limb_spasticity": _LIMB_CPT,
    "lower_limb_spasticity": _LIMB_CPT,
    "spasticity": _LIMB_CPT,
    "oab": ("52287",),
    "ndo": ("52287",),
    "sialorrhea": ("64611",),
    "hyperhidrosis": ("64650", "64653"),
    "strabismus": ("67345",),
    "anal_fissure": ("46505",),
}
_INJECTION_CPT = frozenset(code for codes in _CPT.values() for code in codes) | {"64617"}
_LABEL_AGE = {
    "chronic_migraine": 18,
    "oab": 18,
    "ndo": 5,
    "upper_limb_spasticity": 2,
    "lower_limb_spasticity": 2,
    "spasticity": 2,
    "cervical_dystonia": 18,
    "blepharospasm": 12,
    "strabismus": 12,
    "hyperhidrosis": 18,
}
_LEAST_DAYS_APART = 84


def cross_checks(given: Submission) -> tuple[Caution, ...]:
    """Everything that does not agree, whoever pays."""
    found = (
        *_product(given),
        *_procedure(given),
        *_waste(given),
        *_age(given),
        *_early(given),
        *_alongside(given),
        *_headache_numbers(given),
        *_trial_dates(given),
        *_names(given),
    )
    return tuple(dict.fromkeys(found))


def _asked_product(given: Submission) -> Product | None:
    code = hcpcs_of(given.product)
    return next((product for product in products() if product.hcpcs == code), None)


def _product(given: Submission) -> Iterator[Caution]:
    if given.product is None:
        return
    product = _asked_product(given)
    if product is None:
        yield Caution(Topic.CODE, f"{given.product} is not the code of a therapeutic botulinum toxin.")
    elif given.indication and given.indication not in product.labelled:
        what = condition_name(given.indication).lower()
        text = f"{product.brand} is not labelled for {what}: attach at least two supporting articles."
        yield Caution(Topic.OTHER, text)


def _procedure(given: Submission) -> Iterator[Caution]:
    wanted = _CPT.get(given.indication or "")
    if not wanted or not given.cpt:
        return
    injections = tuple(code for code in given.cpt if code in _INJECTION_CPT)
    wrong = tuple(code for code in injections if code not in wanted)
    if wrong:
        what = condition_name(given.indication or "").lower()
        yield Caution(Topic.CODE, f"CPT {choice_words(wrong)} does not belong to {what}; {choice_words(wanted)} does.")


def _waste(given: Submission) -> Iterator[Caution]:
    """Single-dose vials: on Medicare one of JW and JZ stands on every claim of a drug that the office bought."""
    product = _asked_product(given)
    if given.units is None or product is None:
        return
    billed = given.units_billed if given.units_billed is not None else _whole_vials(given.units, product)
    if given.units_billed is not None and given.units_billed < given.units:
        yield Caution(Topic.WASTE, "Fewer units are billed than are injected.")
        return
    if given.line not in _MEDICARE or given.supply not in (Supply.BUY_AND_BILL, None):
        return
    yield Caution(Topic.WASTE, f"{_claim_lines(given.units, billed, product)} Medicare takes no claim without it.")


def _claim_lines(units: Decimal, billed: Decimal, product: Product) -> str:
    waste = billed - units
    if waste <= 0:
        return f"Nothing is wasted: bill {product.hcpcs} with JZ."
    used, lost = (number_words(product.billed_units(number)) for number in (units, waste))
    line, own_line = f"{product.hcpcs} × {used}", f"{product.hcpcs}-JW × {lost}"
    return f"Bill {line} and, on a line of its own, {own_line} for {number_words(waste)} units wasted."


def _whole_vials(units: Decimal, product: Product) -> Decimal:
    smallest = min(vial.units for vial in product.vials)
    return (units / smallest).to_integral_value(ROUND_CEILING) * smallest


def _age(given: Submission) -> Iterator[Caution]:
    least = _LABEL_AGE.get(given.indication or "")
    if least is not None and given.age is not None and given.age < least:
        what = condition_name(given.indication or "").lower()
        yield Caution(Topic.AGE, f"Botox is labelled for {what} from {least} years on; the patient is {given.age}.")


def _early(given: Submission) -> Iterator[Caution]:
    if given.last_injection is None or given.date is None:
        return
    days = (max(given.date, given.planned or given.date) - given.last_injection).days
    if 0 <= days < _LEAST_DAYS_APART:
        text = f"The last injection on {date_words(given.last_injection)} is {days} days before; labels say 12 weeks."
        yield Caution(Topic.INTERVAL, text)


def _alongside(given: Submission) -> Iterator[Caution]:
    if given.indication != "chronic_migraine":
        return
    found = tuple(drug for drug in given.concurrent or () if Remedy.of(drug, drug).drug_class == "cgrp")
    if found:
        text = f"{choice_words(found)} is given alongside: some payers do not pay for both. Say why both are needed."
        yield Caution(Topic.CONCURRENT, text)


def _headache_numbers(given: Submission) -> Iterator[Caution]:
    for phase in Phase:
        reading = given.reading(phase)
        values = {} if reading is None else {k: v for k, v in reading.values.items() if isinstance(v, Decimal)}
        days = values.get("headache_days")
        for name, words in (("migraine_days", "migraine days"), ("headache_days_4h", "days of 4 hours or more")):
            part = values.get(name)
            if days is not None and part is not None and part > days:
                text = f"More {words} ({number_words(part)}) than headache days ({number_words(days)}): correct one."
                yield Caution(Topic.FREQUENCY, text)
        if days is not None and days > 31:
            yield Caution(Topic.FREQUENCY, "More headache days than a month has.")


def _trial_dates(given: Submission) -> Iterator[Caution]:
    for trial in given.trials or ():
        if trial.start is not None and trial.end is not None and trial.end.latest < trial.start.earliest:
            yield Caution(Topic.STEP_THERAPY, f"{trial.drug} ends before it begins: correct its dates.")


def _names(given: Submission) -> Iterator[Caution]:
    for name in given.unknown_names:
        yield Caution(Topic.OTHER, f"“{name}” is not a part of a case, and was not looked at.")
