"""A request handed to another office, signed there and taken home; every way in which that must not go through."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.clinical import Treatment
from app.domain.hand_over import HandOver, HandOverState
from app.domain.ids import PatientId, RequestId
from app.domain.patient import Patient
from app.domain.practice import Prescriber, Role
from app.domain.request import Request, Status
from app.domain.sample import REQUESTS
from app.intake.review.rows import RowState
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services import edits, evidence
from app.services.archive import archived
from app.services.edits import found
from app.services.export import make_packet
from app.services.hand_over import back, file, out, taking
from app.services.hand_over.problems import (
    AlreadyBack,
    NoHandOver,
    NoPrescriberHere,
    NotHandedOverHere,
    NothingToHandBack,
    NotToHandOver,
    OtherKindOfPractice,
    RequestMovedOn,
    RequestSignedHere,
    SignatureNotSound,
    TakenInBefore,
)
from app.services.problems import NotAllowed
from app.services.records.bundle import Bundle
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS
from app.services.session import Session
from app.services.setup import session_on
from app.services.sign import review, sign
from app.services.verify import Verdict, verify
from app.signing.problems import BoxClosed, WeakPassphrase
from app.vault.codec import KINDS
from app.vault.vault import Vault
from tests.conftest import CHEAP_SIGNING

WORDS = "river lantern seventeen"


@pytest.fixture
def there(tmp_path: Path, _sample_files: Path, clock: FixedClock, paper_worker: PaperWorker) -> Iterator[Session]:
    """The other office: the same practice on another computer, which has never heard of the patient."""
    place = tmp_path / "there"
    place.mkdir()
    for item in _sample_files.glob("sample.*"):
        shutil.copy2(item, place / item.name)
    with Vault.open(place / "sample.vault", passphrase=SAMPLE_WORDS, clock=clock) as vault:
        made = replace(session_on(vault, clock, Places.under(tmp_path / "user-there")), paper=paper_worker)
        request = found(made, Request, REQUESTS[0])
        mine = [i for kind in KINDS.values() for i in vault.find(kind, patient_id=request.patient_id)]
        patient = found(made, Patient, request.patient_id)
        vault.apply("Forget", [Edit(item, None) for item in (*mine, patient)], actor=made.actor.id)
        yield made


def handed(session: Session, folder: Path, request_id: RequestId = REQUESTS[0]) -> tuple[HandOver, bytes]:
    note, path = out.hand_over(session, request_id, folder, WORDS, to="Dr. Lind", cost=CHEAP_SIGNING)
    return note, path.read_bytes()


def returned(session: Session, there: Session, folder: Path) -> bytes:
    """The signed request on its way home."""
    _, data = handed(session, folder)
    taking.take_in(there, taking.look(there, data, WORDS))
    sign(there, review(there, REQUESTS[0]), SAMPLE_SIGNING_WORDS)
    _, path = back.hand_back(there, REQUESTS[0], folder / "home", WORDS, cost=CHEAP_SIGNING)
    return path.read_bytes()


def test_the_whole_way_there_and_back(session: Session, there: Session, ready: RequestId, tmp_path: Path) -> None:
    note, path = out.hand_over(session, ready, tmp_path / "out", WORDS, to="Dr. Lind", cost=CHEAP_SIGNING)
    assert path.name == f"hand-over-{note.id[:8]}.padesk"
    patient = found(session, Patient, note.patient_id)
    assert patient.name.last.encode() not in path.read_bytes()
    arrived = taking.look(there, path.read_bytes(), WORDS)
    assert arrived.from_whom == f"{session.actor.name.full}, {arrived.head['office']}"
    assert arrived.conflicts == ()
    assert arrived.facts
    assert there.vault.get(Patient, patient.id) is None
    taken = taking.take_in(there, arrived)
    assert taken.request.status is Status.DRAFT
    assert taken.differing == ()
    signed = sign(there, review(there, ready), SAMPLE_SIGNING_WORDS)
    _, home = back.hand_back(there, ready, tmp_path / "home", WORDS, cost=CHEAP_SIGNING)
    brought = back.look_back(session, home.read_bytes(), WORDS)
    assert brought.changed == ()
    assert f"ask {brought.signer} by telephone whether document {brought.document_id}" in back.whose_key(brought)
    assert found(session, Request, ready).snapshot is None
    kept = back.take_back(session, brought)
    assert (kept.status, kept.snapshot) == (Status.SIGNED, signed.request.snapshot)
    assert out.of(session, ready)[0].state is HandOverState.BACK
    fax, record = there.vault.get_blob(signed.sha256), there.vault.get_blob(signed.record_sha256)
    for copy in (fax, record):
        known = verify(session, copy)
        assert (known.verdict, known.is_proven, known.log_is_whole) == (Verdict.INTACT, True, True)
    assert archived(session, brought.document_id).pdf == fax
    packet = make_packet(session, ready, tmp_path / "packet")
    assert any(item.read_bytes() == fax for item in packet.files)
    events = [row.event for row in reversed(session.vault.audit.rows(40)) if row.event.startswith("handover.")]
    assert events == ["handover.out", "handover.signed"]
    assert all(patient.name.last not in str(row) for row in session.vault.audit.rows(40))
    assert session.vault.check() == []
    register = evidence.read_evidence(evidence.evidence(session, WORDS, cost=CHEAP_SIGNING), WORDS)
    assert register.is_proven(register.entries()[-1])


def test_what_the_signer_changed_is_told_before_it_is_kept(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    request = taking.take_in(there, taking.look(there, data, WORDS)).request
    edits.save(there, "Edit", Edit(request, replace(request, justification="As the signer puts it.")))
    sign(there, review(there, ready), SAMPLE_SIGNING_WORDS)
    _, home = back.hand_back(there, ready, tmp_path / "home", WORDS, cost=CHEAP_SIGNING)
    brought = back.look_back(session, home.read_bytes(), WORDS)
    assert brought.changed == ("justification",)
    assert back.take_back(session, brought).justification == "As the signer puts it."


def test_nothing_that_is_here_is_overwritten_unseen(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    first = taking.look(there, data, WORDS)
    theirs = replace(first.patient, phone_cell="4015550199")
    there.vault.apply("Add", [Edit(None, theirs)], actor=there.actor.id)
    arrived = taking.look(there, data, WORDS)
    assert [(row.kind, row.state) for row in arrived.conflicts] == [("patient", RowState.CONFLICT)]
    taken = taking.take_in(there, arrived)
    assert found(there, Patient, theirs.id).phone_cell == "4015550199"
    assert any("patient.phone" in key for key, _, _ in taken.differing)


def test_a_chosen_conflict_takes_the_place_of_what_is_here(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    theirs = replace(taking.look(there, data, WORDS).patient, phone_cell="4015550199")
    there.vault.apply("Add", [Edit(None, theirs)], actor=there.actor.id)
    arrived = taking.look(there, data, WORDS)
    taken = taking.take_in(there, arrived, [row.id for row in arrived.conflicts])
    assert taken.differing == ()


def test_only_what_the_request_stands_on_goes_out(session: Session, ready: RequestId) -> None:
    request = found(session, Request, ready)
    other = replace(request, id=RequestId("other"), attachment_ids=())
    edits.save(session, "Add", Edit(None, other))
    bundle = out.bundle_of(session, out.gather(session, request))
    assert [item.id for item in bundle.records if isinstance(item, Request)] == [ready]
    assert {getattr(i, "patient_id", request.patient_id) for i in bundle.records} == {request.patient_id}


def test_a_wrong_passphrase_and_every_changed_byte_are_refused(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    with pytest.raises(BoxClosed):
        taking.look(there, data, "another passphrase")
    for at in range(40, len(data) - 1, len(data) // 60):
        spoiled = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises((BoxClosed, NoHandOver)):
            taking.look(there, spoiled, WORDS)
    assert there.vault.get(Request, ready) is None


def test_a_short_passphrase_and_a_request_without_a_signer_are_refused(
    session: Session, ready: RequestId, tmp_path: Path
) -> None:
    with pytest.raises(WeakPassphrase):
        out.hand_over(session, ready, tmp_path, "short", to="Dr. Lind")
    with pytest.raises(NotToHandOver):
        out.hand_over(session, ready, tmp_path, WORDS, to=" ")
    request = found(session, Request, ready)
    edits.save(session, "Edit", Edit(request, replace(request, prescriber_id=None)))
    with pytest.raises(NotToHandOver):
        out.hand_over(session, ready, tmp_path, WORDS, to="Dr. Lind")
    assert list(tmp_path.glob("*.padesk")) == []


def test_a_file_is_taken_in_once(session: Session, there: Session, ready: RequestId, tmp_path: Path) -> None:
    _, data = handed(session, tmp_path)
    arrived = taking.look(there, data, WORDS)
    taking.take_in(there, arrived)
    with pytest.raises(TakenInBefore):
        taking.look(there, data, WORDS)
    with pytest.raises(TakenInBefore):
        taking.take_in(there, arrived)


def test_nobody_becomes_a_prescriber_by_a_file(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    for item in there.vault.all(Prescriber):
        there.vault.apply("Edit", [Edit(item, replace(item, npi="1987654328"))], actor=there.actor.id)
    with pytest.raises(NoPrescriberHere):
        taking.look(there, data, WORDS)


def test_roles_hold_on_both_sides(
    session: Session, there: Session, ready: RequestId, tmp_path: Path, as_role: Callable[[Role], Session]
) -> None:
    with pytest.raises(NotAllowed):
        handed(as_role(Role.VIEWER), tmp_path)
    _, data = handed(as_role(Role.STAFF), tmp_path)
    viewer = replace(there, actor=replace(there.actor, role=Role.VIEWER))
    with pytest.raises(NotAllowed):
        taking.look(viewer, data, WORDS)
    staff = replace(there, actor=replace(there.actor, role=Role.STAFF))
    taking.take_in(staff, taking.look(staff, data, WORDS))
    with pytest.raises(NotAllowed):
        back.hand_back(viewer, ready, tmp_path, WORDS)


def test_the_sample_and_a_real_practice_stay_apart(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, data = handed(session, tmp_path)
    with pytest.raises(OtherKindOfPractice):
        taking.look(replace(there, is_sample=False), data, WORDS)


def test_a_signed_request_here_is_not_replaced(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    _, first = handed(session, tmp_path)
    _, second = handed(session, tmp_path)
    taking.take_in(there, taking.look(there, first, WORDS))
    sign(there, review(there, ready), SAMPLE_SIGNING_WORDS)
    with pytest.raises(RequestSignedHere):
        taking.look(there, second, WORDS)


def test_what_came_back_is_taken_home_once_and_by_nobody_else(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    data = returned(session, there, tmp_path)
    with pytest.raises(NotHandedOverHere):
        back.look_back(there, data, WORDS)
    head, bundle = file.opened(file.BACK, data, WORDS)
    forged = file.locked(file.BACK, head | {"token": "0" * 32}, bundle, WORDS, cost=CHEAP_SIGNING)
    with pytest.raises(NotHandedOverHere):
        back.look_back(session, forged, WORDS)
    with pytest.raises(NoHandOver):
        back.look_back(session, b"%PDF-1.7 no such file", WORDS)
    brought = back.look_back(session, data, WORDS)
    back.take_back(session, brought)
    with pytest.raises(AlreadyBack):
        back.look_back(session, data, WORDS)
    with pytest.raises(AlreadyBack):
        back.take_back(session, brought)


def test_a_request_that_moved_on_or_was_called_off_takes_nothing_home(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    data = returned(session, there, tmp_path)
    request = found(session, Request, ready)
    change = edits.save(session, "Edit", Edit(request, replace(request, urgent=not request.urgent)))
    with pytest.raises(RequestMovedOn):
        back.look_back(session, data, WORDS)
    session.vault.undo(change.id, actor=session.actor.id)
    assert back.look_back(session, data, WORDS)
    out.call_off(session, out.of(session, ready)[0])
    with pytest.raises(AlreadyBack):
        back.look_back(session, data, WORDS)


def test_papers_that_do_not_hold_are_refused(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    head, bundle = file.opened(file.BACK, returned(session, there, tmp_path), WORDS)
    for what in ("fax", "record", "proof", "snapshot", "nobody", "patient"):
        other, forged = spoil(head, bundle, what, session.paper)
        data = file.locked(file.BACK, other, forged, WORDS, cost=CHEAP_SIGNING)
        with pytest.raises((SignatureNotSound, NotHandedOverHere)):
            back.look_back(session, data, WORDS)
        assert found(session, Request, ready).snapshot is None, what


def spoil(head: dict, bundle: Bundle, what: str, paper: PaperWorker) -> tuple[dict, Bundle]:  # type: ignore[type-arg]
    """The file with one part of it another one, hashes and all."""
    [request] = bundle.records
    assert isinstance(request, Request)
    assert request.snapshot is not None
    row, documents, snapshot = dict(head["row"]), dict(bundle.documents), request.snapshot
    name = {"fax": "packet", "record": "record", "proof": "evidence"}.get(what)
    if name is not None:
        data = documents.pop(row[name])
        if what == "proof":
            body = json.loads(data)
            body["intent"] = body["intent"].replace('"role":"prescriber"', '"role":"completer"')
            data = json.dumps(body).encode()
        elif what == "fax":
            data = paper.blackened(data, {2: [Rect(100, 300, 160, 312)]})
        else:
            data = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
        row[name] = hashlib.sha256(data).hexdigest()
        documents[row[name]] = data
        if what == "fax":
            snapshot = replace(snapshot, packet_sha256=row[name])
    elif what == "snapshot":
        snapshot = replace(snapshot, facts_json=snapshot.facts_json.replace(row["document"], "0" * 64))
    elif what == "patient":
        other = replace(request, patient_id=PatientId("somebody"))
        text = snapshot.facts_json.replace(request.patient_id, other.patient_id)
        snapshot = replace(snapshot, facts_json=text)
    fresh = replace(request, snapshot=None if what == "nobody" else snapshot)
    return head | {"row": row}, Bundle((fresh,), documents)


def test_only_what_came_and_is_signed_goes_back(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    with pytest.raises(NothingToHandBack):
        back.hand_back(session, ready, tmp_path, WORDS)
    _, data = handed(session, tmp_path)
    taking.take_in(there, taking.look(there, data, WORDS))
    with pytest.raises(NothingToHandBack):
        back.hand_back(there, ready, tmp_path, WORDS)


def test_treatments_and_trials_come_along(session: Session, there: Session, ready: RequestId, tmp_path: Path) -> None:
    request = found(session, Request, ready)
    shot = Treatment("t1", request.patient_id, dt.date(2026, 1, 2), "Botox")  # type: ignore[arg-type]
    edits.save(session, "Add", Edit(None, shot))
    _, data = handed(session, tmp_path)
    taking.take_in(there, taking.look(there, data, WORDS))
    assert there.vault.get(Treatment, "t1") == shot
