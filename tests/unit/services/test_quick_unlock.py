"""Coming back by PIN: with PIN, keychain and the memory of this run together; for twelve hours, or five wrong PINs."""

from __future__ import annotations

import base64
import datetime as dt
import gc
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.ids import PersonId, PracticeId, new_id
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.places import Places
from app.services import people, quick_unlock, setup
from app.services.quick_unlock import QuickUnlock
from app.services.session import Session
from app.services.setup import NewPerson, NewPractice
from app.vault import pins
from app.vault.keys.derive import Argon2Parameters
from app.vault.keys.pin import seal_pin
from app.vault.keys.slots import Way
from app.vault.problems import (
    KeychainOver,
    KeychainUnavailable,
    PlainPin,
    QuickUnlockOver,
    TooOften,
    TooSoon,
    WrongPassphrase,
    WrongPin,
)
from app.vault.vault import Vault
from tests.keychain_file import keychain_in

CHEAP = Argon2Parameters(64, 1, 1)
WORDS, PIN = "correct horse battery", "270418"
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@dataclass
class Computer:
    """A computer on which a practice is set up; a run of the program keeps one `quick`."""

    places: Places
    keyring: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    counted_seconds: float = 1_000.0

    def run(self) -> QuickUnlock:
        return QuickUnlock(self.clock, lambda: self.counted_seconds)

    def pass_hours(self, hours: float) -> None:
        self.counted_seconds += hours * 3600
        self.clock.advance(dt.timedelta(hours=hours))

    def choice(self) -> setup.SlotName:
        return setup.unlock_choices(self.places)[0]

    @property
    def mia(self) -> PersonId:
        return self.choice().person_id

    def unlock(self) -> Session:
        return setup.unlock(self.places, self.mia, WORDS, self.clock)

    def events(self) -> list[str]:
        with Vault.open(setup.vault_path(self.places), passphrase=WORDS, clock=self.clock) as vault:
            return [row.event for row in vault.audit.rows(40)]


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer(Places.under(tmp_path / "user"), tmp_path / "keyring.json")
    for module in (quick_unlock, people):
        monkeypatch.setattr(module, "os_keychain", lambda: keychain_in(made.keyring))
        monkeypatch.setattr(module, "has_os_keychain", lambda: True)
    monkeypatch.setattr(pins, "seal_pin", lambda pin, half, _, random: seal_pin(pin, half, CHEAP, random))
    first = Person(PersonId(new_id()), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
    wanted = NewPractice(Practice(PracticeId("p"), "Riverside"), NewPerson(first, WORDS))
    setup.lock(setup.create_practice(made.places, wanted, made.clock, kdf=CHEAP).session)
    return made


@pytest.fixture
def quick(computer: Computer) -> Iterator[QuickUnlock]:
    """A run in which Mia set a PIN and locked the desk."""
    run, session = computer.run(), computer.unlock()
    run.use_pin(session, WORDS, PIN)
    setup.lock(session)
    yield run


def test_a_pin_comes_back_to_the_locked_desk(computer: Computer, quick: QuickUnlock) -> None:
    assert quick.offers(computer.choice())
    session = quick.unlock(computer.places, computer.mia, PIN)
    assert session.actor.name.full == "Mia Ortiz"
    assert session.vault.opened_by is Way.PIN
    setup.lock(session)
    assert quick.offers(computer.choice())
    setup.lock(quick.unlock(computer.places, computer.mia, PIN))
    assert "access.pin" in computer.events()


def test_after_a_restart_the_passphrase_is_needed_and_arms_it_again(computer: Computer, quick: QuickUnlock) -> None:
    next_run = computer.run()
    assert not next_run.offers(computer.choice())
    with pytest.raises(QuickUnlockOver):
        next_run.unlock(computer.places, computer.mia, PIN)
    session = computer.unlock()
    assert quick_unlock.uses_pin(session)
    assert next_run.arm(session)
    setup.lock(session)
    session = next_run.unlock(computer.places, computer.mia, PIN)
    assert not next_run.arm(session)
    setup.lock(session)


def test_twelve_hours_after_the_passphrase_it_is_over_however_often_the_pin_was_used(
    computer: Computer, quick: QuickUnlock
) -> None:
    computer.pass_hours(11)
    setup.lock(quick.unlock(computer.places, computer.mia, PIN))
    computer.pass_hours(0.99)
    assert quick.offers(computer.choice())
    computer.pass_hours(0.02)
    assert not quick.offers(computer.choice())
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)


