"""`packet`, `preflight` and `verify`: requests of a vault, and files that left it."""

from __future__ import annotations

from pathlib import Path

from app.cli import ask, judging, say
from app.domain.ids import PersonId, RequestId
from app.domain.request import Request
from app.pdf.worker import PaperWorker
from app.services import preflight as preflights
from app.services import verify as verifying
from app.services.edits import found
from app.services.export import make_packet
from app.services.session import Session
from app.services.setup import lock
from app.services.sign import review, sign
from app.services.verify import Verdict, Verified

EXIT_NOT_OURS = 20
EXIT_CANNOT_KNOW = 21


def packet(vault: Path, request: str, out: Path, *, signer: str | None, person: str | None) -> int:
    """Write the packet of a request; one that is not signed yet is signed first, if a signer is named."""
    session = ask.opened(vault, person)
    try:
        request_id = RequestId(request)
        if signer is not None and found(session, Request, request_id).snapshot is None:
            _sign(session, request_id, PersonId(signer))
        written = make_packet(session, request_id, out)
    finally:
        lock(session)
    say.out(written.sentence)
    for path in written.files:
        say.out(str(path))
    return 0


def preflight(vault: Path, request: str, *, as_json: bool, person: str | None) -> int:
    """Say what a request still lacks."""
    session = ask.opened(vault, person)
    try:
        looked = preflights.preflight(session, RequestId(request))
    finally:
        lock(session)
    if as_json:
        say.out_json(looked.as_json())
        return 0
    judging.tell(looked.judged, overall=looked.overall)
    for finding in looked.findings:
        say.out(f"  {finding.text}: {finding.because}")
    for text in looked.warnings:
        say.out(f"  Check: {text}")
    if not looked.findings and not looked.warnings:
        say.out("  Nothing that the form asks for is missing.")
    return 0


def verify(file: Path, vault: Path | None, *, person: str | None) -> int:
    """Say whether a file was signed here, and whether it was changed since."""
    data = say.read_file(file)
    if vault is None:
        with PaperWorker() as paper:
            return _told(verifying.verify_alone(paper, data))
    session = ask.opened(vault, person)
    try:
        return _told(verifying.verify(session, data))
    finally:
        lock(session)


def _sign(session: Session, request_id: RequestId, signer: PersonId) -> None:
    reviewed = review(session, request_id, signer=signer)
    if reviewed.proposed:
        say.note(f"{len(reviewed.proposed)} proposed answers were confirmed by nobody and stay empty.")
    for text in sign(session, reviewed, ask.passphrase(ask.SIGN, "Signing passphrase: ")).notes:
        say.note(text)


def _told(known: Verified) -> int:
    say.out(f"SHA-256 {known.sha256}")
    if known.document_id:
        say.out(f"Document {known.document_id}")
    if known.log_is_whole is False:
        say.note("The audit log of this vault is not as it was written: nothing that it says can be relied on.")
        return EXIT_NOT_OURS
    if known.verdict is Verdict.CANNOT_KNOW:
        say.out("Without the vault it cannot be known who signed this file, nor whether it was changed since.")
        return EXIT_CANNOT_KNOW
    if known.verdict is Verdict.UNKNOWN:
        say.out("This file was not signed in this vault, or was changed beyond recognition.")
        return EXIT_NOT_OURS
    if known.verdict is Verdict.BESIDE:
        made = f"made by {known.signer} on {known.at:%m/%d/%Y at %H:%M:%S %z}"
        say.out(f"NOT A SIGNED DOCUMENT: it goes with the packet of request {known.request_id}, {made}, unchanged.")
        return EXIT_NOT_OURS
    signed = f"request {known.request_id}, signed by {known.signer} on {known.at:%m/%d/%Y at %H:%M:%S %z}"
    if known.verdict is Verdict.CHANGED:
        say.out(f"CHANGED: the file bears the number of {signed}, but it is not the file that was signed.")
        return EXIT_NOT_OURS
    say.out(f"INTACT: {signed}. Not one byte was changed since.")
    return 0
