"""How often a signing passphrase was wrong in a row, read from the audit log, which nobody can shorten."""

from __future__ import annotations

from app.domain.ids import PersonId
from app.services.session import Session
from app.signing.signer import MOST_WRONG_TRIES, NO_TRIES, Tries
from app.vault.audit import AuditFilter, AuditLog

_TRIED, _OPENED = "signer.try", "signer.open"


class UsedNonces:
    """The nonces of all signings that were carried out: none of them is ever taken twice."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def __contains__(self, nonce: object) -> bool:
        return isinstance(nonce, str) and self._audit.bearing("nonce", nonce) is not None


def before_opening(session: Session, signer: PersonId) -> Tries:
    """The tries so far; one more is written down before the passphrase is looked at, so that no plug helps guessing."""
    tries = so_far(session, signer)
    session.vault.audit.append(_TRIED, subjects=(f"person:{signer}",), actor=session.actor.id)
    return tries


def so_far(session: Session, signer: PersonId) -> Tries:
    """How often in a row the signer's passphrase was wrong until now."""
    wanted = AuditFilter(events=(_TRIED, _OPENED), subject=f"person:{signer}")
    tries = NO_TRIES
    for row in session.vault.audit.find(wanted, MOST_WRONG_TRIES):
        if row.event == _OPENED:
            break
        tries = tries.after_wrong()
    return tries


def reset(session: Session, signer: PersonId) -> None:
    """The signature opened, or was set up anew: what was wrong before counts no more."""
    session.vault.audit.append(_OPENED, subjects=(f"person:{signer}",), actor=signer)
