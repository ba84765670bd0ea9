"""What was sent, and the sheet for a portal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.course import SentBy
from app.domain.ids import RequestId
from app.domain.request import Attachment, Request, Status
from app.services import sent
from app.services.edits import found
from app.services.export import make_packet
from app.services.portal_sheet import portal_sheet
from app.services.prepare import prepare
from app.services.problems import NothingToSend
from app.services.session import Session
from app.services.sign import Signed
from tests.unit.services.test_sending import photo


def test_who_sent_what_where_is_kept_with_the_request(session: Session, signed: Signed, tmp_path: Path) -> None:
    packet = make_packet(session, signed.request.id, tmp_path)
    kept = sent.note_sent(session, signed.request.id, SentBy.FAX, "Juniper, 1-800-555-0142")
    assert (kept.by, kept.at, kept.way) == (session.actor.id, session.now, SentBy.FAX)
    assert kept.files[0] == packet.sha256
    assert len(kept.files) == len(packet.files)
    request = found(session, Request, signed.request.id)
    assert request.status is Status.SENT
    assert sent.sendings_of(session, request) == (kept,)
    again = sent.note_sent(session, request.id, SentBy.PORTAL, "portal.juniper.example", reference="A-17")
    assert sent.sendings_of(session, request) == (kept, again)


def test_the_confirmation_is_added_later(session: Session, signed: Signed) -> None:
    kept = sent.note_sent(session, signed.request.id, SentBy.FAX, "1-800-555-0142")
    fresh = sent.add_confirmation(session, kept, photo(), sent.title_of_slip(Path("slip 7.png")))
    (name,) = fresh.confirmation_ids
    assert found(session, Attachment, name).title == "Confirmation slip 7"
    assert sent.sendings_of(session, found(session, Request, signed.request.id)) == (fresh,)


def test_nothing_is_sent_that_nobody_signed(session: Session, ready: RequestId) -> None:
    with pytest.raises(NothingToSend):
        sent.note_sent(session, ready, SentBy.FAX, "1-800-555-0142")


def test_the_portal_sheet_gives_the_answers_in_the_forms_order(session: Session, ready: RequestId) -> None:
    prepared = prepare(session, ready)
    rows = portal_sheet(session, ready)
    pages = [row.page for row in rows]
    assert pages == sorted(pages)
    answers = {row.answer for row in rows}
    printed = {fill.value for fill in prepared.filled.boxes.values() if fill.is_printed and isinstance(fill.value, str)}
    assert {value.strip() for value in printed if value.strip()} <= answers
    assert all(row.asked and row.answer for row in rows)
    assert len({(row.section, row.asked, row.answer) for row in rows}) == len(rows)
