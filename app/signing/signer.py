"""Signers: each with a passphrase, a mark and a key of their own, sealed; opened for one document at a time."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from types import TracebackType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.ids import PersonId, PrescriberId
from app.domain.practice import Person, Prescriber
from app.pdf.template import Rect
from app.signing import seal
from app.signing import slot as sealed
from app.signing.certificate import (
    Certified,
    check_bytes,
    check_valid,
    is_own,
    load_key,
    own_certificate,
    private_der,
    public_der,
    sign_bytes,
)
from app.signing.identity import Identity, check_own, identity_of
from app.signing.intent import Moment, SignIntent, check_intent
from app.signing.mark import Mark
from app.signing.problems import (
    IdentityChanged,
    NotThisSigner,
    SignerLocked,
    SignerSpent,
    WeakPassphrase,
    WeakPin,
    WrongPassphrase,
)
from app.signing.slot import DEFAULT_COST, Argon2Cost

__all__ = [
    "LEAST_PASSPHRASE",
    "LEAST_PIN",
    "MOST_WRONG_TRIES",
    "NO_TRIES",
    "Authorization",
    "Identity",
    "OpenSigner",
    "Tries",
    "enroll",
    "identity_of",
    "is_authentic",
    "is_pin",
    "open_signer",
    "public_key_of",
    "reseal",
    "signer_of",
    "with_pin",
]

LEAST_PASSPHRASE = 8
LEAST_PIN = 6
_LONGEST_PIN = 12
_LEAST_HALF = 32
MOST_WRONG_TRIES = 5


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong passphrases were typed in a row; whoever keeps the slot keeps this beside it."""

    wrong: int = 0

    @property
    def left(self) -> int:
        """Tries before signing is locked."""
        return max(0, MOST_WRONG_TRIES - self.wrong)

    @property
    def is_locked(self) -> bool:
        """Whether the slot must be set up anew."""
        return self.left == 0

    def after_wrong(self) -> Tries:
        """One try less."""
        return replace(self, wrong=self.wrong + 1)


#: What a slot starts with, and goes back to once it has opened.
NO_TRIES = Tries()


@dataclass(frozen=True, slots=True)
class Authorization:
    """The proof that a signer agreed to one document: kept in the audit log with the intent.

    Attributes:
        signature: over the intent, with SHA-256: ECDSA, or RSA-PSS where the signer brought an RSA key.
        public_key: of the signer, DER.
        certificate: that the record copy bears, DER.
        mark: what is drawn on the page.
    """

    intent: SignIntent
    identity: Identity
    signature: bytes
    public_key: bytes
    mark: Mark
    certificate: bytes = b""


def enroll(
    person: Person,
    prescriber: Prescriber | None,
    mark: Mark,
    passphrase: str,
    *,
    at: dt.datetime,
    random: Callable[[int], bytes],
    kdf: Argon2Cost = DEFAULT_COST,
    own: Certified | None = None,
) -> bytes:
    """A sealed slot with a fresh key: for a new signer, and for one whose signing is locked.

    Args:
        person: who will sign; the slot opens for nobody else.
        prescriber: the person as a prescriber, or None for staff.
        mark: drawn or typed.
        passphrase: of signing; at least `LEAST_PASSPHRASE` characters.
        at: the office's time.
        random: gives salt and nonce. The key comes from the operating system's own randomness.
        kdf: cost of one guess.
        own: the person's own key and certificate (see `certificate.read_pkcs12`), instead of a fresh key.
    """
    _check_passphrase(passphrase)
    identity = identity_of(person, prescriber)
    check_own(mark, identity)
    if own is None:
        key = ec.generate_private_key(ec.SECP256R1())
        own = Certified(key, own_certificate(key, identity, at))
    return sealed.seal(_secret(identity, mark, own), _normal(passphrase), random=random, cost=kdf)


