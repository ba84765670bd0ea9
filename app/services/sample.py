"""The invented practice: for looking round, never the same file as real records, and nothing real goes into it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from app.clock import Clock
from app.domain.changes import Edit
from app.domain.practice import Person, Prescriber, Role
from app.domain.sample import REQUESTS, sample_records
from app.places import Places
from app.services import forms, requests
from app.services.problems import BlankMissing, SampleMixed
from app.services.session import Session
from app.services.setup import session_on
from app.signing.mark import TypedMark
from app.signing.signer import enroll
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.keys.derive import Argon2Parameters
from app.vault.vault import Vault

#: What unlocks the invented practice, shown wherever it is asked for: there is nothing in it to protect.
SAMPLE_WORDS = "sample practice"
#: What the invented prescriber signs with.
SAMPLE_SIGNING_WORDS = "sample signature"

#: The program's own form.
OWN_FORM = "juniper/botulinum-toxin/2026-11"

#: Requests on which the form is chosen already; the others show that a form is chosen first.
_STARTED = (REQUESTS[0], REQUESTS[2])
_CHEAP = Argon2Parameters(memory_kib=8 * 1024, rounds=1, lanes=1)


def sample_path(places: Places) -> Path:
    """Where the invented practice lies."""
    return places.data / "sample.vault"


def open_sample(places: Places, clock: Clock) -> Session:
    """The invented practice as it was left, or set up anew where it is missing.

    Raises:
        VaultProblem: it is open elsewhere.
        SampleMixed: another vault lies in its place.
    """
    path = sample_path(places)
    if not path.exists():
        return create_sample(path, clock, places)
    vault = Vault.open(path, passphrase=SAMPLE_WORDS, clock=clock)
    session = session_on(vault, clock, places)
    if not session.is_sample:
        vault.close()
        raise SampleMixed()
    return session


def create_sample(path: Path, clock: Clock, places: Places, *, cost: Argon2Cost = DEFAULT_COST) -> Session:
    """A fresh vault with the invented practice, its people, patients and requests.

    Args:
        path: of the new vault.
        clock: the office's time; the sample's dates are relative to it.
        places: of the user.
        cost: what a guess of a signing passphrase costs.
    """
    records = sample_records(clock.now().date())
    people = [record for record in records if isinstance(record, Person)]
    first = next((person for person in people if person.role is Role.ADMINISTRATOR), people[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    vault = Vault.create(path, first=first, passphrase=SAMPLE_WORDS, clock=clock, kdf=_CHEAP)
    try:
        edits = [Edit(None, record) for record in records if record != first]
        vault.apply("Set up the invented practice", edits, actor=first.id)
        for person in people:
            _enrol(vault, person, clock.now(), cost)
    except BaseException:
        vault.close()
        raise
    session = session_on(vault, clock, places)
    if not session.is_sample:
        vault.close()
        raise SampleMixed()
    for request_id in _STARTED:
        requests.choose_form(session, request_id, own_form(session).choice)
    return session


def own_form(session: Session) -> forms.KnownForm:
    """The program's own form, which the sample's requests are made on.

    Raises:
        BlankMissing: its blank did not come with the program.
    """
    own = next((form for form in forms.known_forms(session) if form.pack_id == OWN_FORM), None)
    if own is None or not own.sha256:
        raise BlankMissing()
    return own


def _enrol(vault: Vault, person: Person, at: dt.datetime, cost: Argon2Cost) -> None:
    """The invented prescriber's signature: the typed name."""
    prescriber = vault.get(Prescriber, person.prescriber_id) if person.prescriber_id else None
    if prescriber is None:
        return
    mark = TypedMark(prescriber.name.full)
    slot = enroll(person, prescriber, mark, SAMPLE_SIGNING_WORDS, at=at, random=os.urandom, kdf=cost)
    vault.put_signer_slot(person.id, slot, actor=person.id)
