"""The steps from an empty file to today's vault: one file a step, `m0001_….py`, with `upgrade(db)`.

A step that was released is never edited; a change of the vault's layout, or of a record's fields, is a new step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.vault.database import Database
from app.vault.migrations import m0001_first_vault, m0002_briefs
from app.vault.problems import VaultTooNew

Step = Callable[[Database], None]

#: Step n takes a vault from version n - 1 to version n.
STEPS: tuple[Step, ...] = (m0001_first_vault.upgrade, m0002_briefs.upgrade)


def version(db: Database) -> int:
    """How many steps the file has behind it."""
    return db.number("PRAGMA user_version")


def pending(db: Database, steps: Sequence[Step] = STEPS) -> int:
    """How many steps the file has before it.

    Raises:
        VaultTooNew: the file has more steps behind it than are known.
    """
    found = version(db)
    if found > len(steps):
        raise VaultTooNew(found=found, known=len(steps))
    return len(steps) - found


def migrate(db: Database, steps: Sequence[Step] = STEPS) -> None:
    """Take the missing steps, each in one transaction with its number."""
    for number in range(version(db) + 1, len(steps) + 1):
        with db.transaction():
            steps[number - 1](db)
            db.run(f"PRAGMA user_version={number}")
