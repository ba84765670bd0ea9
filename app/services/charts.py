"""Charts of a patient's measures over time, as the letters have them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from app.criteria.asked_length import days_asked, is_of_listed_class, longest_asked
from app.criteria.judging import Judgement
from app.criteria.submission import Kind
from app.domain.case import Case
from app.domain.clinical import Observation
from app.domain.ids import PatientId
from app.domain.measures import ChartSpec, LengthsSpec, chart_of, lengths_of, main_measures, series_of
from app.domain.request import Request, RequestType
from app.services import _letter_source
from app.services.session import Act, Session


def of(session: Session, patient_id: PatientId) -> tuple[ChartSpec, ...]:
    """A chart of each measure that has numbers, those of the latest request's condition first.

    The start of treatment and the payer's own line are those of the latest request.
    """
    session.allow(Act.VIEW)
    observations = session.vault.find(Observation, patient_id=patient_id)
    counted = dict.fromkeys(item.measure for item in observations if isinstance(item.value, Decimal))
    requests = session.vault.find(Request, patient_id=patient_id)
    latest = max(requests, key=lambda item: item.created, default=None)
    source = None if latest is None else _letter_source.source_of(session, latest, live=True)
    first = [item.name for item in main_measures("" if source is None else source.condition)]
    names = [*(name for name in first if name in counted), *(name for name in counted if name not in first)]
    began = None if source is None else source.began
    made = []
    for name in names:
        series = series_of(observations, name, until=session.today, began=began)
        response = source.response if source is not None and first[:1] == [name] else None
        spec = chart_of(series, began=began, response=response)
        if spec is not None:
            made.append(spec)
    return tuple(made)


def lengths(case: Case, judged: Judgement | None, today: dt.date) -> LengthsSpec | None:
    """The therapies tried beside the length that the payer's rules ask for; None where they ask for none."""
    request, policy = case.request, None if judged is None else judged.policy
    if policy is None or not request.indication:
        return None
    is_renewal = request.type in (RequestType.CONTINUATION, RequestType.EXTENSION)
    terms = longest_asked(policy, request.indication, Kind.CONTINUATION if is_renewal else Kind.INITIAL)
    if terms is None:
        return None
    meant = [
        trial
        for trial in case.trials
        if trial.intent in ("", request.indication) and is_of_listed_class(terms, trial.drug, trial.drug_class)
    ]
    return lengths_of(meant, days_asked(terms), terms.needed.words, today)