def reseal(
    slot: bytes,
    passphrase: str,
    identity: Identity,
    *,
    at: dt.datetime,
    random: Callable[[int], bytes],
    mark: Mark | None = None,
    new_passphrase: str | None = None,
    tries: Tries = NO_TRIES,
) -> bytes:
    """The slot with the same key, and with the person's present name and numbers, another mark or passphrase.

    A certificate of our own making is made anew, so that it says the same; one that the person brought stays.

    Raises:
        WrongPassphrase, SignerLocked, NotThisSigner, SlotDamaged: as `open_signer`.
    """
    secret = _open(slot, passphrase, identity.person_id, tries)
    if new_passphrase is not None:
        _check_passphrase(new_passphrase)
    if mark is not None:
        check_own(mark, identity)
    key = load_key(secret.private_key)
    brought = _is_brought(secret.header.certificate)
    certificate = secret.header.certificate if brought else own_certificate(key, identity, at)
    fresh = _secret(identity, mark or secret.mark, Certified(key, certificate, secret.chain))
    return sealed.seal(fresh, _normal(new_passphrase or passphrase), random=random, cost=sealed.read_cost(slot))


def with_pin(
    slot: bytes,
    passphrase: str,
    person: PersonId,
    pin: str,
    half: bytes,
    *,
    random: Callable[[int], bytes],
    tries: Tries = NO_TRIES,
) -> bytes:
    """A second slot of the same key that opens with a PIN and the half that this computer's keychain keeps.

    Args:
        slot: the first one.
        passphrase: that opens it.
        person: whose it is.
        pin: digits; worth no more than the half, so it is never enough alone.
        half: 32 random bytes, kept elsewhere.
        random: gives salt and nonce.
        tries: wrong ones so far.

    Raises:
        WeakPin: the PIN is too short, or one that everybody tries first.
        WrongPassphrase, SignerLocked, NotThisSigner, SlotDamaged: as `open_signer`.
    """
    if not is_pin(pin) or len(half) < _LEAST_HALF:
        raise WeakPin(least=LEAST_PIN)
    secret = _open(slot, passphrase, person, tries)
    return sealed.seal(secret, pin, random=random, cost=sealed.read_cost(slot), half=half)


def is_pin(typed: str) -> bool:
    """Whether a text can be a PIN: digits, enough of them, and no row of digits such as 123456."""
    if not (typed.isascii() and typed.isdigit() and LEAST_PIN <= len(typed) <= _LONGEST_PIN):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(typed)}
    return steps not in ({0}, {1}, {-1})


def open_signer(
    slot: bytes,
    passphrase: str,
    person: PersonId,
    *,
    tries: Tries = NO_TRIES,
    expected: Identity | None = None,
    half: bytes = b"",
) -> OpenSigner:
    """Open a signer's slot for ONE document.

    Whoever stores the slot stores `tries.after_wrong()` BEFORE calling this and `NO_TRIES` once it has opened, so that
    pulling the plug is no way to guess more often.

    Args:
        slot: as `enroll` gave it.
        passphrase: of signing.
        person: who signs.
        tries: wrong ones so far.
        expected: what the office's records say of the signer now, where that is to be compared with what will print.
        half: of the key, where the slot is one that opens with a PIN.

    Raises:
        SignerLocked: too many wrong tries so far.
        WrongPassphrase: the passphrase is not this signer's.
        NotThisSigner: the slot was sealed for somebody else.
        IdentityChanged: the records say otherwise than what will print.
        SlotDamaged: the slot cannot be read.
    """
    if expected is not None and signer_of(slot) != expected:
        raise IdentityChanged
    return OpenSigner(_open(slot, passphrase, person, tries, half))


def signer_of(slot: bytes) -> Identity:
    """Whose slot it is and what will be printed, without the passphrase."""
    return _identity(sealed.read_header(slot))


def public_key_of(slot: bytes) -> bytes:
    """The signer's public key (DER), without the passphrase."""
    return sealed.read_header(slot).public_key


