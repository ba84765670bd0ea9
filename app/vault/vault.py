"""The vault: the one door to everything that the office keeps. One thread opens it, uses it and closes it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from app.clock import Clock
from app.domain.changes import Change, Edit, Record
from app.domain.ids import ChangeId, PatientId, PersonId
from app.domain.patient import Patient
from app.domain.practice import Person
from app.domain.request import Status
from app.errors import KeychainProblem
from app.vault import opening, restoring
from app.vault.access import Access, SlotName, slot_names
from app.vault.audit import AuditLog, this_station
from app.vault.backups import VaultContents, contents, make_backup
from app.vault.briefs import Briefs
from app.vault.change_log import ChangeLog
from app.vault.checking import findings
from app.vault.gate import Gate
from app.vault.keys.derive import STANDARD, Argon2Parameters
from app.vault.keys.key_file import read_key_file
from app.vault.keys.keychain import Keychain
from app.vault.keys.pin import Armed
from app.vault.keys.slots import Way
from app.vault.layout import VaultFiles
from app.vault.opening import OpenParts
from app.vault.pins import Pins
from app.vault.problems import NoSuchSlot, VaultMissing
from app.vault.records import Records
from app.vault.renewing import Renewed, renew
from app.vault.rescuing import Rescued, rescue
from app.vault.restoring import Restored
from app.vault.retention import thin_out
from app.vault.stores import Blobs, SignerSlots, TemplateTable
from app.vault.unlocking import Credentials

R = TypeVar("R", bound=Record)


class Vault:
    """An open vault. Made by `create` or `open`, on the thread that will use it; `close` it, or use it in a `with`.

    Attributes:
        path: of the vault's file.
        audit: the log of who did what.
        access: who can open the vault.
        pins: quick unlocking by PIN.
        briefs: what lists show of each request, for the vault's own thread.
        template_cache: prepared forms, for the vault's own thread.
        opened_by: how the actor came in; after `Way.RECOVERY` a new passphrase is due.
        notices: what the person should be told about the vault itself, in plain sentences; mostly empty.
    """

    def __init__(
        self, parts: OpenParts, *, clock: Clock, random: Callable[[int], bytes], kdf: Argon2Parameters
    ) -> None:
        self._parts = parts
        self._clock = clock
        self._records = Records(parts.db)
        self._changes = ChangeLog(parts.db)
        self._gate = Gate(parts.db, parts.audit, clock, random)
        self._blobs = Blobs(parts.db)
        self._signers = SignerSlots(parts.db)
        self._is_open = True
        self.path: Path = parts.files.vault
        self.audit: AuditLog = parts.audit
        self.access = Access(parts.files.keys, parts.keys, parts.data_key, parts.audit, random, kdf)
        self.pins = Pins(parts.db, self.access, parts.data_key, parts.audit, random, kdf)
        self.briefs = Briefs(parts.db)
        self.template_cache = TemplateTable(parts.db)
        self.opened_by: Way = parts.way
        self.notices: tuple[str, ...] = parts.notices

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        first: Person,
        passphrase: str,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
        keychain: Keychain | None = None,
        kdf: Argon2Parameters = STANDARD,
    ) -> Vault:
        """A new, empty vault that holds the first person and opens with the passphrase.

        A recovery key is not made yet: `access.make_recovery_key` gives it, to be printed.

        Args:
            path: of the new file, `….vault`; its key file lies beside it.
            first: who sets it up.
            passphrase: of the first person.
            clock: the office's time.
            random: gives random bytes.
            keychain: where given, it opens the vault for the first person on this computer.
            kdf: what the passphrase costs a guesser.

        Raises:
            VaultExists: there is one.
            PassphraseTooShort: it is.
            CannotWrite: the folder cannot be written to.
        """
        parts = opening.create(path, first, passphrase, clock=clock, random=random, kdf=kdf, station=this_station())
        vault = cls(parts, clock=clock, random=random, kdf=kdf)
        if keychain is not None:
            vault._offer_to(keychain)
        return vault

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        person: PersonId | None = None,
        passphrase: str | None = None,
        keychain: Keychain | None = None,
        recovery_key: str | None = None,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
        kdf: Argon2Parameters = STANDARD,
    ) -> Vault:
        """The vault in a file, opened by passphrase, recovery key or keychain (looked at in this order).

        Args:
            path: of the vault's file.
            person: who opens it; None where the passphrase alone shall tell.
            passphrase: of the person.
            keychain: this computer's, where it opens the vault for the person.
            recovery_key: as typed from the printed sheet.
            clock: the office's time.
            random: gives random bytes.
            kdf: what new passphrases cost a guesser.

        Raises:
            VaultProblem: missing, in use, too new, damaged; wrong passphrase or recovery key; tried too soon.
            KeychainProblem: the keychain does not give the key.
        """
        credentials = Credentials(person, passphrase, keychain, recovery_key)
        parts = opening.open_vault(path, credentials, clock=clock, station=this_station())
        return cls(parts, clock=clock, random=random, kdf=kdf)

    @classmethod
    def open_by_pin(cls, path: Path, pin: str, armed: Armed, *, keychain: Keychain, clock: Clock) -> Vault:
        """The vault in a file, opened by what `pins.arm` gave earlier in this run, a PIN and the keychain together.

        Raises:
            WrongPin: it is not the person's.
            QuickUnlockOver: no PIN opens it any more.
            VaultProblem: it is in use, damaged, or tried too soon.
            KeychainProblem: the keychain does not answer.
        """
        credentials = Credentials(armed.person_id, keychain=keychain, pin=(pin, armed))
        parts = opening.open_vault(path, credentials, clock=clock, station=this_station())
        return cls(parts, clock=clock, random=os.urandom, kdf=STANDARD)

    @staticmethod
    def people_on_disk(path: Path) -> tuple[SlotName, ...]:
        """Who can open the vault, for the unlock screen; needs no key.

        Raises:
            VaultMissing: there is no vault.
            VaultProblem: its key file is missing or damaged.
        """
        files = VaultFiles(path)
        if not files.vault.exists():
            raise VaultMissing(name=path.name)
        return slot_names(read_key_file(files.keys))

    @staticmethod
    def contents_of(
        backup: Path,
        *,
        person: PersonId | None = None,
        passphrase: str | None = None,
        recovery_key: str | None = None,
        clock: Clock,
    ) -> VaultContents:
        """What is in a backup, without a patient's data and without changing anything; shown before a restore.

        Raises:
            VaultProblem: it cannot be opened so, or is damaged.
        """
        return restoring.contents_of(backup, Credentials(person, passphrase, None, recovery_key), clock)

    @staticmethod
    def restore(
        backup: Path,
        target: Path,
        *,
        person: PersonId | None = None,
        passphrase: str | None = None,
        recovery_key: str | None = None,
        clock: Clock,
    ) -> Restored:
        """Put a copy of a backup where the (closed) vault is; the file that was there is kept under another name.

        Raises:
            VaultProblem: the backup cannot be opened or is damaged, the vault is open, or another vault lies there.
        """
        credentials = Credentials(person, passphrase, None, recovery_key)
        return restoring.restore(backup, target, credentials, clock, this_station())

    @staticmethod
    def renew_key(
        path: Path,
        *,
        person: PersonId,
        passphrase: str,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
        kdf: Argon2Parameters = STANDARD,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Renewed:
        """Give the (closed) vault a new data key by a proven copy, for when the old one may be known to others.

        Everybody else's passphrase, the keychains and the recovery key open nothing any more.

        Raises:
            VaultProblem: it cannot be opened so, is open, or the copy did not stand its check; the vault is as it was.
        """
        credentials = Credentials(person, passphrase)
        return renew(path, credentials, clock=clock, random=random, kdf=kdf, station=this_station(), tell=tell)

    @staticmethod
    def rescue(path: Path, target: Path, *, person: PersonId | None = None, passphrase: str, clock: Clock) -> Rescued:
        """Read what can be read of a damaged vault into a new one beside it; the damaged file is only read.

        Raises:
            VaultProblem: it cannot be opened so, nothing of it can be read, or the new file cannot be written.
        """
        return rescue(path, target, Credentials(person, passphrase), clock, this_station())

    @property
    def actor(self) -> Person:
        """Who opened the vault, as stored now."""
        person = self._records.get(Person, self._parts.actor)
        if person is None:
            raise NoSuchSlot()
        return person

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record of that kind and name, or None."""
        return self._records.get(kind, record_id)

    def find(
        self, kind: type[R], *, patient_id: PatientId | None = None, status: Collection[Status] | None = None
    ) -> tuple[R, ...]:
        """Records of a kind in the order of their entry: of one patient; requests also by status."""
        return self._records.find(kind, patient_id=patient_id, status=status)

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All records of a kind in the order of their entry."""
        return self._records.find(kind)

    def search_patients(self, text: str, limit: int = 50) -> tuple[Patient, ...]:
        """Patients by the beginning of what the office knows of them; the first ones where nothing is typed.

        Any part of the name (accents ignored), birth date, member ID, chart number or telephone; in order of name.
        """
        return self._records.search_patients(text, limit)

    def apply(self, label: str, edits: Sequence[Edit], *, actor: PersonId) -> Change:
        """Make all the edits or none; they are on the disk when this returns. The only way to write records.

        Args:
            label: the act in plain words without any value, such as "Edit patient".
            edits: each record before and after.
            actor: who does it.

        Raises:
            RecordChanged: a record is not stored as its edit's `before`.
            RecordNeeded: a patient would be missing to whom records belong.
            VaultProblem: the disk is full, or cannot be written to.
        """
        return self._follow_names(self._gate.apply(label, edits, actor))

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """All or nothing of everything that is written within the block; a problem in it must leave the block."""
        with self._parts.db.as_one():
            yield

    def undo(self, change_id: ChangeId, *, actor: PersonId) -> Change:
        """Take a change back by a new one; undoing that one makes the first again.

        Raises:
            CannotUndo: something later changed the same record.
            NoSuchChange: there is no such change.
        """
        return self._follow_names(self._gate.undo(change_id, actor))

    def changes(self, subject: str | None = None, limit: int = 50) -> tuple[Change, ...]:
        """The latest changes, last first: of one record, of one patient and everything of theirs, or of all."""
        return self._changes.latest(subject, limit)

    def put_blob(self, data: bytes) -> str:
        """Keep a document's bytes and give their SHA-256, under which `get_blob` finds them."""
        return self._blobs.put(data)

    def get_blob(self, sha256: str) -> bytes:
        """A document's bytes, checked.

        Raises:
            BlobMissing: they are not there or damaged.
        """
        return self._blobs.get(sha256)

    def has_blob(self, sha256: str) -> bool:
        """Whether a document's bytes are there."""
        return self._blobs.has(sha256)

    def signer_slot(self, person_id: PersonId, way: str = "") -> bytes | None:
        """The sealed secret of a signer, or None where the person has not enrolled.

        Args:
            person_id: whose.
            way: a further one in which the same secret opens, such as `pin`; empty for the first.
        """
        return self._signers.get(person_id, way)

    def put_signer_slot(self, person_id: PersonId, sealed: bytes, *, actor: PersonId, way: str = "") -> None:
        """Keep the sealed secret of a signer in place of an older one; a new first one ends all further ways."""
        event = f"signer.slot_{way}" if way else "signer.slot"
        with self._parts.db.transaction():
            self._signers.put_within(person_id, sealed, way)
            self.audit.append_within(event, subjects=[f"person:{person_id}"], actor=actor)

    def take_signer_slot(self, person_id: PersonId, *, actor: PersonId, way: str = "") -> None:
        """Forget the sealed secret of a signer, or one further way; what was signed with it stays as it is."""
        event = f"signer.slot_{way}_taken" if way else "signer.slot_taken"
        with self._parts.db.transaction():
            self._signers.remove_within(person_id, way)
            self.audit.append_within(event, subjects=[f"person:{person_id}"], actor=actor)

    def backup(self, folder: Path | None = None) -> Path:
        """Copy the vault with its key file into a folder and prove the copy; gives the copied vault's path.

        Of older backups there the newest of each of ten days, eight weeks and twelve months stay.

        Args:
            folder: for backups; `backups` beside the vault where none is given.

        Raises:
            BackupFailed: the copy did not pass its check.
            VaultProblem: the folder cannot be written to, or the disk is full.
        """
        parts = self._parts
        place = folder or parts.files.backups
        path = make_backup(parts.db, parts.data_key, self.access.keys, place, parts.files.stem, self._clock.now())
        gone = thin_out(path, parts.files.stem, self.access.keys.vault_id)
        details = {"bytes": str(path.stat().st_size), "thinned": str(gone)}
        self.audit.append("vault.backup", actor=parts.actor, details=details)
        return path

    def contents(self) -> VaultContents:
        """What is in the vault, in numbers."""
        return contents(self._parts.db)

    def check(self) -> list[str]:
        """Look through everything; what is wrong in plain sentences, empty where all is well."""
        return [*self.notices, *findings(self._parts.db, self.audit)]

    def close(self) -> None:
        """Close the file and let others in; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            opening.close(self._parts)

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _offer_to(self, keychain: Keychain) -> None:
        """A keychain that refuses is no reason to have no vault: the passphrase opens it."""
        try:
            self.access.give_keychain(self._parts.actor, keychain, actor=self._parts.actor)
        except KeychainProblem as problem:
            self.notices = (*self.notices, f"{problem.message} {problem.advice}")

    def _follow_names(self, change: Change) -> Change:
        """The unlock screen shows a person by today's name."""
        for edit in change.edits:
            if isinstance(edit.after, Person):
                self.access.rename(edit.after.id, edit.after.name.full)
        return change
