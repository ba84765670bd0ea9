"""Handing a request over: exactly what it stands on, in one encrypted file, and a note of it here."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.case import Case
from app.domain.changes import Edit, Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.course import LetterText
from app.domain.derive import collect_facts
from app.domain.facts import Facts
from app.domain.hand_over import Direction, HandOver, HandOverState
from app.domain.ids import HandOverId, RequestId, new_id
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request, StoredForm
from app.services import _snapshot, edits, forms
from app.services.edits import found
from app.services.hand_over.file import ENDING, OUT, locked
from app.services.hand_over.problems import NotToHandOver
from app.services.offices import the_practice
from app.services.prepare import gather
from app.services.records.bundle import Bundle
from app.services.session import Act, Session
from app.services.writing import made_folder, write_whole
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.codec import to_plain

#: Kinds of records that a hand-over brings, as `bundle_of` writes them.
BROUGHT = (
    *(Practice, Location, Person, Prescriber, Facility, Pharmacy, Payer, StoredForm, Patient, Coverage),
    *(Trial, Contraindication, Observation, Treatment, Attachment, LetterText, Request),
)


def hand_over(
    session: Session,
    request_id: RequestId,
    folder: Path,
    passphrase: str,
    *,
    to: str,
    cost: Argon2Cost = DEFAULT_COST,
) -> tuple[HandOver, Path]:
    """Write a request as a file for another PA Desk, to be signed there.

    Args:
        session: who is at work.
        request_id: a draft with its form and prescriber chosen.
        folder: where the file goes; its name says nothing of the patient.
        passphrase: that opens it, told by another way than the file.
        to: whom it is for.
        cost: of one guess.

    Returns:
        The note of it, and the file.

    Raises:
        NotToHandOver: it is signed, has no form or no prescriber, or nobody is named.
        WeakPassphrase: the passphrase is too short.
        ExportProblem: the folder cannot take it.
    """
    session.allow(Act.EXPORT)
    request = found(session, Request, request_id)
    case = gather(session, request)
    _check(request, case, to)
    if request.form is not None:
        forms.keep_blank(session, request.form)
    note = _note(session, request, to)
    data = locked(OUT, _head(session, note, case), bundle_of(session, case), passphrase, cost=cost)
    note = replace(note, file_sha256=hashlib.sha256(data).hexdigest())
    file = made_folder(folder) / f"hand-over-{note.id[:8]}{ENDING}"
    write_whole(file, data)
    with session.vault.as_one():
        edits.save(session, "Hand request over", Edit(None, note))
        session.vault.audit.append(
            "handover.out",
            subjects=(f"request:{request.id}", f"hand_over:{note.id}"),
            actor=session.actor.id,
            details={"file1": note.file_sha256},
        )
    return note, file


def call_off(session: Session, note: HandOver) -> HandOver:
    """Take no answer to a hand-over any more; the file that is out there opens as before.

    Raises:
        NotToHandOver: it is back already.
    """
    session.allow(Act.EXPORT)
    if note.state is not HandOverState.OPEN:
        raise NotToHandOver(why="it is not open any more", settle="Nothing has to be called off.")
    fresh = replace(note, state=HandOverState.CALLED_OFF)
    edits.save(session, "Call hand-over off", Edit(note, fresh))
    return fresh


def of(session: Session, request_id: RequestId) -> tuple[HandOver, ...]:
    """The hand-overs of a request, the latest first.

    Raises:
        NoSuchRecord: there is no such request.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    mine = session.vault.find(HandOver, patient_id=request.patient_id)
    return tuple(item for item in reversed(mine) if item.request_id == request_id)


def digest_of(request: Request) -> str:
    """Of everything that a request says."""
    text = json.dumps(to_plain(request), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def bundle_of(session: Session, case: Case) -> Bundle:
    """What a request stands on, and no more: no other request, no document that does not go with it."""
    request = case.request
    plans = [item for item in (case.coverage, *case.other_coverages) if item is not None]
    payers = [payer for plan in plans if (payer := session.vault.get(Payer, plan.payer_id)) is not None]
    around = [case.practice, case.location, case.preparer, case.prescriber, case.facility, case.pharmacy]
    letters = [i for i in session.vault.find(LetterText, patient_id=request.patient_id) if i.request_id == request.id]
    blank = [] if request.form is None else [request.form.sha256]
    stored = [item for item in session.vault.all(StoredForm) if item.sha256 in blank]
    chart: list[Record] = [*case.trials, *case.contraindications, *case.observations, *case.treatments]
    records: list[Record] = [item for item in around if item is not None]
    records += [*dict.fromkeys(payers), *stored, case.patient, *plans, *chart, *case.attachments, *letters, request]
    names = {*blank, *(item.sha256 for item in case.attachments)}
    documents = {name: session.vault.get_blob(name) for name in sorted(names) if session.vault.has_blob(name)}
    return Bundle(tuple(records), documents)


def facts_out(facts: Facts) -> list[dict[str, Any]]:
    """Every fact with its origin, as a snapshot keeps it."""
    return [_snapshot.fact_out(fact) for fact in facts]


def _note(session: Session, request: Request, to: str) -> HandOver:
    return HandOver(
        id=HandOverId(new_id()),
        patient_id=request.patient_id,
        request_id=request.id,
        direction=Direction.OUT,
        at=session.now,
        by=session.actor.id,
        office="",
        person=to.strip(),
        digest=digest_of(request),
        token=secrets.token_hex(16),
        file_sha256="",
    )


def _head(session: Session, note: HandOver, case: Case) -> Mapping[str, Any]:
    return {
        "id": note.id,
        "token": note.token,
        "at": note.at.isoformat(),
        "office": the_practice(session).name,
        "person": session.actor.name.full,
        "to": note.person,
        "request": note.request_id,
        "digest": note.digest,
        "is_sample": session.is_sample,
        "facts": facts_out(collect_facts(case, session.today)),
    }


def _check(request: Request, case: Case, to: str) -> None:
    reasons = (
        (request.snapshot is not None, "it is signed", "Make its packet; a signed request needs no other signer."),
        (request.form is None, "it has no form yet", "Choose the form first."),
        (case.prescriber is None, "it names no prescriber", "Choose who is to sign it under Patient & plan."),
        (
            case.prescriber is not None and not case.prescriber.npi,
            "its prescriber has no NPI, by which the other office knows who is meant",
            "Enter the NPI under Office, Prescribers.",
        ),
        (not to.strip(), "nobody is named whom it is for", "Say whom it is for."),
    )
    for holds, why, settle in reasons:
        if holds:
            raise NotToHandOver(why=why, settle=settle)
