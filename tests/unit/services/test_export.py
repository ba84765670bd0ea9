"""Packets: whole or not at all, named without patients, and what was signed byte for byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import RequestId
from app.domain.patient import Patient
from app.domain.sample import PATIENTS, REQUESTS
from app.services import edits, requests
from app.services.edits import found
from app.services.export import make_packet, marked_draft, print_preview
from app.services.prepare import prepare
from app.services.problems import FolderNotWritable, NoFormChosen, NotSigned, SignedCopyChanged
from app.services.sample import own_form
from app.services.session import Session
from app.services.sign import Signed


def test_a_packet_is_the_signed_form_and_its_checklist(session: Session, signed: Signed, tmp_path: Path) -> None:
    packet = make_packet(session, signed.request.id, tmp_path / "out")
    form, checklist, record, *_ = packet.files
    assert form.read_bytes() == session.vault.get_blob(signed.sha256)
    assert packet.sha256 == signed.sha256
    assert {path.name for path in (tmp_path / "out").iterdir()} == {path.name for path in packet.files}
    assert record.name == form.name.replace("-form", "-form-record-copy")
    assert session.paper.read_seal(record.read_bytes()).holds
    told = " ".join(session.paper.page_text(checklist.read_bytes()))
    assert "Ready to send" in told
    row = session.vault.audit.rows(1)[0]
    assert (row.event, row.details["file1"]) == ("packet.write", signed.sha256)


def test_names_of_files_say_nothing_of_the_patient(session: Session, signed: Signed, tmp_path: Path) -> None:
    patient = found(session, Patient, PATIENTS[0])
    for path in make_packet(session, signed.request.id, tmp_path).files:
        assert patient.name.last.casefold() not in path.name.casefold()
        assert patient.id not in path.name


def test_a_second_packet_of_the_same_request_is_the_same(session: Session, signed: Signed, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in make_packet(session, signed.request.id, tmp_path).files}
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, phone_home="4015559999", email="other@example.org"))
    second = {path.name: path.read_bytes() for path in make_packet(session, signed.request.id, tmp_path).files}
    assert second == first


def test_nothing_is_written_of_what_nobody_signed(session: Session, ready: RequestId, tmp_path: Path) -> None:
    with pytest.raises(NotSigned):
        make_packet(session, ready, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(NoFormChosen):
        make_packet(session, REQUESTS[1], tmp_path / "out")


def test_nothing_is_written_where_the_kept_copy_is_gone(session: Session, signed: Signed, tmp_path: Path) -> None:
    snapshot = signed.request.snapshot
    assert snapshot is not None
    gone = replace(signed.request, snapshot=replace(snapshot, packet_sha256="0" * 64))
    edits.save_signed(session, edits.Edit(signed.request, gone), signer=snapshot.signer)
    with pytest.raises(SignedCopyChanged):
        make_packet(session, signed.request.id, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_hold_a_folder_is_told(session: Session, signed: Signed, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderNotWritable):
        make_packet(session, signed.request.id, tmp_path / "file" / "out")


def test_a_printed_draft_says_on_every_page_that_nobody_signed(session: Session, ready: RequestId) -> None:
    pages = session.paper.page_text(print_preview(session, ready))
    assert len(pages) >= 3
    for text in pages:
        assert "NOT SIGNED" in " ".join(text.split())


def test_a_draft_without_required_boxes_may_be_printed_too(session: Session) -> None:
    requests.choose_form(session, REQUESTS[1], own_form(session).choice)
    assert marked_draft(prepare(session, REQUESTS[1])).startswith(b"%PDF-1.7")


_ENDLESS = """
import sys
from pathlib import Path
from app.packet.assemble import packet_of, write_packet
folder, number = Path(sys.argv[1]), 0
data = b"%PDF-1.7\\n" + bytes(range(256)) * 40_000
while True:
    number += 1
    write_packet(packet_of(f"{number:08x}", form=data, checklist=data), folder)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill by signal")
def test_a_kill_while_writing_leaves_no_half_file(tmp_path: Path) -> None:
    whole = len(b"%PDF-1.7\n") + 256 * 40_000
    for turn in range(3):
        folder = tmp_path / str(turn)
        folder.mkdir()
        child = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(folder)])
        while not list(folder.glob("request-*")):
            time.sleep(0.02)
        time.sleep(0.05 + 0.07 * turn)
        child.send_signal(signal.SIGKILL)
        child.wait()
        named = list(folder.glob("request-*"))
        assert named
        assert {path.stat().st_size for path in named} == {whole}
