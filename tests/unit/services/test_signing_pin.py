"""Signing with a PIN: only on the computer whose keychain keeps the other half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.ids import RequestId
from app.domain.practice import Person
from app.domain.request import Request, Status
from app.domain.sample import PRESCRIBER_PERSON
from app.services import sign, signing_pin
from app.services.edits import found
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.signing.mark import TypedMark
from app.signing.problems import HalfMissing, SignerLocked, WeakPin, WrongPassphrase
from app.vault.problems import KeychainUnavailable

PIN = "270418"


class Chain:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self.kept[name] = secret

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    made = Chain()
    monkeypatch.setattr(signing_pin, "os_keychain", lambda: made)
    return made


@pytest.fixture
def doctor(session: Session) -> Session:
    return replace(session, actor=found(session, Person, PRESCRIBER_PERSON))


def test_a_pin_signs_where_the_keychain_has_the_other_half(doctor: Session, ready: RequestId, chain: Chain) -> None:
    signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, PIN)
    assert signing_pin.uses_pin(doctor, PRESCRIBER_PERSON)
    [(name, half)] = chain.kept.items()
    assert len(half) == 32
    assert PRESCRIBER_PERSON in name
    done = sign.sign(doctor, sign.review(doctor, ready), PIN)
    assert doctor.paper.read_seal(doctor.vault.get_blob(done.record_sha256)).holds  # type: ignore[union-attr]


def test_the_passphrase_goes_on_working(doctor: Session, ready: RequestId, chain: Chain) -> None:
    signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, PIN)
    chain.kept.clear()
    sign.sign(doctor, sign.review(doctor, ready), SAMPLE_SIGNING_WORDS)
    assert found(doctor, Request, ready).status is Status.SIGNED


def test_a_pin_is_nothing_without_the_keychain(
    doctor: Session, ready: RequestId, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, PIN)
    half = dict(chain.kept)
    chain.kept.clear()
    with pytest.raises(HalfMissing):
        sign.sign(doctor, sign.review(doctor, ready), PIN)
    chain.kept.update({name: bytes(32) for name in half})
    with pytest.raises(WrongPassphrase):
        sign.sign(doctor, sign.review(doctor, ready), PIN)

    def none_here() -> Chain:
        raise KeychainUnavailable

    monkeypatch.setattr(signing_pin, "os_keychain", none_here)
    with pytest.raises(HalfMissing):
        sign.sign(doctor, sign.review(doctor, ready), PIN)
    assert found(doctor, Request, ready).status is Status.DRAFT


def test_wrong_pins_lock_like_wrong_passphrases(doctor: Session, ready: RequestId, chain: Chain) -> None:
    signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, PIN)
    for typed in ("270419", "270420", "not the words", "270421", "270422"):
        with pytest.raises(WrongPassphrase):
            sign.sign(doctor, sign.review(doctor, ready), typed)
    for typed in (PIN, SAMPLE_SIGNING_WORDS):
        with pytest.raises(SignerLocked):
            sign.sign(doctor, sign.review(doctor, ready), typed)


@pytest.mark.parametrize("pin", ["", "27041", "123456", "654321", "111111", "abcdef", "2704181234567", "２７０４１８"])
def test_a_plain_pin_is_refused(doctor: Session, chain: Chain, pin: str) -> None:
    with pytest.raises(WeakPin):
        signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, pin)
    assert not signing_pin.uses_pin(doctor, PRESCRIBER_PERSON)
    assert chain.kept == {}


def test_a_pin_needs_the_passphrase_first(doctor: Session, chain: Chain) -> None:
    with pytest.raises(WrongPassphrase):
        signing_pin.use_pin(doctor, "not the words", PIN)
    assert chain.kept == {}


def test_a_new_signature_or_none_ends_the_pin(doctor: Session, session: Session, chain: Chain) -> None:
    signing_pin.use_pin(doctor, SAMPLE_SIGNING_WORDS, PIN)
    sign.enrol(doctor, "other words to sign", TypedMark("Sara Lind"), old=SAMPLE_SIGNING_WORDS)
    assert not signing_pin.uses_pin(doctor, PRESCRIBER_PERSON)
    signing_pin.use_pin(doctor, "other words to sign", PIN)
    signing_pin.leave_pin(doctor)
    assert not signing_pin.uses_pin(doctor, PRESCRIBER_PERSON)
    assert sign.is_enrolled(doctor, PRESCRIBER_PERSON)
    signing_pin.use_pin(doctor, "other words to sign", PIN)
    sign.take_signature(session, PRESCRIBER_PERSON)
    assert not signing_pin.uses_pin(doctor, PRESCRIBER_PERSON)