@pytest.mark.parametrize("hours_asleep", [0, 13])
def test_a_clock_that_was_set_back_ends_it(computer: Computer, quick: QuickUnlock, hours_asleep: int) -> None:
    computer.counted_seconds += hours_asleep * 3600
    computer.clock.advance(dt.timedelta(hours=-1))
    assert not quick.offers(computer.choice())
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)


def test_a_clock_that_was_set_forward_ends_it(computer: Computer, quick: QuickUnlock) -> None:
    computer.clock.advance(dt.timedelta(days=1))
    assert not quick.offers(computer.choice())


def test_the_real_count_goes_on_by_itself() -> None:
    before = quick_unlock.elapsed_seconds()
    assert quick_unlock.elapsed_seconds() >= before > 0


def test_five_wrong_pins_end_it_and_reach_the_log(computer: Computer, quick: QuickUnlock) -> None:
    for number in range(1, 6):
        computer.pass_hours(0.1)
        with pytest.raises(WrongPin if number < 5 else QuickUnlockOver):
            quick.unlock(computer.places, computer.mia, f"27041{number}")
    computer.pass_hours(0.1)
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)
    assert not quick.offers(computer.choice())
    assert computer.events().count("vault.open_failed") == 5


def test_wrong_pins_wait_longer_and_longer(computer: Computer, quick: QuickUnlock) -> None:
    for _ in range(3):
        with pytest.raises(WrongPin):
            quick.unlock(computer.places, computer.mia, "999999")
    with pytest.raises(TooSoon):
        quick.unlock(computer.places, computer.mia, PIN)
    computer.pass_hours(0.1)
    setup.lock(quick.unlock(computer.places, computer.mia, PIN))


def test_files_put_back_give_no_new_tries(computer: Computer, quick: QuickUnlock, tmp_path: Path) -> None:
    shutil.copytree(computer.places.data, tmp_path / "before")
    keyring = computer.keyring.read_bytes()
    for number in range(1, 6):
        shutil.rmtree(computer.places.data)
        shutil.copytree(tmp_path / "before", computer.places.data)
        computer.keyring.write_bytes(keyring)
        with pytest.raises(WrongPin if number < 5 else QuickUnlockOver):
            quick.unlock(computer.places, computer.mia, "999999")
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)


def test_the_pin_is_nothing_without_the_keychain(computer: Computer, quick: QuickUnlock) -> None:
    kept = json.loads(computer.keyring.read_text())
    computer.keyring.write_text(json.dumps(dict.fromkeys(kept, base64.b64encode(bytes(32)).decode())))
    with pytest.raises(WrongPin):
        quick.unlock(computer.places, computer.mia, PIN)
    computer.keyring.unlink()
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)
    assert not quick.offers(computer.choice())


def test_keychain_and_files_are_nothing_without_this_runs_memory(computer: Computer, quick: QuickUnlock) -> None:
    """The half is no key by itself, and no file tells the PIN or the half."""
    [secret] = json.loads(computer.keyring.read_text()).values()
    assert len(secret) == 44
    kept = b"".join(file.read_bytes() for file in computer.places.data.rglob("*") if file.is_file())
    assert not any(words in kept for words in (PIN.encode(), secret.encode(), base64.b64decode(secret)))
    assert [slot["way"] for slot in _key_file(computer)["slots"]] == ["passphrase", "recovery"]


