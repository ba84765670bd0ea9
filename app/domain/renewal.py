"""A renewal: a new request made from an old one, which carries what stays and asks for what must be new."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from app.domain.case import Case
from app.domain.clinical import Phase
from app.domain.drugs import find_product
from app.domain.ids import PersonId, RequestId
from app.domain.request import Answer, AnswerOrigin, Carried, Request, RequestType, Status

#: A measure is current for a renewal when it is no older than this.
CURRENT_MEASURE_DAYS = 90
#: What a renewal for a condition shows progress by, beside words of the chart; others show findings.
_MEASURES = {
    "chronic_migraine": "headache_days",
    "cervical_dystonia": "twstrs",
    "blepharospasm": "jrs",
    "oab": "incontinence_episodes",
    "ndo": "incontinence_episodes",
    "spasticity": "ashworth",
    "upper_limb_spasticity": "ashworth",
    "lower_limb_spasticity": "ashworth",
    "hyperhidrosis": "hdss",
    "sialorrhea": "drooling",
}


@dataclass(frozen=True, slots=True)
class RenewalNeed:
    """Something that a renewal cannot take over.

    Attributes:
        key: the vocabulary's key that it fills, or empty.
        text: in plain office English.
    """

    key: str
    text: str


def renewal_of(old: Request, *, new_id: RequestId, now: dt.datetime, prepared_by: PersonId | None = None) -> Request:
    """A draft for going on with what an earlier request asked for.

    Carried: plan, prescriber, places, form, drug order, diagnoses, indication, the choice of trials, and the answers to
    the form's questions, each of which has to be seen again. New: dates, status, medical necessity, attachments, the
    earlier authorization's number, and whatever was typed for the old request only.
    """
    return Request(
        id=new_id,
        patient_id=old.patient_id,
        created=now,
        type=RequestType.CONTINUATION,
        status=Status.DRAFT,
        coverage_id=old.coverage_id,
        prescriber_id=old.prescriber_id,
        location_id=old.location_id,
        facility_id=old.facility_id,
        pharmacy_id=old.pharmacy_id,
        prepared_by=prepared_by,
        indication=old.indication,
        drug=old.drug,
        diagnoses=old.diagnoses,
        cpt=old.cpt,
        site=old.site,
        supply=old.supply,
        trial_ids=old.trial_ids,
        form=old.form,
        answers=tuple(_carried(answer) for answer in old.answers),
        renewed_from=old.id,
        carried=Carried(old.drug, old.diagnoses, old.cpt, old.indication, old.site, old.supply),
    )


def renewal_needs(case: Case, today: dt.date) -> tuple[RenewalNeed, ...]:
    """What a renewal still lacks, in the order in which an office would settle it."""
    request = case.request
    needs = [*_treatment_needs(case), *_measure_needs(case, today)]
    if request.start is None:
        needs.append(RenewalNeed("request.start_date", "First date of service of the new period"))
    if not request.prior_auth_number:
        needs.append(RenewalNeed("request.prior_auth_number", "Number of the authorization that runs out"))
    if not request.justification:
        needs.append(RenewalNeed("request.justification", "Medical necessity: what changed since treatment began"))
    if case.coverage is not None and case.coverage.ends is not None and case.coverage.ends < today:
        needs.append(RenewalNeed("coverage.member_id", "Coverage: the plan of the last request has ended"))
    if not request.attachment_ids:
        needs.append(RenewalNeed("attachment.notes", "Chart note of the last visit"))
    unseen = sum(1 for answer in request.answers if not answer.confirmed)
    if unseen:
        needs.append(RenewalNeed("", f"{unseen} answers of the last request, to be looked at again"))
    return tuple(needs)


def next_injection(case: Case, interval_weeks: int = 12) -> dt.date | None:
    """The first day on which the product asked for can be given again; None where no treatment is documented."""
    product = find_product(case.request.drug.name)
    given = [item.date for item in case.treatments if product is not None and find_product(item.product) == product]
    return max(given) + dt.timedelta(weeks=interval_weeks) if given else None


def _carried(answer: Answer) -> Answer:
    return replace(answer, origin=AnswerOrigin.CARRIED, by=None, at=None, confirmed=False)


def _treatment_needs(case: Case) -> list[RenewalNeed]:
    if next_injection(case) is not None:
        return []
    return [RenewalNeed("request.last_treatment_date", "Date of the last treatment")]


def _measure_needs(case: Case, today: dt.date) -> list[RenewalNeed]:
    since = today - dt.timedelta(days=CURRENT_MEASURE_DAYS)
    measure = _MEASURES.get(case.request.indication, "findings")
    named = [item for item in case.observations if item.measure == measure]
    current = [
        i for i in named if i.phase is not Phase.BASELINE and since <= i.date.latest and i.date.earliest <= today
    ]
    needs = []
    if not current:
        needs.append(RenewalNeed(f"measure.{measure}", f"A measure of the last {CURRENT_MEASURE_DAYS} days"))
    if measure != "findings" and not any(item.phase is Phase.BASELINE for item in named):
        key = "measure.baseline_headache_days" if measure == "headache_days" else f"measure.{measure}"
        needs.append(RenewalNeed(key, "The same measure as it was before treatment"))
    return needs
