"""Files of somebody who has the passphrase, and changed what is inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.clinical import Treatment
from app.domain.hand_over import HandOver
from app.domain.ids import HandOverId, RequestId, TreatmentId
from app.domain.request import Request, Snapshot
from app.services import _snapshot
from app.services._snapshot import Frozen
from app.services.edits import found
from app.services.hand_over import back, file, out, taking
from app.services.hand_over.problems import NoHandOver, NotHandedOverHere, SignatureNotSound
from app.services.records.bundle import Bundle
from app.services.session import Session
from tests.conftest import CHEAP_SIGNING
from tests.unit.services.hand_over.test_there_and_back import WORDS, handed, returned, there

__all__ = ["there"]

Head = dict[str, Any]


def sealed(kind: str, head: Head, bundle: Bundle) -> bytes:
    """The forged file."""
    return file.locked(kind, head, bundle, WORDS, cost=CHEAP_SIGNING)


def test_a_record_of_another_patient_is_not_taken_in(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    head, bundle = file.opened(file.OUT, handed(session, tmp_path)[1], WORDS)
    theirs = there.vault.all(Treatment)[0]
    mine = found(session, Request, ready).patient_id
    forged = replace(theirs, id=TreatmentId("forged000000"))
    for record in (forged, replace(theirs, patient_id=mine)):
        with pytest.raises(NoHandOver):
            taking.look(there, sealed(file.OUT, head, replace(bundle, records=(*bundle.records, record))), WORDS)


def test_a_record_that_is_none_of_a_hand_over_is_not_taken_in(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    note, data = handed(session, tmp_path)
    head, bundle = file.opened(file.OUT, data, WORDS)
    forged = replace(note, id=HandOverId("forged000000"), token="0" * 32)
    with pytest.raises(NoHandOver):
        taking.look(there, sealed(file.OUT, head, replace(bundle, records=(*bundle.records, forged))), WORDS)
    assert there.vault.all(HandOver) == ()
    assert out.of(session, ready) == (note,)


@pytest.mark.parametrize(
    "bad",
    [
        {"facts": [{"x": 1}]},
        {"facts": 5},
        {"facts": None},
        {"token": None},
        {"token": "é" * 32},
        {"id": ""},
        {"id": 5},
        {"digest": []},
    ],
)
@pytest.mark.usefixtures("ready")
def test_a_misshapen_head_is_told(session: Session, there: Session, tmp_path: Path, bad: Head) -> None:
    head, bundle = file.opened(file.OUT, handed(session, tmp_path)[1], WORDS)
    with pytest.raises(NoHandOver):
        taking.look(there, sealed(file.OUT, head | bad, bundle), WORDS)


def other_signer(frozen: Frozen) -> Frozen:
    return replace(frozen, signing=replace(frozen.signing, signed_by="Somebody Else, MD"))


def other_day(frozen: Frozen) -> Frozen:
    return replace(frozen, signing=replace(frozen.signing, signed_at="01/02/2026 9:00:00 AM (UTC-05:00)"))


def other_npi(frozen: Frozen) -> Frozen:
    assert frozen.case.prescriber is not None
    return replace(frozen, case=replace(frozen.case, prescriber=replace(frozen.case.prescriber, npi="1987654328")))


def other_answers(frozen: Frozen) -> Frozen:
    request = frozen.case.request
    told = replace(request.answers[0], value="no" if request.answers[0].value == "yes" else "yes")
    return replace(frozen, case=replace(frozen.case, request=replace(request, answers=(told, *request.answers[1:]))))


def other_facts(frozen: Frozen) -> Frozen:
    facts = {fact.key: fact for fact in frozen.facts}
    facts["patient.last_name"] = replace(facts["patient.last_name"], value="Somebody")
    return replace(frozen, facts=type(frozen.facts)(facts))


def test_frozen_words_that_are_not_those_signed_are_refused(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    head, bundle = file.opened(file.BACK, returned(session, there, tmp_path), WORDS)
    [request] = bundle.records
    assert isinstance(request, Request)
    snapshot = request.snapshot
    assert snapshot is not None

    def refused(kept: Snapshot) -> None:
        forged = replace(bundle, records=(replace(request, snapshot=kept),))
        with pytest.raises(SignatureNotSound):
            back.look_back(session, sealed(file.BACK, head, forged), WORDS)

    ways: tuple[Callable[[Frozen], Frozen], ...] = (other_signer, other_day, other_npi, other_answers, other_facts)
    for way in ways:
        refused(replace(snapshot, facts_json=_snapshot.freeze(way(_snapshot.thaw(snapshot.facts_json)))))
    refused(replace(snapshot, pack_toml="[garbage"))
    refused(replace(snapshot, criteria_json="garbage"))
    refused(replace(snapshot, signer=session.actor.id))
    assert found(session, Request, ready).snapshot is None


def test_what_the_file_says_beside_what_was_signed_is_not_kept(
    session: Session, there: Session, ready: RequestId, tmp_path: Path
) -> None:
    head, bundle = file.opened(file.BACK, returned(session, there, tmp_path), WORDS)
    ours = found(session, Request, ready)
    [request] = bundle.records
    assert isinstance(request, Request)
    forged = replace(request, justification="Never signed.", urgent=not request.urgent)
    brought = back.look_back(session, sealed(file.BACK, head, replace(bundle, records=(forged,))), WORDS)
    assert brought.changed == ()
    kept = back.take_back(session, brought)
    assert (kept.justification, kept.urgent) == (ours.justification, ours.urgent)


@pytest.mark.usefixtures("ready")
def test_a_row_of_the_log_that_the_proof_does_not_bear_is_refused(
    session: Session, there: Session, tmp_path: Path
) -> None:
    head, bundle = file.opened(file.BACK, returned(session, there, tmp_path), WORDS)
    row = head["row"]
    rows: tuple[object, ...] = (
        row | {"nonce": "0" * 32},
        row | {"pages": "77"},
        row | {"at": "x"},
        row | {"more": "x"},
        {name: value for name, value in row.items() if name != "at"},
        [1],
        None,
    )
    for forged in rows:
        with pytest.raises(SignatureNotSound):
            back.look_back(session, sealed(file.BACK, head | {"row": forged}, bundle), WORDS)
    with pytest.raises(NotHandedOverHere):
        back.look_back(session, sealed(file.BACK, head | {"token": "0" * 32}, bundle), WORDS)