def test_what_is_kept_in_memory_shows_no_secret(computer: Computer, quick: QuickUnlock) -> None:
    [kept] = quick._kept.values()
    gc.collect()
    assert "wrapped" not in repr(kept)
    assert "run_secret" not in repr(kept.armed)


def test_a_new_passphrase_ends_it(computer: Computer, quick: QuickUnlock) -> None:
    session = computer.unlock()
    setup.change_passphrase(session, WORDS, "another four words here")
    setup.lock(session)
    assert not quick.offers(computer.choice())
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)


def test_a_new_key_ends_it_and_takes_the_pin_away(computer: Computer, quick: QuickUnlock) -> None:
    setup.renew_key(computer.unlock(), WORDS, kdf=CHEAP)
    assert not quick.offers(computer.choice())
    with pytest.raises(QuickUnlockOver):
        quick.unlock(computer.places, computer.mia, PIN)
    session = computer.unlock()
    assert not quick_unlock.uses_pin(session)
    setup.lock(session)


def test_it_is_taken_away_again(computer: Computer, quick: QuickUnlock) -> None:
    session = quick.unlock(computer.places, computer.mia, PIN)
    quick.leave_pin(session)
    assert not quick_unlock.uses_pin(session)
    setup.lock(session)
    assert json.loads(computer.keyring.read_text()) == {}
    assert not quick.offers(computer.choice())


def test_it_needs_the_passphrase_and_a_pin_that_nobody_tries_first(computer: Computer) -> None:
    run, session = computer.run(), computer.unlock()
    for plain in ("", "2704", "123456", "000000", "abcdef"):
        with pytest.raises(PlainPin):
            run.use_pin(session, WORDS, plain)
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            run.use_pin(session, "not the words", PIN)
    with pytest.raises(TooOften):
        run.use_pin(session, WORDS, PIN)
    assert not computer.keyring.exists()
    setup.lock(session)
    session = computer.unlock()
    run.use_pin(session, WORDS, PIN)
    setup.lock(session)


def test_who_is_let_in_no_more_comes_in_by_no_pin(computer: Computer) -> None:
    session = computer.unlock()
    ben = Person(PersonId(new_id()), PersonName("Ben", "Low"), Role.STAFF)
    people.add(session, ben, "ben's own words", own=WORDS)
    setup.lock(session)
    run, session = computer.run(), setup.unlock(computer.places, ben.id, "ben's own words", computer.clock)
    run.use_pin(session, "ben's own words", PIN)
    setup.lock(session)
    session = computer.unlock()
    people.take_access(session, ben.id, own=WORDS)
    setup.lock(session)
    with pytest.raises(QuickUnlockOver):
        run.unlock(computer.places, ben.id, PIN)
    assert json.loads(computer.keyring.read_text()) == {}


def test_without_a_keychain_there_is_no_pin(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> None:
        raise KeychainUnavailable

    monkeypatch.setattr(quick_unlock, "os_keychain", none_here)
    session = computer.unlock()
    with pytest.raises(KeychainUnavailable):
        computer.run().use_pin(session, WORDS, PIN)
    assert not quick_unlock.uses_pin(session)
    setup.lock(session)


def test_the_keychain_alone_opens_for_twelve_hours_after_a_passphrase(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "os_keychain", lambda: keychain_in(computer.keyring))
    session = computer.unlock()
    people.use_keychain(session)
    setup.lock(session)

    def by_keychain() -> Session:
        return setup.unlock_by_keychain(computer.places, computer.mia, computer.clock)

    computer.pass_hours(11.9)
    setup.lock(by_keychain())
    computer.pass_hours(0.2)
    with pytest.raises(KeychainOver):
        by_keychain()
    setup.lock(computer.unlock())
    setup.lock(by_keychain())
    computer.clock.advance(dt.timedelta(hours=-2))
    with pytest.raises(KeychainOver):
        by_keychain()


def _key_file(computer: Computer) -> dict[str, list[dict[str, str]]]:
    return dict(json.loads((computer.places.data / "practice.keys.json").read_bytes()))
