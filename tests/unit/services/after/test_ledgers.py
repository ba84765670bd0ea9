"""The units ledger on real records: entries, corrections with their trace, and the clocks that follow it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.clock import FixedClock
from app.domain.clinical import Treatment
from app.domain.clocks import ClockKind
from app.domain.request import Request, Site
from app.services import clocks, edits, requests, worklist
from app.services.after import approvals, ledgers
from app.services.after.problems import BadEntry, NoApproval
from app.services.session import Session
from app.services.worklist import Group


@pytest.fixture
def approved(session: Session, sent: Request) -> Request:
    """Approved for two treatments of 200 units until next May."""
    approval = replace(
        approvals.blank(session, sent.id),
        number="A1",
        decided=session.today,
        start=session.today,
        end=session.today + dt.timedelta(days=180),
        units=Decimal(200),
        visits=2,
        site=Site.OFFICE,
    )
    return approvals.record(session, approval).request


def entry(session: Session, request: Request, wasted: int | None = 45) -> Treatment:
    seen = ledgers.of(session, request.id)
    assert seen is not None
    made = ledgers.empty_entry(session, seen)
    return replace(made, units=Decimal(155), units_wasted=None if wasted is None else Decimal(wasted))


def test_an_entry_begins_with_what_the_approval_says(session: Session, approved: Request) -> None:
    made = entry(session, approved)
    assert (made.request_id, made.place, made.date) == (approved.id, Site.OFFICE, session.today)
    assert made.product.startswith("Botox")


def test_entries_are_counted_and_the_next_date_is_told(session: Session, approved: Request) -> None:
    ledgers.add(session, approved.id, entry(session, approved))
    seen = ledgers.of(session, approved.id)
    assert seen is not None
    assert (seen.ledger.units_left, seen.ledger.visits_left) == (200, 1)
    assert seen.ledger.next_on == session.today + dt.timedelta(days=seen.ledger.interval.days)
    assert seen.ledger.interval.days >= 84
    assert ledgers.of_patient(session, approved.patient_id)[0].ledger == seen.ledger


def test_a_correction_and_a_struck_out_entry_stay_in_the_trace(session: Session, approved: Request) -> None:
    first = entry(session, approved)
    ledgers.add(session, approved.id, first)
    right = replace(first, units=Decimal(150), units_wasted=Decimal(50))
    ledgers.correct(session, first, right)
    ledgers.strike(session, right)
    seen = ledgers.of(session, approved.id)
    assert seen is not None
    assert seen.ledger.entries == ()
    said = [item.words.partition(": ")[2] for item in seen.trace]
    assert said == [
        "struck out, 150 units, 50 wasted",
        "units 155 → 150, waste 45 → 50",
        "entered, 155 units, 45 wasted",
    ]
    assert {item.by for item in seen.trace} == {session.actor.name.full}
    edits.undo(session)
    again = ledgers.of(session, approved.id)
    assert again is not None
    assert [item.treatment for item in again.ledger.entries] == [right]


def test_the_trace_cannot_be_taken_away(session: Session, approved: Request) -> None:
    ledgers.add(session, approved.id, entry(session, approved))
    with pytest.raises(Exception, match="only grows"):
        session.vault._parts.db.run("DELETE FROM changes")


def test_impossible_entries_are_refused(session: Session, approved: Request) -> None:
    good = entry(session, approved)
    for bad in (
        replace(good, date=session.today + dt.timedelta(days=1)),
        replace(good, units=Decimal(-1)),
        replace(good, product="aspirin"),
    ):
        with pytest.raises(BadEntry):
            ledgers.add(session, approved.id, bad)


def test_without_an_approval_nothing_is_counted(session: Session, sent: Request) -> None:
    assert ledgers.of(session, sent.id) is None
    with pytest.raises(NoApproval):
        ledgers.add(session, sent.id, Treatment("x", sent.patient_id, session.today, "Botox"))  # type: ignore[arg-type]


def test_a_treatment_that_is_not_covered_starts_the_renewal_early(
    session: Session, approved: Request, clock: FixedClock
) -> None:
    ledgers.add(session, approved.id, entry(session, approved))
    clock.advance(dt.timedelta(days=90))
    ledgers.add(session, approved.id, entry(session, approved))
    seen = ledgers.of(session, approved.id)
    assert seen is not None
    assert seen.ledger.short_on == session.today + dt.timedelta(days=seen.ledger.interval.days)
    [renewal] = [item for item in clocks.of(session, approved.id) if item.kind is ClockKind.RENEWAL]
    assert renewal.date is not None
    assert renewal.date < seen.ledger.short_on


def test_over_use_is_looked_at_on_today(session: Session, approved: Request, clock: FixedClock) -> None:
    seen = approvals.of(session, approved.id)
    assert seen is not None
    approvals.acknowledge(session, approved.id, [item.name for item in seen.found])
    for _ in range(3):
        ledgers.add(session, approved.id, entry(session, approved))
        clock.advance(dt.timedelta(days=85))
    row = next(row for row in worklist.work_list(session) if row.request_id == approved.id)
    assert row.group is Group.LOOK
    assert "more were given than approved" in row.why


def test_a_renewal_knows_the_number_of_the_authorization_that_runs_out(session: Session, approved: Request) -> None:
    assert requests.renew(session, approved.id).prior_auth_number == "A1"