class OpenSigner:
    """A signer opened for one document; a context manager that forgets the key on leaving.

    One act: `authorize` once, and then `seal` once what was made of the document that was agreed to.
    """

    def __init__(self, secret: sealed.SlotSecret) -> None:
        self._fresh: sealed.SlotSecret | None = secret
        self._agreed: tuple[sealed.SlotSecret, SignIntent] | None = None
        self.identity = _identity(secret.header)

    def __enter__(self) -> OpenSigner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fresh = self._agreed = None

    def authorize(
        self, intent: SignIntent, document: bytes, moment: Moment, *, mark: Mark | None = None
    ) -> Authorization:
        """Agree to one document; whatever comes of it, no other can be agreed to.

        Args:
            intent: what is agreed to.
            document: the bytes that were shown.
            moment: what the intent is judged against.
            mark: drawn for this document instead of the one that was set up.

        Raises:
            SignerSpent: this opening was used or left already.
            NotThisSigner: the intent is another person's.
            CertificateOutOfDate: the signer's certificate is not valid at this moment.
            SigningProblem: the intent does not hold (see `check_intent`).
        """
        secret, self._fresh = self._fresh, None
        if secret is None:
            raise SignerSpent
        if intent.signer != self.identity.person_id:
            raise NotThisSigner
        check_intent(intent, document, moment)
        if mark is not None:
            check_own(mark, self.identity)
        key = load_key(secret.private_key)
        header = secret.header
        if not header.certificate:
            header = replace(header, certificate=own_certificate(key, self.identity, intent.at))
        check_valid(header.certificate, moment.now)
        self._agreed = replace(secret, header=header), intent
        signature = sign_bytes(key, intent.canonical())
        return Authorization(
            intent, self.identity, signature, header.public_key, mark or secret.mark, header.certificate
        )

    def seal(self, document: bytes, page: int = 1, place: Rect | None = None) -> bytes:
        """The record copy of the finished document that bears the signature just agreed to; the key is then gone.

        Args:
            document: the flat PDF with the visible signature.
            page: from 1, that shows it.
            place: where, in user space.

        Raises:
            SignerSpent: nothing was agreed to in this opening, or it was sealed already.
        """
        agreed, self._agreed = self._agreed, None
        if agreed is None:
            raise SignerSpent
        secret, intent = agreed
        certified = Certified(load_key(secret.private_key), secret.header.certificate, secret.chain)
        reason = " ".join(intent.meaning.split())
        return seal.seal(document, certified, seal.SealWords(self.identity.named, reason, intent.at, page, place))


def is_authentic(intent: SignIntent, signature: bytes, public_key: bytes) -> bool:
    """Whether the owner of the key agreed to exactly this intent."""
    try:
        check_bytes(public_key, signature, intent.canonical())
    except (InvalidSignature, ValueError):
        return False
    return True


def _open(slot: bytes, passphrase: str, person: PersonId, tries: Tries, half: bytes = b"") -> sealed.SlotSecret:
    if tries.is_locked:
        raise SignerLocked(most=MOST_WRONG_TRIES)
    if sealed.read_header(slot).person_id != person:
        raise NotThisSigner
    secret = sealed.unseal(slot, _normal(passphrase), person, half)
    if secret is None:
        raise WrongPassphrase(left=tries.after_wrong().left)
    return secret


def _check_passphrase(passphrase: str) -> None:
    if len(_normal(passphrase)) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _secret(identity: Identity, mark: Mark, own: Certified) -> sealed.SlotSecret:
    header = sealed.SlotHeader(
        identity.person_id,
        identity.name,
        identity.credential,
        identity.npi,
        identity.prescriber_id or "",
        public_der(own.key),
        own.certificate,
    )
    return sealed.SlotSecret(header, private_der(own.key), mark, own.chain)


def _is_brought(certificate: bytes) -> bool:
    """Whether a certificate is one that the person brought along, and not one that we made."""
    return bool(certificate) and not is_own(certificate)


def _identity(header: sealed.SlotHeader) -> Identity:
    prescriber = PrescriberId(header.prescriber_id) if header.prescriber_id else None
    return Identity(PersonId(header.person_id), header.name, header.credential, header.npi, prescriber)
