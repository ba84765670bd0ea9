"""How often a signing passphrase was wrong in a row, read from the audit log, which nobody can shorten."""

from __future__ import annotations

from app.domain.ids import PersonId
from app.services.session import Session
from app.signing.signer import NO_TRIES, Tries

_TRIED, _OPENED = "signer.try", "signer.open"
_NONCES = 500


def before_opening(session: Session, signer: PersonId) -> Tries:
    """The tries so far; one more is written down before the passphrase is looked at, so that no plug helps guessing."""
    tries = NO_TRIES
    for row in session.vault.audit.all_rows():
        if f"person:{signer}" not in row.subjects:
            continue
        if row.event == _TRIED:
            tries = tries.after_wrong()
        elif row.event == _OPENED:
            tries = NO_TRIES
    session.vault.audit.append(_TRIED, subjects=(f"person:{signer}",), actor=session.actor.id)
    return tries


def reset(session: Session, signer: PersonId) -> None:
    """The signature opened, or was set up anew: what was wrong before counts no more."""
    session.vault.audit.append(_OPENED, subjects=(f"person:{signer}",), actor=signer)


def used_nonces(session: Session) -> frozenset[str]:
    """The nonces of the latest signings: none of them is ever taken twice."""
    return frozenset(row.details.get("nonce", "") for row in session.vault.audit.rows(_NONCES)) - {""}
