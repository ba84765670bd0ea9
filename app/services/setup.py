"""The first run, unlocking and locking, and backups. The invented practice is `app.services.sample`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.clock import Clock
from app.criteria.shelf import PolicyShelf
from app.domain.changes import Edit, Record
from app.domain.ids import PersonId
from app.domain.office_policy import OfficePolicy
from app.domain.practice import Location, Person, Practice, Prescriber, Role
from app.domain.request import StoredForm
from app.mapping.pack import PackLibrary
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services import again
from app.services.problems import NoPractice, PracticeExists, SampleMixed, SetupIncomplete
from app.services.session import Act, Session
from app.settings import Settings, load_settings, save_settings
from app.vault.access import SlotName, check_new_passphrase
from app.vault.backups import VaultContents
from app.vault.folders import why_not
from app.vault.keys.derive import STANDARD, Argon2Parameters
from app.vault.keys.keychain import Keychain, os_keychain
from app.vault.keys.recovery import groups_match
from app.vault.layout import VaultFiles
from app.vault.problems import CannotWrite, FolderUnsafe
from app.vault.renewing import Renewed
from app.vault.rescuing import Rescued
from app.vault.restoring import Restored
from app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who gets access: the person, and the passphrase chosen for unlocking."""

    person: Person
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewPractice:
    """What the first run asks for.

    Attributes:
        first: who sets it up; becomes an administrator.
        others: further people with their passphrases.
        backups: the folder that backups go to.
        use_keychain: whether this computer's keychain may unlock for the first person.
    """

    practice: Practice
    first: NewPerson
    locations: tuple[Location, ...] = ()
    prescribers: tuple[Prescriber, ...] = ()
    others: tuple[NewPerson, ...] = ()
    backups: Path | None = None
    use_keychain: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """A fresh practice, unlocked.

    Attributes:
        recovery_key: shown once, printed, typed back; kept nowhere.
    """

    session: Session
    recovery_key: str = field(repr=False)


def vault_path(places: Places) -> Path:
    """Where the practice's vault lies."""
    return places.data / "practice.vault"


def has_practice(places: Places) -> bool:
    """Whether a practice is set up on this computer."""
    return vault_path(places).exists()


def unlock_choices(places: Places) -> tuple[SlotName, ...]:
    """Who can unlock, read without any key: person, name, and whether the computer's keychain can do it.

    Raises:
        VaultProblem: nothing is set up yet, or the key file is missing.
    """
    return Vault.people_on_disk(vault_path(places))


