"""What a signer agrees to: one document, in one role, with one meaning, at one moment, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.ids import PersonId
from app.signing.problems import ClockBehind, DocumentChanged, IntentReplayed, IntentStale, NoTimeZone

_DOMAIN = "padesk/sign-intent/1"
_NONCE_BYTES = 16

#: An agreement older than this is asked for again: the signing date is the actual date.
LONGEST_AGE = dt.timedelta(minutes=15)


class SignRole(StrEnum):
    """As what a person signs."""

    PRESCRIBER = "prescriber"
    COMPLETER = "completer"


@dataclass(frozen=True, slots=True)
class SignIntent:
    """The agreement to sign one document.

    Attributes:
        document_sha256: of the exact bytes that were shown.
        meaning: the form's own attestation sentence, or the program's where the form has none.
        at: the moment of signing, with its time zone; every date that signing prints is this one.
        nonce: 32 hexadecimal digits, never used twice.
    """

    document_sha256: str
    signer: PersonId
    role: SignRole
    meaning: str
    at: dt.datetime
    nonce: str

    @property
    def digest(self) -> str:
        """SHA-256 over all parts, as 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """All parts in one order and one spelling: what the signer's key signs."""
        parts = {
            "domain": _DOMAIN,
            "document": self.document_sha256,
            "signer": self.signer,
            "role": self.role.value,
            "meaning": self.meaning,
            "at": self.at.isoformat(),
            "nonce": self.nonce,
        }
        return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Moment:
    """What an intent is judged against.

    Attributes:
        now: the office's time.
        last_event: time of the last entry of the audit log, or None where it is empty.
        used: nonces of all signings that were carried out.
        anchor: how far the audit log has come, as it is printed (see `manifest.anchor_of`).
    """

    now: dt.datetime
    last_event: dt.datetime | None = None
    used: Container[str] = field(default_factory=frozenset)
    anchor: str = ""


def make_intent(
    document: bytes,
    *,
    signer: PersonId,
    role: SignRole,
    meaning: str,
    at: dt.datetime,
    random: Callable[[int], bytes],
) -> SignIntent:
    """The agreement to sign exactly these bytes, now."""
    if at.tzinfo is None:
        raise NoTimeZone
    moment = at.replace(microsecond=0)
    return SignIntent(document_sha256_of(document), signer, role, meaning, moment, random(_NONCE_BYTES).hex())


def read_intent(canonical: str) -> SignIntent:
    """The intent that `SignIntent.canonical` spelled.

    Raises:
        ValueError: the text is no intent of this program, or not spelled as it spells one.
    """
    try:
        parts = json.loads(canonical)
        intent = SignIntent(
            str(parts["document"]),
            PersonId(parts["signer"]),
            SignRole(parts["role"]),
            str(parts["meaning"]),
            dt.datetime.fromisoformat(parts["at"]),
            str(parts["nonce"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("no intent of this program") from error
    if intent.canonical() != canonical.encode():
        raise ValueError("an intent spelled otherwise")
    return intent


def check_intent(intent: SignIntent, document: bytes, moment: Moment) -> None:
    """Refuse an intent for other bytes, of another time, or carried out before.

    Raises:
        DocumentChanged: the bytes are not those that were shown.
        IntentReplayed: the nonce was used.
        IntentStale: the intent is too old, or of the future.
        ClockBehind: the clock shows a time before the last entry of the log.
    """
    if intent.at.tzinfo is None or moment.now.tzinfo is None:
        raise NoTimeZone
    if moment.last_event is not None and moment.now < moment.last_event:
        raise ClockBehind
    if intent.nonce in moment.used:
        raise IntentReplayed
    age = moment.now - intent.at
    if age > LONGEST_AGE or age < dt.timedelta(0):
        raise IntentStale
    if not hmac.compare_digest(document_sha256_of(document), intent.document_sha256):
        raise DocumentChanged


def document_sha256_of(document: bytes) -> str:
    """SHA-256 of a document's bytes as 64 hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()
