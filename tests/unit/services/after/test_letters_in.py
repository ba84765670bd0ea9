"""Letters from payers: taken in, proposed, filed; what follows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.clocks import ClockKind
from app.domain.course import MilestoneKind
from app.domain.ids import RequestId
from app.domain.letters_in import LetterIn, LetterInKind
from app.domain.practice import Role
from app.domain.request import Attachment, Request, Status
from app.domain.sample import REQUESTS
from app.services import clocks, denials, edits, worklist
from app.services.after import approvals, letters_in, reading
from app.services.after.letters_in import Filing
from app.services.after.problems import BadApproval, LetterFiled, LetterTwice, NeverSigned
from app.services.checks import checklist_for
from app.services.edits import found
from app.services.export import make_packet
from app.services.prepare import prepare
from app.services.problems import NotADocument, NotAllowed
from app.services.session import Session
from app.services.worklist import Group
from app.vault.audit import AuditFilter
from tests.unit.services.after.conftest import letter_of

DAY = dt.date(2026, 11, 20)


def group_of(session: Session, request_id: RequestId) -> Group:
    return next(row.group for row in worklist.work_list(session) if row.request_id == request_id)


def test_a_letter_waits_until_it_is_filed(session: Session, sent: Request, approval_letter: bytes) -> None:
    letter = letters_in.take_in(session, approval_letter)
    assert letters_in.unfiled(session) == (letter,)
    assert (letter.pages, letter.received, letter.patient_id) == (1, session.today, None)
    assert b"%PDF" in letters_in.pages(session, letter)[:10]
    [row] = session.vault.audit.find(AuditFilter(events=("letter_in.take",)), 5)
    assert row.details["file1"] == letter.original_sha256
    assert "approved" not in str(row)


def test_the_same_file_is_not_taken_in_twice(session: Session, approval_letter: bytes) -> None:
    letters_in.take_in(session, approval_letter)
    with pytest.raises(LetterTwice):
        letters_in.take_in(session, approval_letter)


def test_what_is_no_document_is_refused_and_nothing_is_kept(session: Session) -> None:
    with pytest.raises(NotADocument):
        letters_in.take_in(session, b"no document at all")
    assert letters_in.unfiled(session) == ()


def test_a_viewer_takes_nothing_in(as_role: Callable[[Role], Session], approval_letter: bytes) -> None:
    with pytest.raises(NotAllowed):
        letters_in.take_in(as_role(Role.VIEWER), approval_letter)


def test_a_request_is_proposed_by_member_id_and_by_name(
    session: Session, sent: Request, approval_letter: bytes
) -> None:
    read = reading.read_text(session.paper, approval_letter)
    [first, *_] = reading.proposals(session, read)
    assert (first.request.id, first.why) == (sent.id, "the member ID")
    by_name = reading.read_text(
        session.paper, letter_of([f"Member name: {first.patient.name.first} {first.patient.name.last}"[:60]])
    )
    names = {item.request.id for item in reading.proposals(session, by_name)}
    assert not names or sent.id in names


def test_our_own_page_coming_back_names_its_request(session: Session, sent: Request, tmp_path: object) -> None:
    packet = make_packet(session, sent.id, tmp_path)  # type: ignore[arg-type]
    fax = next(path for path in packet.files if path.name.endswith("-fax.pdf")).read_bytes()
    read = reading.read_text(session.paper, fax)
    [first, *_] = reading.proposals(session, read)
    assert first.request.id == sent.id
    assert "of ours" in first.why


def test_somebody_elses_letter_proposes_nothing(session: Session, sent: Request) -> None:
    read = reading.read_text(session.paper, letter_of(["Member ID: ZZZ999999999", "Denied."]))
    assert reading.proposals(session, read) == ()


def test_an_approval_with_less_is_filed_with_its_dates_and_shown_until_acknowledged(
    session: Session, sent: Request, approval_letter: bytes
) -> None:
    letter = letters_in.take_in(session, approval_letter)
    approval = replace(
        approvals.blank(session, sent.id), number="A77120934", end=dt.date(2027, 2, 23), units=Decimal(100), visits=2
    )
    filed = letters_in.file(
        session, letter.id, Filing(sent.id, LetterInKind.APPROVAL, DAY, reference="A77120934", approval=approval)
    )
    assert filed.request.status is Status.APPROVED_WITH_CHANGES
    assert letters_in.unfiled(session) == ()
    assert [item.id for item in letters_in.of(session, sent.id)] == [filed.letter.id]
    document = found(session, Attachment, filed.letter.attachment_id)
    assert (document.sha256, document.patient_id) == (letter.sha256, sent.patient_id)
    dates = {item.kind: item.date for item in clocks.milestones(session, sent.id)}
    assert dates[MilestoneKind.DECIDED] == DAY
    assert dates[MilestoneKind.AUTHORIZATION_ENDS] == dt.date(2027, 2, 23)
    assert ClockKind.RENEWAL in {item.kind for item in clocks.of(session, sent.id)}
    assert group_of(session, sent.id) is Group.LOOK
    words = [entry.what for entry in checklist_for(session, prepare(session, sent.id)).look_again]
    assert "100 units a treatment approved, 155 asked for." in words
    seen = approvals.of(session, sent.id)
    assert seen is not None
    after = approvals.acknowledge(session, sent.id, [item.name for item in seen.unseen])
    assert after.unseen == ()
    assert after.found
    assert group_of(session, sent.id) is not Group.LOOK
    words = [entry.what for entry in checklist_for(session, prepare(session, sent.id)).look_again]
    assert not any("asked for" in text for text in words)
    [row] = session.vault.audit.find(AuditFilter(events=("letter_in.file",)), 5)
    assert row.details["kind"] == "approval"


def test_undo_takes_the_filing_back_as_a_whole(session: Session, sent: Request, approval_letter: bytes) -> None:
    letter = letters_in.take_in(session, approval_letter)
    approval = replace(approvals.blank(session, sent.id), number="A1")
    letters_in.file(session, letter.id, Filing(sent.id, LetterInKind.APPROVAL, DAY, approval=approval))
    edits.undo(session)
    assert letters_in.unfiled(session) == (letter,)
    assert found(session, Request, sent.id).status is sent.status
    assert approvals.of(session, sent.id) is None


def test_a_denial_is_kept_as_a_notice(session: Session, sent: Request) -> None:
    letter = letters_in.take_in(session, letter_of(["Denied"]))
    filing = Filing(sent.id, LetterInKind.DENIAL, DAY, deadline=dt.date(2027, 1, 20), reference="C-1")
    assert letters_in.file(session, letter.id, filing).request.status is Status.DENIED
    [notice] = denials.of(session, sent.id)
    assert (notice.date, notice.deadline, notice.reference) == (DAY, dt.date(2027, 1, 20), "C-1")


def test_more_information_asked_has_its_own_clock(session: Session, sent: Request) -> None:
    letter = letters_in.take_in(session, letter_of(["More information"]))
    filing = Filing(sent.id, LetterInKind.INFORMATION, DAY, deadline=session.today)
    assert letters_in.file(session, letter.id, filing).request.status is Status.INFORMATION_REQUESTED
    [clock] = [item for item in clocks.of(session, sent.id) if item.kind is ClockKind.INFORMATION]
    assert (clock.date, clock.from_letter) == (session.today, True)
    row = next(row for row in worklist.work_list(session) if row.request_id == sent.id)
    assert (row.group, row.next_step) == (Group.DUE, "Send what the payer asks for")


def test_an_acknowledgment_moves_the_day_that_the_clock_counts_from(session: Session, sent: Request) -> None:
    letter = letters_in.take_in(session, letter_of(["Received"]))
    filed = letters_in.file(session, letter.id, Filing(sent.id, LetterInKind.ACKNOWLEDGMENT, DAY))
    assert filed.request.status is sent.status
    assert clocks.situation(session, sent.id).milestone(MilestoneKind.RECEIVED) is not None


def test_a_letter_is_filed_once_and_only_to_what_was_signed(session: Session, sent: Request) -> None:
    letter = letters_in.take_in(session, letter_of(["Anything"]))
    with pytest.raises(NeverSigned):
        letters_in.file(session, letter.id, Filing(REQUESTS[1], LetterInKind.OTHER))
    assert letters_in.unfiled(session) == (letter,)
    filed = letters_in.file(session, letter.id, Filing(sent.id, LetterInKind.OTHER)).letter
    with pytest.raises(LetterFiled):
        letters_in.file(session, filed.id, Filing(sent.id, LetterInKind.OTHER))
    with pytest.raises(LetterFiled):
        letters_in.put_away(session, filed)


def test_an_impossible_approval_leaves_the_letter_unfiled(session: Session, sent: Request) -> None:
    letter = letters_in.take_in(session, letter_of(["Approved"]))
    approval = replace(approvals.blank(session, sent.id), start=DAY, end=DAY - dt.timedelta(days=1))
    with pytest.raises(BadApproval):
        letters_in.file(session, letter.id, Filing(sent.id, LetterInKind.APPROVAL, DAY, approval=approval))
    assert letters_in.unfiled(session) == (letter,)
    assert session.vault.get(Request, sent.id) == sent


def test_a_letter_put_away_comes_back_by_undo(session: Session, approval_letter: bytes) -> None:
    letter = letters_in.take_in(session, approval_letter)
    letters_in.put_away(session, letter)
    assert letters_in.unfiled(session) == ()
    edits.undo(session)
    assert session.vault.all(LetterIn) == (letter,)
