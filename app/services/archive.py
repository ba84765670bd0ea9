"""The archived original of a document whose number somebody reads from a faxed page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.services.evidence import register_of
from app.services.problems import NoSuchDocument, SeveralDocuments, SignedCopyChanged
from app.services.register import SignedEntry
from app.services.session import Act, Session
from app.vault.problems import BlobMissing

#: Fewer digits may stand for several documents.
LEAST_DIGITS = 8
_DIGITS = 16
#: What a faxed digit is read as, and what it must have been: the number has only 0 to 9 and a to f.
_MISREAD = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1", "|": "1", "z": "2", "s": "5", "g": "6"})
_CODE = re.compile(r"padesk:([0-9a-f]{16})(?::|$)")


@dataclass(frozen=True, slots=True)
class Archived:
    """An original as it was sent.

    Attributes:
        entry: who signed it and when.
        pdf: the fax copy.
        record: the sealed record copy, or None where there is none.
    """

    entry: SignedEntry
    pdf: bytes
    record: bytes | None


def archived(session: Session, typed: str) -> Archived:
    """The original of a document; that it was looked at stands in the audit.

    Args:
        session: who is at work.
        typed: the number as it was read from a page, dashes and capitals as they come; or what its square code says.

    Raises:
        NoSuchDocument: nothing of that number was signed here.
        SeveralDocuments: too few digits were typed to tell.
        SignedCopyChanged: it is not there, or is not what was signed.
    """
    session.allow(Act.VIEW)
    digits = digits_of(typed)
    found = [entry for entry in register_of(session).entries() if entry.document.startswith(digits)]
    if len(digits) < LEAST_DIGITS or not found:
        raise NoSuchDocument(least=LEAST_DIGITS)
    if len(found) > 1:
        raise SeveralDocuments(count=len(found))
    [entry] = found
    try:
        pdf = session.vault.get_blob(entry.fax_copy)
        record = session.vault.get_blob(entry.record_copy) if entry.record_copy else None
    except BlobMissing as problem:
        raise SignedCopyChanged() from problem
    session.vault.audit.append(
        "document.archived",
        subjects=(f"request:{entry.request_id}",),
        actor=session.actor.id,
        details={"file1": entry.fax_copy},
    )
    return Archived(entry, pdf, record)


def looks_like_number(typed: str) -> bool:
    """Whether a text may be a document's number, or what a square code says, and not the name of a file."""
    return LEAST_DIGITS <= len(digits_of(typed)) <= _DIGITS and "." not in typed


def digits_of(typed: str) -> str:
    """The digits of a document's number as it was typed; empty where it is none."""
    text = "".join(typed.casefold().split())
    code = _CODE.match(text)
    if code:
        return code[1]
    digits = text.removeprefix("document").replace("-", "").replace("–", "").translate(_MISREAD)
    return digits if re.fullmatch(r"[0-9a-f]{1,16}", digits) else ""
