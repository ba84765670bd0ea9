"""`vault`: setting up, backing up, restoring and checking; its log, its records and evidence for elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.cli import ask, say
from app.clock import SystemClock
from app.domain.ids import PatientId, PersonId, PracticeId, new_id
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.errors import VaultProblem
from app.places import Places
from app.services import setup
from app.services.audit import write_log
from app.services.evidence import write_evidence
from app.services.records.out import of_office, of_patient, write_records
from app.services.setup import NewPerson, NewPractice


def run(options: argparse.Namespace) -> int:
    """Do what was asked for with a vault."""
    acts: dict[str, Callable[[], int]] = {
        "init": lambda: _init(options.place, options.practice, PersonName(first=options.first, last=options.last)),
        "backup": lambda: _backup(options.place, options.out, options.person),
        "restore": lambda: _restore(options.backup, options.place, options.person),
        "log": lambda: _log(options.place, options.out, options.person),
        "evidence": lambda: _evidence(options.place, options.out, options.person),
        "export": lambda: _export(options),
        "rescue": lambda: _rescue(options.place, options.out, options.person),
        "renew": lambda: _renew(options.place, options.person),
        "check": lambda: _check(options.place, options.person),
    }
    return acts[options.act]()


def _init(place: Path, practice: str, name: PersonName) -> int:
    first = Person(PersonId(new_id()), name, Role.ADMINISTRATOR)
    words = ask.passphrase(ask.UNLOCK, "New passphrase: ")
    wanted = NewPractice(Practice(PracticeId(new_id()), practice), NewPerson(first, words))
    made = setup.create_practice(Places.of_user(), wanted, SystemClock(), at=place)
    setup.lock(made.session)
    say.out(f"Vault: {place}")
    say.out(f"Person: {first.id}")
    say.out(f"Recovery key, shown this once; print it and keep it away from this computer: {made.recovery_key}")
    return 0


def _backup(place: Path, out: Path, person: str | None) -> int:
    session = ask.opened(place, person)
    try:
        copy = setup.back_up(session, out)
    finally:
        setup.lock(session)
    say.out(str(copy))
    return 0


def _restore(backup: Path, place: Path, person: str | None) -> int:
    who = None if person is None else PersonId(person)
    words = ask.passphrase(ask.UNLOCK, "Passphrase: ")
    done = setup.restore(Places.of_user(), backup, words, SystemClock(), person_id=who, at=place)
    counts = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in done.contents.records.items())
    say.out(f"Restored: {counts}")
    if done.kept is not None:
        say.out(f"What was there is kept as {done.kept}")
    return 0


def _export(options: argparse.Namespace) -> int:
    session = ask.opened(options.place, options.person)
    try:
        patient = options.patient
        bundle = of_office(session) if patient is None else of_patient(session, PatientId(patient))
        own = ask.passphrase(ask.UNLOCK, "Your passphrase once more: ")
        words = "" if options.plain else ask.passphrase(ask.RECORDS, "Passphrase for the file of records: ")
        written = write_records(session, bundle, options.out, words, own=own)
    finally:
        setup.lock(session)
    say.out(str(written))
    return 0


def _rescue(place: Path, out: Path, person: str | None) -> int:
    words = ask.passphrase(ask.UNLOCK, "Passphrase: ")
    done = setup.rescue(place, out, words, SystemClock(), person_id=None if person is None else PersonId(person))
    say.out(f"Read into {done.path}: {', '.join(f'{count} {table}' for table, count in done.rows.items())}")
    say.out(f"Places that could not be read: {done.gaps}. The damaged vault is as it was.")
    return 0


def _renew(place: Path, person: str | None) -> int:
    words = ask.passphrase(ask.UNLOCK, "Passphrase: ")
    session = ask.opened(place, person)
    done = setup.renew_key(session, words)
    say.out(f"New recovery key, shown this once; print it and keep it away from this computer: {done.recovery_key}")
    if done.locked_out:
        say.out(f"These people need a new passphrase from an administrator: {', '.join(done.locked_out)}")
    return 0


def _log(place: Path, out: Path, person: str | None) -> int:
    session = ask.opened(place, person)
    try:
        written = write_log(session, out)
    finally:
        setup.lock(session)
    for path in written:
        say.out(str(path))
    return 0


def _evidence(place: Path, out: Path, person: str | None) -> int:
    session = ask.opened(place, person)
    try:
        words = ask.passphrase(ask.EVIDENCE, "Passphrase for the evidence file: ")
        written = write_evidence(session, words, out)
    finally:
        setup.lock(session)
    say.out(str(written))
    return 0


def _check(place: Path, person: str | None) -> int:
    session = ask.opened(place, person)
    try:
        wrong = session.vault.check()
    finally:
        setup.lock(session)
    for text in wrong:
        say.out(text)
    if not wrong:
        say.out("All is as it was written.")
    return VaultProblem.exit_code if wrong else 0
