"""Slots open for their own secret in their own vault, and for nothing else; the recovery key stands being typed."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import PersonId
from app.vault.keys.derive import STANDARD, Argon2Parameters, DataKey, key_from_passphrase
from app.vault.keys.key_file import KeyFile, key_file_text, read_key_file, write_key_file
from app.vault.keys.recovery import (
    GROUP_COUNT,
    groups_match,
    groups_to_ask,
    new_recovery_secret,
    recovery_secret,
    recovery_text,
)
from app.vault.keys.slots import Sealer, Slot, Way, open_with_keychain, open_with_passphrase, open_with_recovery
from app.vault.problems import KeyFileDamaged, KeyFileMissing, RecoveryKeyMistyped, VaultTooNew

CHEAP = Argon2Parameters(64, 1, 1)
MIA, BEN = PersonId("mia"), PersonId("ben")


@pytest.fixture
def data_key() -> DataKey:
    return DataKey(os.urandom(32))


@pytest.fixture
def sealer(data_key: DataKey) -> Sealer:
    return Sealer("vault1", data_key, os.urandom)


def test_a_slot_opens_for_its_passphrase_only(sealer: Sealer, data_key: DataKey) -> None:
    slot = sealer.passphrase(MIA, "Mia", "mật khẩu dài", CHEAP)
    assert open_with_passphrase("vault1", slot, "mật khẩu dài") == data_key
    assert open_with_passphrase("vault1", slot, "mat khau dai") is None


def test_a_passphrase_typed_on_another_system_is_the_same(sealer: Sealer, data_key: DataKey) -> None:
    slot = sealer.passphrase(MIA, "Mia", unicodedata.normalize("NFC", "mật khẩu"), CHEAP)
    assert open_with_passphrase("vault1", slot, unicodedata.normalize("NFD", "mật khẩu")) == data_key


@pytest.mark.parametrize(
    "moved", [{"id": "other"}, {"person_id": BEN}, {"nonce": bytes(12)}, {"parameters": Argon2Parameters(128, 1, 1)}]
)
def test_a_slot_that_was_tampered_with_stays_shut(sealer: Sealer, moved: dict[str, object]) -> None:
    slot = sealer.passphrase(MIA, "Mia", "passphrase", CHEAP)
    assert open_with_passphrase("vault1", replace(slot, **moved), "passphrase") is None  # type: ignore[arg-type]


def test_a_slot_of_another_vault_stays_shut(sealer: Sealer) -> None:
    slot = sealer.passphrase(MIA, "Mia", "passphrase", CHEAP)
    assert open_with_passphrase("vault2", slot, "passphrase") is None


def test_keychain_and_recovery_slots_open_for_their_secret_only(sealer: Sealer, data_key: DataKey) -> None:
    keychain, recovery = sealer.keychain(MIA, "Mia", bytes(32)), sealer.recovery(bytes(20))
    assert open_with_keychain("vault1", keychain, bytes(32)) == data_key
    assert open_with_recovery("vault1", recovery, bytes(20)) == data_key
    assert open_with_keychain("vault1", keychain, bytes(31) + b"\1") is None
    assert open_with_recovery("vault1", recovery, bytes(19) + b"\1") is None


def test_purposes_have_different_keys_and_none_is_the_data_key(data_key: DataKey) -> None:
    assert len({data_key.database, data_key.audit, data_key.secret}) == 3


def test_a_data_key_does_not_show_itself(data_key: DataKey) -> None:
    assert data_key.secret.hex() not in repr(data_key)
    assert repr(data_key.secret) not in repr(data_key)


def test_the_standard_cost_is_what_was_decided() -> None:
    assert Argon2Parameters(memory_kib=131_072, rounds=3, lanes=2) == STANDARD
    assert len(key_from_passphrase("x", bytes(16), STANDARD)) == 32


@pytest.mark.parametrize("cost", [(1 << 30, 1, 1), (64, 1_000, 1), (64, 1, 64), (4, 1, 1), (64, 0, 1), (64, 1, 0)])
def test_absurd_costs_are_refused(cost: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="Argon2"):
        Argon2Parameters(*cost)


def test_the_key_file_comes_back_as_written(sealer: Sealer, tmp_path: Path) -> None:
    slots = (
        sealer.passphrase(MIA, "Mia Ortiz", "passphrase", CHEAP),
        sealer.keychain(MIA, "Mia Ortiz", bytes(32)),
        sealer.recovery(bytes(20)),
    )
    write_key_file(tmp_path / "demo.keys.json", KeyFile("vault1", slots))
    assert read_key_file(tmp_path / "demo.keys.json") == KeyFile("vault1", slots)
    assert list(tmp_path.iterdir()) == [tmp_path / "demo.keys.json"]


def test_the_key_file_holds_no_secret(sealer: Sealer, data_key: DataKey) -> None:
    text = key_file_text(KeyFile("vault1", (sealer.passphrase(MIA, "Mia", "passphrase!", CHEAP),)))
    assert b"passphrase!" not in text
    assert data_key.secret not in text


def test_a_new_slot_takes_the_place_of_the_same_ways_slot(sealer: Sealer) -> None:
    keys = KeyFile("vault1").with_slot(sealer.passphrase(MIA, "Mia", "one one one", CHEAP))
    keys = keys.with_slot(sealer.passphrase(BEN, "Ben", "two two two", CHEAP)).with_slot(sealer.recovery(bytes(20)))
    newer = sealer.passphrase(MIA, "Mia", "three three", CHEAP)
    ways = [(slot.way, slot.person_id) for slot in keys.with_slot(newer).slots]
    assert sorted(ways, key=str) == sorted(
        [(Way.PASSPHRASE, BEN), (Way.RECOVERY, None), (Way.PASSPHRASE, MIA)], key=str
    )
    assert newer in keys.with_slot(newer).slots


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": 1}',
        b'{"format": 1, "vault": "v", "slots": [{"id": "a", "way": "window"}]}',
        b'{"format": 1, "vault": "v", "slots": [{"id": "a", "way": "recovery", "nonce": "%%", "wrapped": ""}]}',
    ],
)
def test_a_damaged_key_file_is_told(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "k.json").write_bytes(damage)
    with pytest.raises(KeyFileDamaged):
        read_key_file(tmp_path / "k.json")


def test_a_missing_and_a_newer_key_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing):
        read_key_file(tmp_path / "k.json")
    (tmp_path / "k.json").write_text('{"format": 99, "vault": "v", "slots": []}')
    with pytest.raises(VaultTooNew):
        read_key_file(tmp_path / "k.json")


def test_a_key_file_cannot_ask_for_all_memory(sealer: Sealer, tmp_path: Path) -> None:
    text = key_file_text(KeyFile("v", (sealer.passphrase(MIA, "Mia", "passphrase", CHEAP),)))
    (tmp_path / "k.json").write_bytes(text.replace(b'"memory_kib": 64', b'"memory_kib": 999999999'))
    with pytest.raises(KeyFileDamaged):
        read_key_file(tmp_path / "k.json")


@given(st.binary(min_size=20, max_size=20))
@settings(deadline=None)
def test_a_recovery_key_comes_back_however_it_is_typed(secret: bytes) -> None:
    printed = recovery_text(secret)
    assert len(printed.split("-")) == GROUP_COUNT
    for typed in (printed, printed.lower(), printed.replace("-", " "), printed.replace("0", "o").replace("1", "l")):
        assert recovery_secret(typed) == secret


@given(st.binary(min_size=20, max_size=20), st.integers(0, 35), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
@settings(deadline=None)
def test_one_wrong_letter_is_noticed(secret: bytes, place: int, letter: str) -> None:
    letters = list(recovery_text(secret).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(RecoveryKeyMistyped):
        recovery_secret("".join(letters))


@pytest.mark.parametrize("typed", ["", "7K2M", "U" * 36, "0" * 36, "é" * 36, "0" * 500])
def test_what_is_no_recovery_key_is_told(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        recovery_secret(typed)


def test_three_groups_typed_back() -> None:
    printed = recovery_text(new_recovery_secret(os.urandom))
    groups = printed.split("-")
    asked = groups_to_ask(os.urandom)
    assert len(set(asked)) == 3
    assert all(1 <= number <= GROUP_COUNT for number in asked)
    typed = {number: groups[number - 1].lower() for number in asked}
    assert groups_match(printed, typed)
    assert not groups_match(printed, typed | {asked[0]: "ZZZZ" if groups[asked[0] - 1] != "ZZZZ" else "YYYY"})
    assert not groups_match(printed, typed | {asked[1]: ""})
    assert not groups_match(printed, {10: "ZZZZ"})
    assert not groups_match(printed, {})


def test_every_group_is_asked_for_sooner_or_later() -> None:
    assert {number for _ in range(300) for number in groups_to_ask(os.urandom)} == set(range(1, GROUP_COUNT + 1))


def test_slots_without_parameters_open_for_no_passphrase() -> None:
    assert open_with_passphrase("v", Slot("a", Way.PASSPHRASE, bytes(12), bytes(48)), "x") is None
