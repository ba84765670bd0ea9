"""`verify`: a file that may be this office's, or the number of a document that somebody reads from a page."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.cli import ask, say
from app.packet.assemble import Packet, PacketFile, write_packet
from app.pdf.worker import PaperWorker
from app.services import verify as verifying
from app.services.archive import archived, looks_like_number
from app.services.evidence import read_evidence
from app.services.problems import VaultNeeded
from app.services.setup import lock
from app.services.verify import Verdict, Verified
from app.services.writing import made_folder

EXIT_NOT_OURS = 20
EXIT_CANNOT_KNOW = 21


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for.

    Attributes:
        what: name of a file, or a document's number.
        evidence: file that is asked instead of a vault.
        out: where the archived original goes.
    """

    what: str
    vault: Path | None
    evidence: Path | None
    out: Path | None
    person: str | None


def verify(wanted: Wanted) -> int:
    """Say whether a file was signed here, and whether it was changed since; or find the original of a number."""
    file = Path(wanted.what)
    if not file.exists() and looks_like_number(wanted.what):
        return _original(wanted)
    data = say.read_file(file)
    if wanted.vault is not None:
        session = ask.opened(wanted.vault, wanted.person)
        try:
            return _told(verifying.verify(session, data))
        finally:
            lock(session)
    with PaperWorker() as paper:
        if wanted.evidence is None:
            return _told(verifying.verify_alone(paper, data))
        register = read_evidence(say.read_file(wanted.evidence), _evidence_words())
        return _told(verifying.verify_with(paper, register, data))


def _evidence_words() -> str:
    variable = ask.EVIDENCE if ask.EVIDENCE in os.environ or ask.UNLOCK not in os.environ else ask.UNLOCK
    return ask.passphrase(variable, "Passphrase of the evidence file: ")


def _original(wanted: Wanted) -> int:
    if wanted.vault is None:
        raise VaultNeeded()
    session = ask.opened(wanted.vault, wanted.person)
    try:
        found = archived(session, wanted.what)
    finally:
        lock(session)
    entry = found.entry
    say.out(f"Document {entry.document_id}: request {entry.request_id}, signed by {entry.signer} on {_when(entry.at)}.")
    if wanted.out is not None:
        file = PacketFile(wanted.out.name, found.pdf)
        [path] = write_packet(Packet((file,)), made_folder(wanted.out.parent))
        say.out(str(path))
    return 0


def _told(known: Verified) -> int:
    say.out(f"SHA-256 {known.sha256}")
    if known.document_id:
        say.out(f"Document {known.document_id}")
    for text in _about_pages(known):
        say.out(text)
    if known.log_is_whole is False:
        say.note("The audit log is not as it was written: nothing that it says can be relied on.")
        return EXIT_NOT_OURS
    code, lines = _verdict(known)
    for text in lines:
        say.out(text)
    return code


def _verdict(known: Verified) -> tuple[int, list[str]]:
    made = f"{known.signer} on {_when(known.at)}" if known.at else known.signer
    signed = f"request {known.request_id}, signed by {made}"
    match known.verdict:
        case Verdict.CANNOT_KNOW:
            about = "Without the vault it cannot be known who signed this file, nor whether it was changed since."
            return EXIT_CANNOT_KNOW, [_seal_words(known), about]
        case Verdict.UNKNOWN:
            return EXIT_NOT_OURS, ["This file was not signed in this vault, or was changed beyond recognition."]
        case Verdict.BESIDE:
            about = f"it goes with the packet of request {known.request_id}, made by {made}, unchanged."
            return EXIT_NOT_OURS, [f"NOT A SIGNED DOCUMENT: {about}"]
        case Verdict.CHANGED:
            about = f"the file bears the number of {signed}, but it is not the file that was signed."
            return EXIT_NOT_OURS, [f"CHANGED: {about}"]
    if known.is_proven is False:
        return EXIT_NOT_OURS, [f"NOT PROVEN: the log names {signed}, but the signer's key did not agree to it."]
    which = [] if known.copy is None else [f"It is {known.copy}."]
    return 0, [f"INTACT: {signed}. Not one byte was changed since.", *which]


def _about_pages(known: Verified) -> list[str]:
    """Which pages the file holds, and which of them look otherwise than those that were signed."""
    said = []
    documents = sorted({page.document_id for page in known.pages})
    for document in documents:
        pages = [page for page in known.pages if page.document_id == document]
        numbers = ", ".join(str(page.number) for page in pages)
        said.append(f"Pages of document {document}: {numbers} of {pages[0].of}")
    compared = [page for page in known.pages if page.differs is not None]
    if known.differing:
        said.append(f"Pages that look otherwise than those that were signed: {', '.join(map(str, known.differing))}")
    elif compared:
        said.append("Every page looks as it was signed; the file around the pages is another.")
    return said


def _seal_words(known: Verified) -> str:
    seal = known.seal
    if seal is None:
        return "It bears no seal."
    if not seal.holds:
        return f"It bears a seal that does not hold: {seal.broken}."
    return f"It bears a seal in the name of {seal.name} that holds; whose key that is, only the office knows."


def _when(at: object) -> str:
    return f"{at:%m/%d/%Y at %H:%M:%S %z}"
