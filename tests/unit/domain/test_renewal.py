"""What a renewal carries, and what it asks for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from app.domain.case import Case
from app.domain.clinical import Phase
from app.domain.dates import PartialDate
from app.domain.derive import collect_facts
from app.domain.facts import OriginKind
from app.domain.ids import PersonId, RequestId
from app.domain.renewal import next_injection, renewal_needs, renewal_of
from app.domain.request import Answer, AnswerOrigin, BoxEntry, FormChoice, Override, RequestType, Status

NEW = RequestId("r2")
WHO = PersonId("w1")


def _renewed(case: Case, now: dt.datetime) -> Case:
    old = replace(
        case.request,
        status=Status.APPROVED,
        urgent=True,
        date=dt.date(2026, 5, 1),
        form=FormChoice("0" * 64, "juniper/botulinum-toxin/2026-11"),
        answers=(Answer("ask.overuse", "yes", AnswerOrigin.TYPED, WHO, now),),
        overrides=(Override("patient.city", "Elsewhere", WHO, now),),
        entries=(BoxEntry("1:10,10", "typed", WHO, now),),
    )
    return replace(case, request=renewal_of(old, new_id=NEW, now=now, prepared_by=WHO))


def test_what_is_carried_and_what_is_not(sample: tuple[Case, ...], now: dt.datetime, today: dt.date) -> None:
    old, new = sample[2].request, _renewed(sample[2], now).request
    assert (new.id, new.renewed_from, new.type, new.status) == (NEW, old.id, RequestType.CONTINUATION, Status.DRAFT)
    assert (new.drug, new.diagnoses, new.cpt, new.site, new.supply) == (
        old.drug,
        old.diagnoses,
        old.cpt,
        old.site,
        old.supply,
    )
    assert new.form is not None
    assert (new.date, new.start, new.end, new.due, new.snapshot, new.urgent) == (None, None, None, None, None, False)
    assert (new.justification, new.prior_auth_number, new.attachment_ids, new.overrides, new.entries) == (
        "",
        "",
        (),
        (),
        (),
    )
    (answer,) = new.answers
    assert (answer.value, answer.origin, answer.confirmed, answer.by) == ("yes", AnswerOrigin.CARRIED, False, None)
    facts = collect_facts(_renewed(sample[2], now), today)
    assert facts.by_key["drug.units"].origin.kind is OriginKind.CARRIED


def test_what_must_be_new_is_told_in_order(sample: tuple[Case, ...], now: dt.datetime, today: dt.date) -> None:
    renewed = _renewed(sample[2], now)
    assert [need.key for need in renewal_needs(renewed, today)] == [
        "request.start_date",
        "request.prior_auth_number",
        "request.justification",
        "attachment.notes",
        "",
    ]


def test_stale_measures_and_missing_treatments_are_told(
    sample: tuple[Case, ...], now: dt.datetime, today: dt.date, seen: Callable[..., object]
) -> None:
    old_value = seen("headache_days", 9, Phase.CURRENT, PartialDate(2026, 1))
    renewed = replace(_renewed(sample[2], now), treatments=(), observations=(old_value,))  # type: ignore[arg-type]
    keys = [need.key for need in renewal_needs(renewed, today)]
    assert keys[:3] == [
        "request.last_treatment_date",
        "measure.headache_days",
        "measure.baseline_headache_days",
    ]


def test_next_injection(sample: tuple[Case, ...], today: dt.date) -> None:
    assert next_injection(sample[2]) == today - dt.timedelta(days=77) + dt.timedelta(weeks=12)
    assert next_injection(sample[0]) is None
