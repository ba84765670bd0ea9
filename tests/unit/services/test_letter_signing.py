"""Signing a letter: these bytes, by this prescriber, with a signature to be seen, kept and verifiable."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest

from app.domain.course import LetterKind
from app.domain.ids import RequestId
from app.domain.request import AttachmentKind, Request, Status
from app.domain.sample import REQUESTS
from app.packet.letter.problems import LetterHasGaps
from app.services import denials, documents, letter_signing, letters, requests
from app.services.demo import stand_in
from app.services.denials import Notice
from app.services.edits import found
from app.services.export import make_packet
from app.services.problems import NotTheSigner, RequestFrozen
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.sign import Signed, review, sign
from app.services.verify import Verdict, verify
from app.signing.problems import DocumentChanged, WrongPassphrase


def test_a_signed_letter_shows_who_signed_and_when(session: Session, ready: RequestId) -> None:
    reviewed = letter_signing.review(session, ready, LetterKind.NECESSITY)
    signed = letter_signing.sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    data = documents.read(session, signed.attachment)
    last = " ".join(session.paper.page_text(data)[-1].split())
    assert "Electronically signed by Sara E. Lind, MD" in last
    assert "11/24/2026" in last
    assert letter_signing.SENTENCE in last
    assert hashlib.sha256(data).hexdigest() == signed.sha256
    assert signed.attachment.kind is AttachmentKind.LETTER
    assert found(session, Request, ready).attachment_ids[0] == signed.attachment.id
    row = session.vault.audit.rows(1)[0]
    assert (row.event, row.details["packet"]) == ("letter.sign", signed.sha256)


def test_a_signed_letter_is_known_again_and_a_changed_one_is_not(session: Session, ready: RequestId) -> None:
    signed = letter_signing.sign(
        session, letter_signing.review(session, ready, LetterKind.NECESSITY), SAMPLE_SIGNING_WORDS
    )
    data = documents.read(session, signed.attachment)
    assert verify(session, data).verdict is Verdict.INTACT
    assert verify(session, data + b"\n").verdict is Verdict.CHANGED


def test_the_signed_letter_takes_the_place_of_the_unsigned_one(
    session: Session, ready: RequestId, tmp_path: Path
) -> None:
    letters.attach(session, ready, LetterKind.NECESSITY)
    signed = letter_signing.sign(
        session, letter_signing.review(session, ready, LetterKind.NECESSITY), SAMPLE_SIGNING_WORDS
    )
    sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    packet = make_packet(session, ready, tmp_path)
    sent = [path for path in packet.files if path.name.endswith("-letter.pdf")]
    assert [path.read_bytes() for path in sent] == [documents.read(session, signed.attachment)]


def test_a_letter_that_is_signed_after_the_form_goes_into_the_packet_as_well(
    session: Session, signed: Signed, tmp_path: Path
) -> None:
    name = signed.request.id
    before = found(session, Request, name)
    kept = letter_signing.sign(
        session, letter_signing.review(session, name, LetterKind.NECESSITY), SAMPLE_SIGNING_WORDS
    )
    after = found(session, Request, name)
    assert after.attachment_ids == (kept.attachment.id, *before.attachment_ids)
    assert after.snapshot == before.snapshot
    packet = make_packet(session, name, tmp_path)
    sent = [path for path in packet.files if path.name.endswith("-letter.pdf")]
    assert [path.read_bytes() for path in sent] == [documents.read(session, kept.attachment)]


def test_nothing_but_a_letter_joins_a_signed_request_and_nothing_joins_a_sent_one(
    session: Session, signed: Signed
) -> None:
    name = signed.request.id
    pdf = documents.read(
        session,
        letter_signing.sign(
            session, letter_signing.review(session, name, LetterKind.NECESSITY), SAMPLE_SIGNING_WORDS
        ).attachment,
    )
    note = documents.add(session, signed.request.patient_id, pdf, AttachmentKind.CHART_NOTE, "Last visit")
    with pytest.raises(RequestFrozen):
        documents.choose(session, name, (note.id, *found(session, Request, name).attachment_ids))
    with pytest.raises(RequestFrozen):
        documents.choose(session, name, ())
    requests.set_status(session, name, Status.SENT)
    before = found(session, Request, name)
    letter_signing.sign(session, letter_signing.review(session, name, LetterKind.NECESSITY), SAMPLE_SIGNING_WORDS)
    assert found(session, Request, name) == before


@pytest.mark.parametrize("number", range(3))
def test_the_foot_of_a_signed_letter_counts_all_its_pages(session: Session, number: int) -> None:
    name = REQUESTS[number]
    stand_in(session, name, own_form(session).choice)
    kind = letters.kinds_for(session, name)[0]
    _foots_agree(session, name, kind)


def test_words_that_bar_the_signature_from_a_page_count_the_page_that_it_gets(
    session: Session, ready: RequestId
) -> None:
    words = "Sent for the plan: do not write below."
    letters.edit(session, ready, LetterKind.NECESSITY, "closing", words)
    assert _foots_agree(session, ready, LetterKind.NECESSITY) == 1


def _foots_agree(session: Session, name: RequestId, kind: LetterKind) -> int:
    """Sign a letter, look at both counts on every page, and return how many pages hold nothing but a signature."""
    kept = letter_signing.sign(session, letter_signing.review(session, name, kind), SAMPLE_SIGNING_WORDS)
    texts = session.paper.page_text(documents.read(session, kept.attachment))
    counts = [re.findall(r"page (\d+) of (\d+)", " ".join(text.split())) for text in texts]
    assert {pair for page in counts for pair in page} == {(str(n), str(len(texts))) for n in range(1, len(texts) + 1)}
    return sum(len(page) == 1 for page in counts)


def test_nobody_signs_what_has_changed_since_it_was_looked_at(session: Session, ready: RequestId) -> None:
    before = found(session, Request, ready).attachment_ids
    reviewed = letter_signing.review(session, ready, LetterKind.NECESSITY)
    letters.edit(session, ready, LetterKind.NECESSITY, "burden", "Other words.")
    with pytest.raises(DocumentChanged):
        letter_signing.sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    assert found(session, Request, ready).attachment_ids == before


def test_nobody_signs_over_a_gap_or_with_another_passphrase(session: Session, ready: RequestId) -> None:
    reviewed = letter_signing.review(session, ready, LetterKind.NECESSITY)
    with pytest.raises(WrongPassphrase):
        letter_signing.sign(session, reviewed, "not the words of the signer")
    requests.type_fact(session, ready, "measure.headache_days", "")
    with pytest.raises(LetterHasGaps):
        letter_signing.review(session, ready, LetterKind.NECESSITY)


@pytest.mark.parametrize("kind", [LetterKind.BRIEF, LetterKind.ADDENDUM])
def test_papers_without_a_place_to_sign_are_not_signed(session: Session, kind: LetterKind) -> None:
    with pytest.raises(NotTheSigner):
        letter_signing.review(session, REQUESTS[0], kind)


def test_an_appeal_of_a_signed_request_is_signed_and_kept_beside_it(session: Session, signed: Signed) -> None:
    name = signed.request.id
    denials.record(session, name, Notice(dt.date(2026, 11, 20), "Not necessary.", ("step_not_met",)))
    before = found(session, Request, name)
    kept = letter_signing.sign(session, letter_signing.review(session, name, LetterKind.APPEAL), SAMPLE_SIGNING_WORDS)
    assert found(session, Request, name) == before
    assert kept.attachment.title == "Appeal letter, signed"
