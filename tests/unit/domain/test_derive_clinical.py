"""Facts from the ledger and from what was measured."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.case import Case
from app.domain.clinical import Contraindication, Observation, Outcome, Phase, Trial
from app.domain.dates import PartialDate
from app.domain.derive import collect_facts
from app.domain.facts import OriginKind
from app.domain.ids import ContraindicationId, PatientId, TrialId
from app.domain.request import Override, RequestType

Asking = Callable[..., Case]
MakeTrial = Callable[..., Trial]
Seen = Callable[..., Observation]


def test_an_empty_ledger_says_nothing(case: Case, today: dt.date) -> None:
    facts = collect_facts(case, today)
    assert not [fact.key for fact in facts if fact.key.startswith("prior")]


def test_rows_and_whole_sentences(case: Case, today: dt.date, trial: MakeTrial) -> None:
    trials = (
        trial(
            1,
            "topiramate",
            Outcome.INADEQUATE_RESPONSE,
            dose="100 mg daily",
            start=PartialDate(2026, 1, 10),
            end=PartialDate(2026, 4, 20),
            reason="no fewer headache days.",
        ),
        trial(2, "candesartan", Outcome.ONGOING, start=PartialDate(2026, 8)),
        trial(3, "propranolol", Outcome.CONTRAINDICATION, reason="asthma"),
        trial(4, "something new", start=PartialDate(2024), end=PartialDate(2025)),
    )
    barred = Contraindication(ContraindicationId("c1"), PatientId("p1"), drug_class="acei_arb", reason="low pressure")
    facts = collect_facts(replace(case, trials=trials, contraindications=(barred,)), today)
    assert facts.rows("prior") == 5
    assert facts.value("prior[1].dates") == "01/10/2026 to 04/20/2026"
    assert facts.value("prior[1].duration") == "100 days"
    assert facts.value("prior[1].outcome") == "inadequate_response"
    assert facts.value("prior[2].class") == "ACE inhibitor or ARB"
    assert facts.by_key["prior[2].class"].origin.kind is OriginKind.DERIVED
    assert facts.value("prior[2].dates") == "08/2026 to present"
    assert facts.get("prior[2].outcome") is facts.get("prior[4].class") is None
    assert facts.value("prior[5].outcome") == "contraindication"
    assert facts.value("prior.summary") == (
        "Topiramate 100 mg daily (antiepileptic), 01/10/2026 to 04/20/2026, 100 days: did not help enough; no fewer "
        "headache days. Candesartan (ACE inhibitor or ARB), 08/2026 to present, about 3 months. "
        "Propranolol (beta blocker) is contraindicated: asthma. "
        "Something new, 2024 to 2025, about 1 year. "
        "ACE inhibitor or ARB is contraindicated: low pressure."
    )
    assert facts.value("prior.tried") is True
    assert facts.value("prior.contraindicated") is True
    assert facts.by_key["prior[1].drug"].origin.record == "trial:t1"


def test_only_a_contraindication_is_no_trial(case: Case, today: dt.date, trial: MakeTrial) -> None:
    facts = collect_facts(replace(case, trials=(trial(1, "propranolol", Outcome.CONTRAINDICATION),)), today)
    assert facts.get("prior.tried") is None
    assert facts.value("prior.contraindicated") is True


def test_the_requests_choice_or_what_was_tried_for_its_indication(
    asking: Asking, today: dt.date, trial: MakeTrial
) -> None:
    trials = (
        trial(1, "baclofen", intent="upper_limb_spasticity"),
        trial(2, "topiramate", intent="chronic_migraine"),
        trial(3, "amitriptyline"),
    )

    def drugs(**fields: Any) -> list[object]:
        facts = collect_facts(replace(asking(**fields), trials=trials), today)
        return [facts.value(f"prior[{number}].drug") for number in range(1, facts.rows("prior") + 1)]

    assert drugs() == ["baclofen", "topiramate", "amitriptyline"]
    assert drugs(indication="chronic_migraine") == ["topiramate", "amitriptyline"]
    assert drugs(indication="spasticity") == ["baclofen", "amitriptyline"]
    assert drugs(indication="chronic_migraine", trial_ids=(TrialId("t1"),)) == ["baclofen"]
    assert drugs(trial_ids=()) == []


def test_a_row_typed_on_the_request(
    asking: Asking, today: dt.date, trial: MakeTrial, override: Callable[[str, str], Override]
) -> None:
    typed = (
        override("prior[2].drug", "Qulipta"),
        override("prior[2].start_date", "1/2026"),
        override("prior[2].end_date", "4/2026"),
        override("prior[1].reason", "no change"),
    )
    case = replace(asking(overrides=typed), trials=(trial(1, "topiramate", Outcome.INTOLERANCE, reason="tingling"),))
    facts = collect_facts(case, today)
    assert facts.value("prior[2].class") == "CGRP drug"
    assert facts.value("prior[2].duration") == "about 3 months"
    assert facts.value("prior.summary") == (
        "Topiramate (antiepileptic): not tolerated; no change. Qulipta (CGRP drug), 01/2026 to 04/2026, about 3 months."
    )


def test_a_first_request_shows_the_state_before_treatment(case: Case, today: dt.date, seen: Seen) -> None:
    observations = (
        seen("headache_days", 20, Phase.BASELINE, PartialDate(2026, 8)),
        seen("headache_days", 22, Phase.BASELINE, PartialDate(2026, 10)),
        seen("headache_days", 30, Phase.BASELINE, PartialDate(2026, 12)),
        seen("headache_hours", 8, Phase.BASELINE),
        seen("findings", "Head tilt"),
        seen("no_such_measure", 1),
        seen("diary", "perhaps"),
    )
    facts = collect_facts(replace(case, observations=observations), today)
    assert facts.value("measure.headache_days") == Decimal(22)
    assert facts.value("measure.baseline_headache_days") == Decimal(22)
    assert facts.value("measure.chronic_migraine") is True
    assert facts.value("measure.findings") == "Head tilt"
    assert facts.get("measure.reduction_days") is facts.get("measure.diary") is None


def test_a_renewal_shows_the_present_and_the_difference(asking: Asking, today: dt.date, seen: Seen) -> None:
    observations = (
        seen("headache_days", 20, Phase.BASELINE, PartialDate(2025, 10)),
        seen("headache_hours", 10, Phase.BASELINE, PartialDate(2025, 10)),
        seen("headache_days", 7, Phase.CURRENT),
        seen("headache_hours", 4, Phase.CURRENT),
        seen("hit6", 66, Phase.BASELINE),
    )
    facts = collect_facts(replace(asking(type=RequestType.CONTINUATION), observations=observations), today)
    assert facts.value("measure.headache_days") == Decimal(7)
    assert facts.value("measure.reduction_days") == Decimal(13)
    assert facts.value("measure.reduction_percent") == Decimal(65)
    assert facts.value("measure.reduction_hours") == Decimal(172)
    assert facts.value("measure.chronic_migraine") is True
    assert facts.get("measure.hit6") is None
    assert facts.get("measure.response") is None


def test_a_reduction_is_never_rounded_up(asking: Asking, today: dt.date, seen: Seen) -> None:
    observations = (seen("headache_days", 21, Phase.BASELINE), seen("headache_days", 11, Phase.CURRENT))
    facts = collect_facts(replace(asking(type=RequestType.CONTINUATION), observations=observations), today)
    assert facts.value("measure.reduction_percent") == Decimal(47)


def test_chronic_migraine_is_never_guessed(case: Case, today: dt.date, seen: Seen) -> None:
    days_only = collect_facts(replace(case, observations=(seen("headache_days", 22),)), today)
    assert days_only.get("measure.chronic_migraine") is None
    fewer = (seen("headache_days", 14), seen("headache_hours", 8))
    assert collect_facts(replace(case, observations=fewer), today).value("measure.chronic_migraine") is False
    said = (*fewer, seen("chronic_migraine", True))
    assert collect_facts(replace(case, observations=said), today).value("measure.chronic_migraine") is True


def test_midas_is_added_up_from_all_five_items(case: Case, today: dt.date, seen: Seen) -> None:
    items = tuple(seen(f"midas[{number}]", number) for number in range(1, 6))
    facts = collect_facts(replace(case, observations=items), today)
    assert facts.value("measure.midas[5]") == Decimal(5)
    assert facts.value("measure.midas") == Decimal(15)
    assert collect_facts(replace(case, observations=items[:4]), today).get("measure.midas") is None
    stated = (*items, seen("midas", 20))
    assert collect_facts(replace(case, observations=stated), today).value("measure.midas") == Decimal(20)


def test_what_the_ledger_shows_by_being_there(case: Case, today: dt.date, trial: MakeTrial) -> None:
    trials = (trial(1, "Aimovig", Outcome.ONGOING), trial(2, "biofeedback", Outcome.PARTIAL_RESPONSE))
    facts = collect_facts(replace(case, trials=trials), today)
    assert facts.value("measure.concurrent_cgrp") is True
    assert facts.value("measure.behavioral_therapy") is True
    stopped = collect_facts(replace(case, trials=(trial(1, "Aimovig", Outcome.INTOLERANCE),)), today)
    assert stopped.get("measure.concurrent_cgrp") is None
