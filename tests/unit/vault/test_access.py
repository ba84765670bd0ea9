"""Who gets in: passphrase, keychain, recovery key; what a wrong try costs; what the audit log says of it."""

from __future__ import annotations

import datetime as dt
import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.ids import PersonId, new_id
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.vault.access import RecoveryState, SlotName
from app.vault.keys.derive import Argon2Parameters
from app.vault.keys.key_file import read_key_file
from app.vault.keys.slots import Way
from app.vault.problems import (
    KeychainEmpty,
    KeychainRefused,
    KeyFileDamaged,
    KeyFileMissing,
    LastWayIn,
    NoSuchSlot,
    PassphraseTooShort,
    TooSoon,
    VaultExists,
    VaultMissing,
    WrongPassphrase,
    WrongRecoveryKey,
)
from app.vault.vault import Vault

Reopen = Callable[[], Vault]


class Drawer:
    """A keychain for tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self.kept[name] = secret

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def ben() -> Person:
    return Person(PersonId(new_id()), PersonName("Ben", "Łoś"), Role.PRESCRIBER)


def test_a_new_vault_opens_again_for_its_first_person(vault: Vault, mia: Person, reopen: Reopen) -> None:
    vault.close()
    with reopen() as again:
        assert again.actor == mia
        assert again.opened_by is Way.PASSPHRASE
        assert again.notices == ()


def test_people_are_known_before_the_unlock(vault: Vault, mia: Person, path: Path) -> None:
    assert Vault.people_on_disk(path) == (SlotName(mia.id, "Mia Ortiz"),)


def test_the_unlock_screen_follows_a_new_name(vault: Vault, mia: Person, path: Path) -> None:
    married = Person(mia.id, PersonName("Mia", "Ortiz-Kim"), mia.role, title="MA")
    vault.apply("Edit person", [Edit(mia, married)], actor=mia.id)
    assert [slot.name for slot in Vault.people_on_disk(path)] == ["Mia Ortiz-Kim"]


def test_what_is_there_is_never_overwritten(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, cheap: Argon2Parameters, passphrase: str
) -> None:
    vault.close()
    before = path.read_bytes()
    with pytest.raises(VaultExists):
        Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=cheap)
    assert path.read_bytes() == before


def test_keys_of_an_earlier_vault_are_set_aside_not_lost(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, cheap: Argon2Parameters, passphrase: str
) -> None:
    vault.close()
    path.unlink()
    keys = path.with_name("demo.keys.json").read_bytes()
    Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=cheap).close()
    assert keys in [file.read_bytes() for file in path.parent.glob("*.older")]


def test_a_short_passphrase_is_refused(mia: Person, path: Path, clock: FixedClock, vault: Vault) -> None:
    with pytest.raises(PassphraseTooShort):
        Vault.create(path.with_name("other.vault"), first=mia, passphrase="short", clock=clock)
    with pytest.raises(PassphraseTooShort):
        vault.access.give_passphrase(mia, "  a     ", actor=mia.id)


def test_missing_files_are_told(vault: Vault, path: Path, reopen: Reopen) -> None:
    vault.close()
    keys = path.with_name("demo.keys.json")
    whole = keys.read_bytes()
    keys.write_bytes(whole[:100])
    with pytest.raises(KeyFileDamaged):
        reopen()
    keys.unlink()
    with pytest.raises(KeyFileMissing):
        reopen()
    path.unlink()
    with pytest.raises(VaultMissing):
        reopen()


def test_wrong_passphrases_wait_longer_and_longer_and_reach_the_log(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, passphrase: str
) -> None:
    vault.close()
    waits = []
    for _ in range(7):
        with pytest.raises(WrongPassphrase) as caught:
            Vault.open(path, person=mia.id, passphrase="guess guess", clock=clock)
        waits.append(caught.value.wait_seconds)
        clock.advance(dt.timedelta(seconds=caught.value.wait_seconds))
    assert waits == [0, 0, 2, 4, 8, 16, 32]
    with Vault.open(path, person=mia.id, passphrase=passphrase, clock=clock) as opened:
        failed = [row for row in opened.audit.rows() if row.event == "vault.open_failed"]
        assert len(failed) == 7
        assert failed[0].subjects == (f"person:{mia.id}",)
        assert opened.audit.verify().ok
    with pytest.raises(WrongPassphrase) as caught:
        Vault.open(path, person=mia.id, passphrase="guess guess", clock=clock)
    assert caught.value.wait_seconds == 0


def test_a_try_before_its_time_is_not_even_looked_at(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, passphrase: str
) -> None:
    vault.close()
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            Vault.open(path, person=mia.id, passphrase="guess guess", clock=clock)
    with pytest.raises(TooSoon) as caught:
        Vault.open(path, person=mia.id, passphrase=passphrase, clock=clock)
    assert caught.value.wait_seconds == 2
    clock.advance(dt.timedelta(days=-400))
    clock.advance(dt.timedelta(days=300))
    Vault.open(path, person=mia.id, passphrase=passphrase, clock=clock).close()


def test_the_longest_wait_is_five_minutes(vault: Vault, mia: Person, path: Path, clock: FixedClock) -> None:
    vault.close()
    wait = 0
    for _ in range(40):
        clock.advance(dt.timedelta(seconds=wait))
        with pytest.raises(WrongPassphrase) as caught:
            Vault.open(path, person=mia.id, passphrase="guess guess", clock=clock)
        wait = caught.value.wait_seconds
    assert wait == 300


def test_notes_that_somebody_wrote_to_keep_nobody_out(vault: Vault, path: Path, reopen: Reopen) -> None:
    vault.close()
    failure = {"person": "Robert'); DROP TABLE", "at": "2020-01-01T00:00:00+00:00"}
    path.with_name("demo.notes.json").write_text(json.dumps({"failures": [failure], "head": {"seq": "x"}}))
    reopen().close()
    path.with_name("demo.notes.json").write_text(json.dumps({"failures": [failure]}))
    with reopen() as opened:
        assert opened.audit.verify().ok


def test_two_people_each_with_their_own_passphrase(
    vault: Vault, mia: Person, ben: Person, path: Path, clock: FixedClock, passphrase: str
) -> None:
    vault.apply("Add person", [Edit(None, ben)], actor=mia.id)
    vault.access.give_passphrase(ben, "ben's own words", actor=mia.id)
    vault.close()
    with Vault.open(path, person=ben.id, passphrase="ben's own words", clock=clock) as opened:
        assert opened.actor == ben
    with pytest.raises(WrongPassphrase):
        Vault.open(path, person=ben.id, passphrase=passphrase, clock=clock)
    with Vault.open(path, passphrase="ben's own words", clock=clock) as opened:
        assert opened.actor == ben
    with pytest.raises(NoSuchSlot):
        Vault.open(path, person=PersonId("nobody"), passphrase=passphrase, clock=clock)


def test_a_person_who_left_gets_in_no_more_but_the_last_one_stays(
    vault: Vault, mia: Person, ben: Person, path: Path, clock: FixedClock
) -> None:
    vault.apply("Add person", [Edit(None, ben)], actor=mia.id)
    vault.access.give_passphrase(ben, "ben's own words", actor=mia.id)
    vault.access.give_keychain(ben.id, Drawer(), actor=mia.id)
    vault.access.take_all(ben.id, actor=mia.id)
    with pytest.raises(LastWayIn):
        vault.access.take_all(mia.id, actor=mia.id)
    vault.close()
    with pytest.raises(NoSuchSlot):
        Vault.open(path, person=ben.id, passphrase="ben's own words", clock=clock)


def test_a_changed_passphrase_rewraps_and_leaves_the_data_alone(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, passphrase: str
) -> None:
    with pytest.raises(WrongPassphrase):
        vault.access.change_passphrase(mia.id, "not the old one", "the new passphrase")
    vault.close()
    before = pages(path)
    with Vault.open(path, passphrase=passphrase, clock=clock, kdf=Argon2Parameters(128, 2, 1)) as opened:
        opened.access.change_passphrase(mia.id, passphrase, "the new passphrase")
    same = sum(old == new for old, new in zip(before, pages(path), strict=True))
    assert same > len(before) / 2
    with pytest.raises(WrongPassphrase):
        Vault.open(path, passphrase=passphrase, clock=clock)
    Vault.open(path, passphrase="the new passphrase", clock=clock).close()


def test_the_cost_of_a_passphrase_only_grows(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, passphrase: str, cheap: Argon2Parameters
) -> None:
    vault.close()
    with Vault.open(path, passphrase=passphrase, clock=clock, kdf=Argon2Parameters(128, 2, 1)) as opened:
        opened.access.change_passphrase(mia.id, passphrase, passphrase)
    with Vault.open(path, passphrase=passphrase, clock=clock, kdf=cheap) as opened:
        opened.access.change_passphrase(mia.id, passphrase, passphrase)
    (slot,) = read_key_file(path.with_name("demo.keys.json")).of(Way.PASSPHRASE)
    assert slot.parameters == Argon2Parameters(128, 2, 1)


def test_the_keychain_opens_the_vault_until_it_forgets(
    mia: Person, path: Path, clock: FixedClock, passphrase: str, cheap: Argon2Parameters
) -> None:
    drawer = Drawer()
    Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=cheap, keychain=drawer).close()
    assert Vault.people_on_disk(path)[0].keychain
    with Vault.open(path, person=mia.id, keychain=drawer, clock=clock) as opened:
        assert opened.opened_by is Way.KEYCHAIN
        assert opened.audit.rows(1)[0].details["way"] == "keychain"
    with pytest.raises(KeychainEmpty):
        Vault.open(path, person=mia.id, keychain=Drawer(), clock=clock)
    with Vault.open(path, passphrase=passphrase, clock=clock) as opened:
        opened.access.take_keychain(mia.id, drawer, actor=mia.id)
    assert drawer.kept == {}
    with pytest.raises(NoSuchSlot):
        Vault.open(path, person=mia.id, keychain=drawer, clock=clock)


def test_a_keychain_that_refuses_is_told_and_the_vault_is_there(
    mia: Person, path: Path, clock: FixedClock, passphrase: str, cheap: Argon2Parameters
) -> None:
    class Stuck(Drawer):
        def put(self, name: str, secret: bytes) -> None:
            raise KeychainRefused

    with Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=cheap, keychain=Stuck()) as vault:
        assert len(vault.notices) == 1
        assert "keychain refused" in vault.notices[0]
    assert not Vault.people_on_disk(path)[0].keychain
    Vault.open(path, passphrase=passphrase, clock=clock).close()


def test_the_recovery_key_opens_on_a_clean_machine_and_is_logged(
    vault: Vault, mia: Person, path: Path, clock: FixedClock, passphrase: str
) -> None:
    assert vault.access.recovery is RecoveryState.NONE
    printed = vault.access.make_recovery_key(actor=mia.id)
    assert vault.access.recovery is RecoveryState.UNCONFIRMED
    vault.access.confirm_recovery_key(actor=mia.id)
    vault.close()
    path.with_name("demo.notes.json").unlink()
    with Vault.open(path, person=mia.id, recovery_key=printed.lower(), clock=clock) as opened:
        assert opened.access.recovery is RecoveryState.CONFIRMED
        assert opened.opened_by is Way.RECOVERY
        assert opened.actor == mia
        assert opened.audit.rows(1)[0].details["way"] == "recovery"
        opened.access.give_passphrase(mia, "a fresh passphrase", actor=mia.id)
    Vault.open(path, passphrase="a fresh passphrase", clock=clock).close()


def test_a_new_sheet_makes_the_old_one_worthless(vault: Vault, mia: Person, path: Path, clock: FixedClock) -> None:
    old = vault.access.make_recovery_key(actor=mia.id)
    new = vault.access.make_recovery_key(actor=mia.id)
    vault.close()
    with pytest.raises(WrongRecoveryKey):
        Vault.open(path, recovery_key=old, clock=clock)
    Vault.open(path, recovery_key=new, clock=clock).close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_every_file_is_this_users_only(vault: Vault, path: Path, mia: Person) -> None:
    vault.backup(path.parent / "backups")
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert len(files) >= 6
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((path.parent / "backups").stat().st_mode) == 0o700


def pages(path: Path) -> list[bytes]:
    whole = path.read_bytes()
    return [whole[start : start + 4_096] for start in range(0, len(whole), 4_096)]