def create_practice(
    places: Places, wanted: NewPractice, clock: Clock, *, at: Path | None = None, kdf: Argon2Parameters = STANDARD
) -> Created:
    """Set up the practice, and unlock it for the first person.

    Args:
        places: of the user.
        wanted: what the first run asked for.
        clock: the office's time.
        at: the vault's file, where it is not the usual one.
        kdf: what a passphrase costs a guesser.

    Raises:
        FolderUnsafe: the folder is synced, or on a network drive.
        PracticeExists: there is one already.
        SampleMixed: the practice says that it is the invented one.
        SetupIncomplete: a name is missing.
        PassphraseTooShort: a passphrase is.
    """
    path = at or vault_path(places)
    _check_folder(path)
    _check_wanted(path, wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    first = replace(wanted.first.person, role=Role.ADMINISTRATOR)
    keychain = os_keychain() if wanted.use_keychain else None
    vault = Vault.create(path, first=first, passphrase=wanted.first.passphrase, clock=clock, keychain=keychain, kdf=kdf)
    try:
        others = tuple(new.person for new in wanted.others)
        records: tuple[Record, ...] = (wanted.practice, *wanted.locations, *wanted.prescribers, *others)
        vault.apply("Set up the practice", [Edit(None, record) for record in records], actor=first.id)
        for new in wanted.others:
            vault.access.give_passphrase(new.person, new.passphrase, actor=first.id)
        recovery_key = vault.access.make_recovery_key(actor=first.id)
    except BaseException:
        vault.close()
        raise
    choose_backups(places, wanted.backups)
    return Created(session_on(vault, clock, places), recovery_key)


def confirm_recovery(session: Session, recovery_key: str, typed: dict[int, str]) -> bool:
    """Whether the groups typed back are those of the printed sheet; if so, that is noted and set-up is done."""
    session.allow(Act.ADMINISTER)
    if not groups_match(recovery_key, typed):
        return False
    session.vault.access.confirm_recovery_key(actor=session.actor.id)
    return True


def new_recovery_key(session: Session) -> str:
    """A fresh recovery key to print; the one before opens nothing any more."""
    session.allow(Act.ADMINISTER)
    return session.vault.access.make_recovery_key(actor=session.actor.id)


def renew_key(
    session: Session,
    passphrase: str,
    *,
    kdf: Argon2Parameters = STANDARD,
    tell: Callable[[str], None] = lambda _: None,
) -> Renewed:
    """Give the vault a new key, for when the old one may be known to others; the vault is closed afterwards.

    A backup is made first. Everybody but the actor needs a new passphrase, and the recovery sheet is printed anew.

    Args:
        session: of an administrator; ended by this.
        passphrase: the actor's own, typed for this.
        kdf: what the new slot costs a guesser.
        tell: hears in plain words what is being done.

    Raises:
        NotAllowed: only an administrator does this.
        NotYou, TooOften: the passphrase is not the actor's; the session goes on.
        VaultProblem: the copy did not stand its check; the vault is as it was, and locked.
    """
    session.allow(Act.ADMINISTER)
    again.confirm(session, passphrase)
    path, actor, clock = session.vault.path, session.actor.id, session.clock
    tell("Making a backup first")
    lock(session)
    return Vault.renew_key(path, person=actor, passphrase=passphrase, clock=clock, kdf=kdf, tell=tell)


def unlock(
    places: Places, person_id: PersonId | None, passphrase: str, clock: Clock, *, at: Path | None = None
) -> Session:
    """Unlock with a passphrase; for None as person the passphrase tells who it is.

    Raises:
        NoPractice: nothing is set up there.
        VaultProblem: the passphrase is wrong, or the vault is open elsewhere.
    """
    path = existing_vault(at or vault_path(places))
    return session_from(lambda: Vault.open(path, person=person_id, passphrase=passphrase, clock=clock), clock, places)


def unlock_by_keychain(places: Places, person_id: PersonId, clock: Clock, *, at: Path | None = None) -> Session:
    """Unlock with the key that this computer's keychain keeps for the person.

    Raises:
        KeychainProblem: the keychain does not give it.
    """
    path = existing_vault(at or vault_path(places))
    keychain: Keychain = os_keychain()
    return session_from(lambda: Vault.open(path, person=person_id, keychain=keychain, clock=clock), clock, places)


def unlock_by_recovery_key(places: Places, recovery_key: str, clock: Clock) -> Session:
    """Unlock with the printed sheet; the person then chooses a new passphrase.

    Raises:
        VaultProblem: the key is another vault's, or was mistyped.
    """
    path = existing_vault(vault_path(places))
    return session_from(lambda: Vault.open(path, recovery_key=recovery_key, clock=clock), clock, places)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Change the own passphrase for unlocking.

    Raises:
        WrongPassphrase: the old one is not the actor's.
        PassphraseTooShort: the new one is.
    """
    session.allow(Act.VIEW)
    session.vault.access.change_passphrase(session.actor.id, old, new)


def lock(session: Session, settings: Settings | None = None) -> Path | None:
    """Close the vault and forget its keys; a backup is made first, into the folder chosen, else beside the vault.

    Raises:
        VaultProblem: the backup failed; the vault is locked nevertheless.
    """
    folder = (settings or load_settings(session.places.settings)).backups
    try:
        return None if session.is_sample else session.vault.backup(folder)
    finally:
        session.vault.close()
        session.paper.close()


def back_up(session: Session, folder: Path | None = None) -> Path:
    """Write an encrypted backup now and prove it, into the folder given or the one chosen, else beside the vault.

    Raises:
        VaultProblem: it could not be written or does not open.
    """
    session.allow(Act.EXPORT)
    return session.vault.backup(folder or load_settings(session.places.settings).backups)


def restore(
    places: Places,
    backup: Path,
    passphrase: str,
    clock: Clock,
    *,
    person_id: PersonId | None = None,
    at: Path | None = None,
) -> Restored:
    """Put a backup in the (locked) vault's place; what it replaces is kept beside it. Stands in the vault's audit.

    Raises:
        VaultProblem: the backup cannot be opened or is damaged, the vault is open, or another vault lies there.
    """
    return Vault.restore(backup, at or vault_path(places), person=person_id, passphrase=passphrase, clock=clock)


def look_into(backup: Path, passphrase: str, clock: Clock) -> VaultContents:
    """What is in a backup, in numbers, before it is put in place.

    Raises:
        VaultProblem: it cannot be opened so, or is damaged.
    """
    return Vault.contents_of(backup, passphrase=passphrase, clock=clock)


def mend(places: Places, passphrase: str, clock: Clock) -> Rescued:
    """Put what can be read of the damaged vault in its place; the damaged file is kept beside it.

    Raises:
        VaultProblem: nothing of it can be read, or the disk is full; everything is as it was.
    """
    path = existing_vault(vault_path(places))
    read_out = VaultFiles(path.with_name(f"rescued-{clock.now():%Y%m%d-%H%M%S}.vault"))
    done = rescue(path, read_out.vault, passphrase, clock)
    try:
        restore(places, read_out.vault, passphrase, clock)
    finally:
        for file in (read_out.vault, read_out.keys, read_out.notes, read_out.lock, *read_out.logs):
            file.unlink(missing_ok=True)
    return done


def rescue(damaged: Path, target: Path, passphrase: str, clock: Clock, *, person_id: PersonId | None = None) -> Rescued:
    """Read what can be read of a damaged vault into a new one; the damaged file is only read.

    Raises:
        VaultProblem: it cannot be opened so, or nothing of it can be read.
    """
    return Vault.rescue(damaged, target, person=person_id, passphrase=passphrase, clock=clock)


def last_backup(session: Session) -> dt.datetime | None:
    """When the vault was last backed up, or None where it never was."""
    row = session.vault.audit.last("vault.backup")
    return None if row is None else dt.datetime.fromisoformat(row.at)


def choose_backups(places: Places, folder: Path | None) -> None:
    """Remember where backups go.

    Raises:
        CannotWrite: the settings cannot be written.
    """
    try:
        save_settings(places.settings, replace(load_settings(places.settings), backups=folder))
    except OSError as error:
        raise CannotWrite() from error


def session_on(vault: Vault, clock: Clock, places: Places) -> Session:
    """A session of the person who opened the vault."""
    practice = next(iter(vault.all(Practice)), None)
    texts = {f"form {item.id}": item.pack_toml for item in vault.all(StoredForm) if item.pack_toml}
    return Session(
        vault=vault,
        actor=vault.actor,
        clock=clock,
        paper=PaperWorker(vault.template_cache),
        packs=PackLibrary(texts=texts),
        places=places,
        is_sample=practice is not None and practice.is_sample,
        rules=PolicyShelf((item.policy_id, item.text) for item in vault.all(OfficePolicy)),
    )


def session_from(opened: Callable[[], Vault], clock: Clock, places: Places) -> Session:
    """A session on the vault that `opened` gives; where none comes about, the vault is closed again."""
    vault = opened()
    try:
        return session_on(vault, clock, places)
    except BaseException:
        vault.close()
        raise


def existing_vault(path: Path) -> Path:
    """The vault's file, where there is one and its folder is safe.

    Raises:
        NoPractice: nothing is set up there.
        FolderUnsafe: the folder is synced, or on a network drive.
    """
    if not path.exists():
        raise NoPractice(place=path.name)
    _check_folder(path)
    return path


def _check_folder(path: Path) -> None:
    """Let a vault lie there only where nothing copies it while it is in use, and locks hold."""
    why = why_not(path.parent, Path.home())
    if why:
        raise FolderUnsafe(why=why)


def _check_wanted(path: Path, wanted: NewPractice) -> None:
    if path.exists():
        raise PracticeExists()
    if wanted.practice.is_sample:
        raise SampleMixed()
    if not wanted.practice.name.strip():
        raise SetupIncomplete(missing="the name of the practice")
    for new in (wanted.first, *wanted.others):
        if not new.person.name.full.strip():
            raise SetupIncomplete(missing="a person's name")
        check_new_passphrase(new.passphrase)
