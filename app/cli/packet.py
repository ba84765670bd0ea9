"""`packet` and `preflight`: requests of a vault."""

from __future__ import annotations

from pathlib import Path

from app.cli import ask, judging, say
from app.domain.ids import PersonId, RequestId
from app.domain.request import Request
from app.services import preflight as preflights
from app.services.edits import found
from app.services.export import make_packet
from app.services.session import Session
from app.services.setup import lock
from app.services.sign import review, sign


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


def _sign(session: Session, request_id: RequestId, signer: PersonId) -> None:
    reviewed = review(session, request_id, signer=signer)
    if reviewed.proposed:
        say.note(f"{len(reviewed.proposed)} proposed answers were confirmed by nobody and stay empty.")
    for text in sign(session, reviewed, ask.passphrase(ask.SIGN, "Signing passphrase: ")).notes:
        say.note(text)
