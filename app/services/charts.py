"""Charts of a patient's measures over time, as the letters have them."""

from __future__ import annotations

from decimal import Decimal

from app.domain.clinical import Observation
from app.domain.ids import PatientId
from app.domain.measures import ChartSpec, chart_of, main_measures, series_of
from app.domain.request import Request
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
