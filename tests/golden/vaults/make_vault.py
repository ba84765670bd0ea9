"""Make the golden vault of the present version: `python tests/golden/vaults/make_vault.py`, once, before a release.

A golden vault that was committed is never made again: it stands for the vaults that offices have.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from app.clock import FixedClock  # noqa: E402
from app.domain.changes import Edit  # noqa: E402
from app.domain.ids import PersonId  # noqa: E402
from app.domain.patient import Patient  # noqa: E402
from app.domain.place import PersonName  # noqa: E402
from app.domain.practice import Person, Role  # noqa: E402
from app.domain.sample import sample_records  # noqa: E402
from app.vault.keys.derive import Argon2Parameters  # noqa: E402
from app.vault.migrations import STEPS  # noqa: E402
from app.vault.vault import Vault  # noqa: E402

PASSPHRASE = "golden passphrase"
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def main() -> int:
    folder = HERE / f"v{len(STEPS)}"
    if folder.exists():
        print(f"{folder.name} is there already; it is not made twice.")
        return 1
    os.environ["LOGNAME"] = "golden"
    platform.node = lambda: "office"
    keeper = Person(PersonId("golden-keeper"), PersonName("Golden", "Keeper"), Role.ADMINISTRATOR)
    with Vault.create(
        folder / "golden.vault",
        first=keeper,
        passphrase=PASSPHRASE,
        clock=FixedClock(NOON),
        kdf=Argon2Parameters(1_024, 1, 1),
    ) as vault:
        vault.apply("Look round", [Edit(None, record) for record in sample_records(NOON.date())], actor=keeper.id)
        (patient,) = vault.search_patients("nguyen")
        vault.apply("Edit patient", [Edit(patient, replace(patient, email="changed@example.org"))], actor=keeper.id)
        vault.put_blob(b"golden document")
        vault.template_cache.put("form", b"prepared")
        vault.put_signer_slot(keeper.id, b"sealed", actor=keeper.id)
        vault.access.make_recovery_key(actor=keeper.id)
        print(f"{folder.name}: {len(vault.all(Patient))} patients, {vault.audit.verify().says}")
    (folder / "golden.lock").unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
