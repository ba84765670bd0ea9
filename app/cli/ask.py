"""Opening a vault from the command line: the passphrase comes from the environment, the keychain or a prompt."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from app.clock import SystemClock
from app.domain.ids import PersonId
from app.errors import KeychainProblem
from app.places import Places
from app.services import setup
from app.services.problems import NothingTyped
from app.services.session import Session

UNLOCK = "PADESK_PASSPHRASE"
SIGN = "PADESK_SIGNER_PASSPHRASE"
EVIDENCE = "PADESK_EVIDENCE_PASSPHRASE"
RECORDS = "PADESK_RECORDS_PASSPHRASE"
HAND_OVER = "PADESK_HANDOVER_PASSPHRASE"


def opened(vault: Path, person: str | None) -> Session:
    """A session on the vault; `lock` it at the end.

    Raises:
        NothingTyped: no passphrase was given, and there is nobody to ask.
        VaultProblem: it cannot be opened so.
    """
    places, clock = Places.of_user(), SystemClock()
    who = None if person is None else PersonId(person)
    if who is not None and UNLOCK not in os.environ:
        try:
            return setup.unlock_by_keychain(places, who, clock, at=vault)
        except KeychainProblem:
            pass
    return setup.unlock(places, who, passphrase(UNLOCK, "Passphrase: "), clock, at=vault)


def passphrase(variable: str, question: str) -> str:
    """The passphrase of the environment, else what is typed unseen.

    Raises:
        NothingTyped: neither is there.
    """
    given = os.environ.get(variable)
    if given is None and sys.stdin.isatty():
        given = getpass.getpass(question)
    if not given:
        raise NothingTyped(variable=variable)
    return given
