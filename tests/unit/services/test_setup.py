"""The first run, unlocking, locking with a backup, and real and invented never mixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.ids import PersonId, PracticeId, new_id
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.errors import KeychainProblem, VaultProblem
from app.places import Places
from app.services import people, setup
from app.services.problems import NoPractice, NotAllowed, PracticeExists, SampleMixed, SetupIncomplete
from app.services.sample import open_sample, sample_path
from app.services.session import Session
from app.services.setup import NewPerson, NewPractice
from app.settings import load_settings
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import FolderUnsafe, PassphraseTooShort, WrongPassphrase

CHEAP = Argon2Parameters(64, 1, 1)
WORDS, OTHER_WORDS = "correct horse battery", "four quite different words"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.under(tmp_path / "user")


@pytest.fixture
def wanted() -> NewPractice:
    mia = Person(PersonId(new_id()), PersonName("Mia", "Ortiz"), Role.STAFF, title="MA")
    tom = Person(PersonId(new_id()), PersonName("Tom", "Bell"), Role.VIEWER)
    return NewPractice(
        Practice(PracticeId(new_id()), "Riverside Neurology"),
        NewPerson(mia, WORDS),
        others=(NewPerson(tom, OTHER_WORDS),),
    )


@pytest.fixture
def create(places: Places, clock: FixedClock) -> Callable[[NewPractice], setup.Created]:
    return lambda wanted: setup.create_practice(places, wanted, clock, kdf=CHEAP)


def test_a_practice_is_set_up_locked_and_unlocked_again(
    places: Places, wanted: NewPractice, clock: FixedClock, create: Callable[[NewPractice], setup.Created]
) -> None:
    assert not setup.has_practice(places)
    made = create(wanted)
    assert made.session.actor.role is Role.ADMINISTRATOR
    assert not made.session.is_sample
    assert len(made.recovery_key.split("-")) == 9
    setup.lock(made.session)
    assert [choice.name for choice in setup.unlock_choices(places)] == ["Mia Ortiz", "Tom Bell"]
    tom = setup.unlock(places, wanted.others[0].person.id, OTHER_WORDS, clock)
    assert tom.actor.name.full == "Tom Bell"
    setup.lock(tom)
    with pytest.raises(WrongPassphrase):
        setup.unlock(places, wanted.first.person.id, OTHER_WORDS, clock)


def test_the_recovery_key_opens_and_a_new_passphrase_is_chosen(
    places: Places, wanted: NewPractice, clock: FixedClock, create: Callable[[NewPractice], setup.Created]
) -> None:
    made = create(wanted)
    groups = made.recovery_key.split("-")
    assert not setup.confirm_recovery(made.session, made.recovery_key, {1: groups[0], 4: "XXXX", 9: groups[8]})
    assert setup.confirm_recovery(made.session, made.recovery_key, {1: groups[0], 4: groups[3], 9: groups[8]})
    setup.lock(made.session)
    session = setup.unlock_by_recovery_key(places, made.recovery_key.lower(), clock)
    assert session.vault.opened_by.value == "recovery"
    people.choose_after_recovery(session, "a fresh passphrase")
    setup.lock(session)
    setup.lock(setup.unlock(places, None, "a fresh passphrase", clock))


def test_what_is_missing_is_said_before_anything_is_written(
    places: Places, wanted: NewPractice, create: Callable[[NewPractice], setup.Created]
) -> None:
    with pytest.raises(SetupIncomplete):
        create(replace(wanted, practice=replace(wanted.practice, name=" ")))
    with pytest.raises(PassphraseTooShort):
        create(replace(wanted, first=replace(wanted.first, passphrase="short")))
    with pytest.raises(PassphraseTooShort):
        create(replace(wanted, others=(replace(wanted.others[0], passphrase="short"),)))
    with pytest.raises(SampleMixed):
        create(replace(wanted, practice=replace(wanted.practice, is_sample=True)))
    assert not setup.has_practice(places)


def test_a_second_practice_never_replaces_the_first(
    wanted: NewPractice, create: Callable[[NewPractice], setup.Created]
) -> None:
    setup.lock(create(wanted).session)
    with pytest.raises(PracticeExists):
        create(wanted)


def test_nothing_to_unlock_is_told(places: Places, clock: FixedClock) -> None:
    with pytest.raises(NoPractice):
        setup.unlock(places, None, WORDS, clock)
    with pytest.raises(VaultProblem):
        setup.unlock_choices(places)


def test_locking_makes_a_backup_in_the_chosen_folder(
    places: Places, wanted: NewPractice, tmp_path: Path, create: Callable[[NewPractice], setup.Created]
) -> None:
    made = create(replace(wanted, backups=tmp_path / "backups"))
    assert setup.last_backup(made.session) is None
    assert load_settings(places.settings).backups == tmp_path / "backups"
    copy = setup.back_up(made.session)
    assert setup.last_backup(made.session) == made.session.now
    assert copy.parent == tmp_path / "backups"
    again = setup.lock(made.session)
    assert again is not None
    assert again != copy
    assert again.exists()


def test_real_and_invented_practice_are_two_files_and_two_worlds(
    places: Places, wanted: NewPractice, clock: FixedClock, create: Callable[[NewPractice], setup.Created]
) -> None:
    setup.lock(create(wanted).session)
    sample = open_sample(places, clock)
    assert sample.is_sample
    assert sample.vault.path == sample_path(places) != setup.vault_path(places)
    setup.lock(sample)
    for end in (".vault", ".keys.json"):
        real, invented = setup.vault_path(places), sample_path(places)
        invented.with_name(f"sample{end}").write_bytes(real.with_name(f"practice{end}").read_bytes())
    with pytest.raises(VaultProblem):
        open_sample(places, clock)


def test_the_sample_is_opened_again_as_it_was_left(places: Places, clock: FixedClock) -> None:
    first = open_sample(places, clock)
    vault_id = first.vault.access.keys.vault_id
    setup.lock(first)
    second = open_sample(places, clock)
    assert second.vault.access.keys.vault_id == vault_id
    setup.lock(second)


def test_only_an_administrator_lets_people_in(
    wanted: NewPractice, create: Callable[[NewPractice], setup.Created]
) -> None:
    session = create(wanted).session
    ann = Person(PersonId(new_id()), PersonName("Ann", "Reed"), Role.STAFF)
    with pytest.raises(NotAllowed):
        people.add(replace(session, actor=wanted.others[0].person), ann, "words for ann", own=WORDS)
    people.add(session, ann, "words for ann", own=WORDS)
    assert "Ann Reed" in [slot.name for slot in people.with_access(session)]
    people.take_access(session, ann.id, own=WORDS)
    assert "Ann Reed" not in [slot.name for slot in people.with_access(session)]
    setup.lock(session)


def test_a_computer_without_a_keychain_says_so(
    places: Places,
    wanted: NewPractice,
    clock: FixedClock,
    create: Callable[[NewPractice], setup.Created],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setup.lock(create(wanted).session)
    monkeypatch.setattr("app.vault.keys.keychain.ALLOWED", {})
    with pytest.raises(KeychainProblem):
        setup.unlock_by_keychain(places, wanted.first.person.id, clock)


def test_a_session_of_the_sample_names_its_actor(session: Session) -> None:
    assert session.actor.role is Role.ADMINISTRATOR
    assert session.is_sample


def test_a_new_key_closes_the_vault_and_lets_its_administrator_in(
    places: Places, wanted: NewPractice, create: Callable[[NewPractice], setup.Created], clock: FixedClock
) -> None:
    made = create(wanted)
    done = setup.renew_key(made.session, WORDS, kdf=CHEAP)
    again = setup.unlock(places, made.session.actor.id, WORDS, clock)
    assert again.vault.check() == []
    setup.lock(again)
    by_sheet = setup.unlock_by_recovery_key(places, done.recovery_key, clock)
    setup.lock(by_sheet)


def test_a_vault_in_a_synced_folder_is_refused_with_the_reason(
    tmp_path: Path, wanted: NewPractice, clock: FixedClock
) -> None:
    places = Places.under(tmp_path / "Dropbox")
    with pytest.raises(FolderUnsafe, match="Dropbox"):
        setup.create_practice(places, wanted, clock, kdf=CHEAP)
    assert not setup.has_practice(places)
