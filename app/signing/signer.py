"""Signers: each with a passphrase, a mark and a key of their own, sealed; opened for one document at a time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.ids import PersonId, PrescriberId
from app.domain.practice import Person, Prescriber
from app.signing import slot as sealed
from app.signing.identity import Identity, check_own, identity_of
from app.signing.intent import Moment, SignIntent, check_intent
from app.signing.mark import Mark
from app.signing.problems import (
    IdentityChanged,
    NotThisSigner,
    SignerLocked,
    SignerSpent,
    SlotDamaged,
    WeakPassphrase,
    WrongPassphrase,
)
from app.signing.slot import DEFAULT_COST, Argon2Cost

__all__ = [
    "LEAST_PASSPHRASE",
    "MOST_WRONG_TRIES",
    "NO_TRIES",
    "Authorization",
    "Identity",
    "OpenSigner",
    "Tries",
    "enroll",
    "identity_of",
    "is_authentic",
    "open_signer",
    "public_key_of",
    "reseal",
    "signer_of",
]

LEAST_PASSPHRASE = 8
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
        signature: ECDSA P-256 with SHA-256 over the intent, DER.
        public_key: of the signer, DER.
        mark: what is drawn on the page.
    """

    intent: SignIntent
    identity: Identity
    signature: bytes
    public_key: bytes
    mark: Mark


def enroll(
    person: Person,
    prescriber: Prescriber | None,
    mark: Mark,
    passphrase: str,
    *,
    random: Callable[[int], bytes],
    kdf: Argon2Cost = DEFAULT_COST,
) -> bytes:
    """A sealed slot with a fresh key: for a new signer, and for one whose signing is locked.

    Args:
        person: who will sign; the slot opens for nobody else.
        prescriber: the person as a prescriber, or None for staff.
        mark: drawn or typed.
        passphrase: of signing; at least `LEAST_PASSPHRASE` characters.
        random: gives salt and nonce. The key comes from the operating system's own randomness.
        kdf: cost of one guess.
    """
    _check_passphrase(passphrase)
    identity = identity_of(person, prescriber)
    check_own(mark, identity)
    key = ec.generate_private_key(ec.SECP256R1())
    return sealed.seal(_secret(identity, mark, key), _normal(passphrase), random=random, cost=kdf)


def reseal(
    slot: bytes,
    passphrase: str,
    person: Person,
    prescriber: Prescriber | None,
    *,
    random: Callable[[int], bytes],
    mark: Mark | None = None,
    new_passphrase: str | None = None,
    tries: Tries = NO_TRIES,
) -> bytes:
    """The slot with the same key, and with the person's present name and numbers, another mark or passphrase.

    Raises:
        WrongPassphrase, SignerLocked, NotThisSigner, SlotDamaged: as `open_signer`.
    """
    secret = _open(slot, passphrase, person.id, tries)
    if new_passphrase is not None:
        _check_passphrase(new_passphrase)
    identity = identity_of(person, prescriber)
    if mark is not None:
        check_own(mark, identity)
    fresh = _secret(identity, mark or secret.mark, _key(secret))
    return sealed.seal(fresh, _normal(new_passphrase or passphrase), random=random, cost=sealed.read_cost(slot))


def open_signer(
    slot: bytes, passphrase: str, person: PersonId, *, tries: Tries = NO_TRIES, expected: Identity | None = None
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

    Raises:
        SignerLocked: too many wrong tries so far.
        WrongPassphrase: the passphrase is not this signer's.
        NotThisSigner: the slot was sealed for somebody else.
        IdentityChanged: the records say otherwise than what will print.
        SlotDamaged: the slot cannot be read.
    """
    if expected is not None and signer_of(slot) != expected:
        raise IdentityChanged
    return OpenSigner(_open(slot, passphrase, person, tries))


def signer_of(slot: bytes) -> Identity:
    """Whose slot it is and what will be printed, without the passphrase."""
    return _identity(sealed.read_header(slot))


def public_key_of(slot: bytes) -> bytes:
    """The signer's public key (DER), without the passphrase."""
    return sealed.read_header(slot).public_key


class OpenSigner:
    """A signer opened for one document; a context manager that forgets the key on leaving."""

    def __init__(self, secret: sealed.SlotSecret) -> None:
        self._secret: sealed.SlotSecret | None = secret
        self.identity = _identity(secret.header)

    def __enter__(self) -> OpenSigner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._secret = None

    def authorize(
        self, intent: SignIntent, document: bytes, moment: Moment, *, mark: Mark | None = None
    ) -> Authorization:
        """Agree to one document; whatever comes of it, the signer is closed afterwards.

        Args:
            intent: what is agreed to.
            document: the bytes that were shown.
            moment: what the intent is judged against.
            mark: drawn for this document instead of the one that was set up.

        Raises:
            SignerSpent: this opening was used or left already.
            NotThisSigner: the intent is another person's.
            SigningProblem: the intent does not hold (see `check_intent`).
        """
        secret, self._secret = self._secret, None
        if secret is None:
            raise SignerSpent
        if intent.signer != self.identity.person_id:
            raise NotThisSigner
        check_intent(intent, document, moment)
        if mark is not None:
            check_own(mark, self.identity)
        signature = _key(secret).sign(intent.canonical(), ec.ECDSA(hashes.SHA256()))
        return Authorization(intent, self.identity, signature, secret.header.public_key, mark or secret.mark)


def is_authentic(intent: SignIntent, signature: bytes, public_key: bytes) -> bool:
    """Whether the owner of the key agreed to exactly this intent."""
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, intent.canonical(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _open(slot: bytes, passphrase: str, person: PersonId, tries: Tries) -> sealed.SlotSecret:
    if tries.is_locked:
        raise SignerLocked(most=MOST_WRONG_TRIES)
    if sealed.read_header(slot).person_id != person:
        raise NotThisSigner
    secret = sealed.unseal(slot, _normal(passphrase), person)
    if secret is None:
        raise WrongPassphrase(left=tries.after_wrong().left)
    return secret


def _check_passphrase(passphrase: str) -> None:
    if len(_normal(passphrase)) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _secret(identity: Identity, mark: Mark, key: ec.EllipticCurvePrivateKey) -> sealed.SlotSecret:
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    header = sealed.SlotHeader(
        identity.person_id,
        identity.name,
        identity.credential,
        identity.npi,
        identity.prescriber_id or "",
        public,
    )
    return sealed.SlotSecret(header, private, mark)


def _identity(header: sealed.SlotHeader) -> Identity:
    prescriber = PrescriberId(header.prescriber_id) if header.prescriber_id else None
    return Identity(PersonId(header.person_id), header.name, header.credential, header.npi, prescriber)


def _key(secret: sealed.SlotSecret) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_der_private_key(secret.private_key, None)
    except ValueError as error:
        raise SlotDamaged from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SlotDamaged
    return key
