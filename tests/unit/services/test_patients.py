"""Finding patients, and their chart."""

from __future__ import annotations

import pytest

from app.domain.sample import PATIENTS
from app.services import patients
from app.services.problems import NoSuchRecord
from app.services.session import Session


@pytest.mark.parametrize("typed", ["nguy", "Nguyễn", "anh", "JHP000410077", "07/10/1985"])
def test_a_patient_is_found_by_what_the_office_has_in_hand(session: Session, typed: str) -> None:
    assert PATIENTS[0] in [row.id for row in patients.search(session, typed)]


def test_all_are_listed_where_nothing_is_typed_and_none_for_a_stranger(session: Session) -> None:
    rows = patients.search(session)
    assert {row.id for row in rows} == set(PATIENTS)
    assert patients.search(session, "zzzz") == ()
    row = next(row for row in rows if row.id == PATIENTS[0])
    assert (row.name, row.payer, row.open_requests) == ("Nguyễn, Ánh", "Juniper Health Plan", 1)


def test_a_chart_holds_everything_of_one_patient_and_nothing_of_another(session: Session) -> None:
    chart = patients.chart(session, PATIENTS[0])
    lists = (chart.coverages, chart.trials, chart.observations, chart.treatments, chart.requests, chart.attachments)
    assert all(item.patient_id == PATIENTS[0] for some in lists for item in some)
    assert len(chart.trials) >= 3
    starts = [trial.start.earliest for trial in chart.trials if trial.start]
    assert starts == sorted(starts)
    dates = [item.date.latest for item in chart.observations]
    assert dates == sorted(dates, reverse=True)
    assert chart.coverages[0].payer_id in chart.payers


def test_opening_a_chart_stands_in_the_audit_without_a_value(session: Session) -> None:
    patients.chart(session, PATIENTS[0])
    row = session.vault.audit.rows(1)[0]
    assert (row.event, row.actor, row.subjects) == ("patient.open", session.actor.id, (f"patient:{PATIENTS[0]}",))


def test_a_patient_who_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(NoSuchRecord):
        patients.chart(session, "nobody")  # type: ignore[arg-type]
