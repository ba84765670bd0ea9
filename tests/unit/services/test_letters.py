"""Letters of requests: drafted, put into own words, attached, written; frozen with the request save in an appeal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.clinical import Observation, Phase
from app.domain.course import LetterKind, LetterText
from app.domain.dates import PartialDate
from app.domain.ids import ObservationId, RequestId
from app.domain.practice import Payer, Role
from app.domain.request import Attachment, AttachmentKind, Request
from app.domain.sample import PATIENTS, REQUESTS
from app.packet.letter import Basis, ChartBlock
from app.packet.letter.problems import BadWording, LetterHasGaps
from app.services import denials, documents, edits, letters, requests, wordings
from app.services.denials import Notice
from app.services.edits import found
from app.services.export import make_packet
from app.services.problems import NoDenial, NoSuchParagraph, NoSuchWording, NotAllowed, RequestFrozen
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import Signed, review, sign

NOTICE = Notice(dt.date(2026, 11, 2), reason="Step therapy is not met.", reason_ids=("step_not_met",), carc="50")


def test_the_letters_that_make_sense(session: Session) -> None:
    assert letters.kinds_for(session, REQUESTS[0])[0] is LetterKind.NECESSITY
    assert letters.kinds_for(session, REQUESTS[2])[0] is LetterKind.RENEWAL
    denials.record(session, REQUESTS[0], NOTICE)
    assert letters.kinds_for(session, REQUESTS[0])[0] is LetterKind.APPEAL


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_sample_patients_letters_are_finished(session: Session, number: int) -> None:
    for kind in letters.kinds_for(session, REQUESTS[number]):
        drafted = letters.draft(session, REQUESTS[number], kind)
        assert drafted.is_finished, drafted.gaps
        assert drafted.text


def test_what_is_taken_away_is_a_gap_with_its_key(session: Session) -> None:
    requests.type_fact(session, REQUESTS[0], "measure.headache_days", "")
    gaps = letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).gaps
    assert "measure.headache_days" in [gap.key for gap in gaps]
    with pytest.raises(LetterHasGaps) as caught:
        letters.attach(session, REQUESTS[0], LetterKind.NECESSITY)
    assert "headache days a month" in caught.value.message


def test_own_words_are_kept_with_the_request_and_taken_back(session: Session) -> None:
    plain = letters.draft(session, REQUESTS[0], LetterKind.NECESSITY)
    changed = letters.edit(session, REQUESTS[0], LetterKind.NECESSITY, "burden", "Nine days of work were missed.")
    assert "Nine days of work were missed." in changed.text
    assert changed.generated["burden"] == plain.generated["burden"]
    own = next(sentence for sentence in changed.letter.sentences if sentence.basis is Basis.OWN)
    assert own.origins[0].by == session.actor.id
    assert letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).text == changed.text
    assert letters.draft(session, REQUESTS[0], LetterKind.BRIEF).kept is None
    assert letters.edit(session, REQUESTS[0], LetterKind.NECESSITY, "burden", None).text == plain.text
    assert session.vault.all(LetterText) == ()
    edits.undo(session)
    assert "Nine days" in letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).text


def test_a_paragraph_that_is_not_there_cannot_be_written(session: Session) -> None:
    with pytest.raises(NoSuchParagraph):
        letters.edit(session, REQUESTS[0], LetterKind.NECESSITY, "nowhere", "Words.")


def test_a_letter_goes_with_the_request_once(session: Session, ready: RequestId) -> None:
    letters.attach(session, ready, LetterKind.NECESSITY)
    second = letters.attach(session, ready, LetterKind.NECESSITY)
    request = found(session, Request, ready)
    assert request.attachment_ids[0] == second.id
    kinds = [found(session, Attachment, name).kind for name in request.attachment_ids]
    assert kinds.count(AttachmentKind.LETTER) == 1
    assert second.kind is AttachmentKind.LETTER
    assert "Ánh Thị Nguyễn" in session.paper.page_text(documents.read(session, second))[0]


def test_a_packet_carries_the_letter(session: Session, ready: RequestId, tmp_path: Path) -> None:
    attached = letters.attach(session, ready, LetterKind.NECESSITY)
    sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    packet = make_packet(session, ready, tmp_path / "out")
    kinds = [path.name.rpartition("-")[2] for path in packet.files]
    assert kinds[:3] == ["form.pdf", "checklist.pdf", "letter.pdf"]
    assert packet.files[2].read_bytes() == documents.read(session, attached)


def test_a_signed_requests_letter_stays_as_it_was_signed(session: Session, signed: Signed) -> None:
    before = letters.draft(session, signed.request.id, LetterKind.NECESSITY)
    fresh = Observation(
        ObservationId("o-new"),
        PATIENTS[0],
        PartialDate(2026, 11),
        "headache_days",
        Decimal(27),
        Phase.BASELINE,
    )
    edits.put(session, "Add measure", fresh)
    assert letters.draft(session, signed.request.id, LetterKind.NECESSITY).text == before.text
    denials.record(session, signed.request.id, NOTICE)
    assert "27" in letters.draft(session, signed.request.id, LetterKind.APPEAL).text
    with pytest.raises(RequestFrozen):
        letters.attach(session, signed.request.id, LetterKind.NECESSITY)


def test_an_appeal_needs_a_notice(session: Session) -> None:
    with pytest.raises(NoDenial):
        letters.draft(session, REQUESTS[0], LetterKind.APPEAL)


def test_an_appeal_goes_out_with_the_signed_form(session: Session, signed: Signed, tmp_path: Path) -> None:
    denials.record(session, signed.request.id, NOTICE)
    files = letters.write(session, signed.request.id, LetterKind.APPEAL, tmp_path)
    assert [path.name.partition("-")[2].partition("-")[2] for path in files] == [
        "appeal.pdf",
        "form.pdf",
        "document-1.pdf",
    ]
    assert files[1].read_bytes() == session.vault.get_blob(signed.sha256)
    row = session.vault.audit.rows(1)[0]
    assert (row.event, row.details["letter"]) == ("letter.write", "appeal")


def test_the_payers_own_line_stands_on_the_chart(session: Session) -> None:
    payer = session.vault.all(Payer)[0]
    edits.put(session, "Edit payer", replace(payer, name="Washington Labor and Industries"))
    with_line = letters.draft(session, REQUESTS[2], LetterKind.RENEWAL).letter
    chart = next(block for block in with_line.blocks if isinstance(block, ChartBlock))
    judged_by_line = chart.spec.response
    assert judged_by_line is None or judged_by_line.value < Decimal(20)


def test_the_office_writes_its_own_wording(session: Session) -> None:
    own = '[one]\n{{ fact("patient.full_name") }} needs this.\n'
    seen = letters.preview(session, REQUESTS[0], LetterKind.NECESSITY, "necessity.j2", own)
    assert seen.text == "Ánh Thị Nguyễn needs this."
    assert "I am writing" in letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).text
    wordings.keep(session, "necessity.j2", own)
    assert wordings.is_own(session, "necessity.j2")
    assert letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).text == seen.text
    wordings.reset(session, "necessity.j2")
    assert "I am writing" in letters.draft(session, REQUESTS[0], LetterKind.NECESSITY).text


def test_a_wording_that_cannot_be_read_is_not_kept(session: Session) -> None:
    with pytest.raises(BadWording):
        wordings.keep(session, "necessity.j2", "{{ fact( }}")
    with pytest.raises(NoSuchWording):
        wordings.keep(session, "sonnet.j2", "~ Shall I compare thee")
    assert not wordings.is_own(session, "necessity.j2")


def test_only_an_administrator_changes_wordings(as_role: Callable[[Role], Session]) -> None:
    with pytest.raises(NotAllowed):
        wordings.keep(as_role(Role.STAFF), "necessity.j2", "~ Thank you.")
