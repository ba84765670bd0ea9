"""The sealed record copies that belong to signed documents."""

from __future__ import annotations

from app.services.problems import SignedCopyChanged
from app.services.session import Session
from app.signing.problems import SealNotSound
from app.vault.problems import BlobMissing


def record_copy(session: Session, packet_sha256: str) -> bytes | None:
    """The record copy of a signed document, or None where it was signed before there were any.

    Args:
        session: who is at work.
        packet_sha256: of the document's fax copy.

    Raises:
        SignedCopyChanged: the log names one that is not there, or is not what was sealed.
    """
    row = session.vault.audit.bearing("packet", packet_sha256)
    sha256 = None if row is None else row.details.get("record")
    if sha256 is None:
        return None
    try:
        return session.vault.get_blob(sha256)
    except BlobMissing as problem:
        raise SignedCopyChanged() from problem


def check_sealed(session: Session, sealed: bytes) -> None:
    """Let a record copy pass only if its seal holds by the strictest rule.

    Raises:
        SealNotSound: it does not.
    """
    reading = session.paper.read_seal(sealed)
    if reading is None or not reading.holds:
        raise SealNotSound(why="it bears no seal" if reading is None else reading.broken)
